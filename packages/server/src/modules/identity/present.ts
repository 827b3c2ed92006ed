import type { Answer } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { ShownMember } from './find-customer';

export type MemberView = Answer<Contracts['identity.me']>;

export const presentMember = ({ memberNo, phoneMasked, consents }: ShownMember): MemberView => ({
  memberNo,
  phoneMasked,
  consents,
});
