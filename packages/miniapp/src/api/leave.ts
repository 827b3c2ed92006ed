import type { Input } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { read, remove, write } from '../platform/storage';
import { call } from './client';
import type { CallFailure } from './hooks';
import { leave } from './session';
import { uuid } from './uuid';
import type { LeavePreview } from './views';

type Confirm = Input<Contracts['privacy.eraseMe']>['confirm'];
const ASKED = 'erase-request';
const certificateOf = (requestId: string): string => requestId.replaceAll('-', '');

/**
 * Gives the account up. The command keeps its requestId until it was answered: when the answer got lost, the certificate of that
 * number tells that it was carried out, and asking again would ask for somebody new. Null: it is done.
 */
export async function eraseMe({
  confirmText,
}: Pick<LeavePreview, 'confirmText'>): Promise<CallFailure | null> {
  const earlier = read<string>(ASKED);
  if (earlier !== null && (await isUnderWay(earlier))) return null;
  const requestId = earlier ?? uuid();
  write(ASKED, requestId);
  const result = await call('privacy.eraseMe', { requestId, confirm: confirmText as Confirm });
  if (result.ok) {
    leave(result.data.certificateNo);
    return null;
  }
  if (result.code === 'OFFLINE') return (await isUnderWay(requestId)) ? null : result;
  remove(ASKED);
  return result;
}

async function isUnderWay(requestId: string): Promise<boolean> {
  const certificateNo = certificateOf(requestId);
  const seen = await call('privacy.showErasure', { certificateNo });
  if (seen.ok) leave(certificateNo);
  return seen.ok;
}
