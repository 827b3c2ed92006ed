import type { Answer } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { maskedPhone } from './find-customer';
import type { Customer } from './find-customer';

export type MemberView = Answer<Contracts['identity.me']>;

export const presentMember = async (ctx: Ctx, customer: Customer): Promise<MemberView> => ({
  memberNo: customer.memberNo,
  phoneMasked: await maskedPhone(ctx, customer.customerId),
  consents: customer.consents,
});
