import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { config } from '../../config';
import { askPlatform } from '../../kernel/call-out';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as wecom from '../../platform/wecom';
import { requireStaff } from './require-staff';
import { isTrustedPage } from './staff.rules';

type Sign = Contracts['staff.signPage'];

/** Signs only pages of our own H5: a signature lends the page our rights in the JS-SDK. Refuses: PAGE_NOT_TRUSTED, PLATFORM_UNAVAILABLE. */
export async function signPage(ctx: Ctx, { url }: Parsed<Sign>): Promise<Answer<Sign>> {
  await requireStaff(ctx);
  const { WECOM_H5_URL, WECOM_CORPID: corpId, WECOM_AGENTID: agentId } = config();
  if (!isTrustedPage(url, WECOM_H5_URL)) throw new AppError('PAGE_NOT_TRUSTED');
  return askPlatform(async () => ({
    corpId,
    agentId,
    config: await wecom.signPage(url, 'corp'),
    agentConfig: await wecom.signPage(url, 'agent'),
  }));
}
