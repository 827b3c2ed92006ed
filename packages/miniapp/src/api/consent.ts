import { read, write } from '../platform/storage';
import { call } from './client';
import { createState, useShared } from './state';
import { currentMember, rememberMember, useMember } from './session';

const askedKey = (memberNo: string) => `consent-asked-${memberNo}`;
/** Bumped when a question is answered, so that the card leaves the screen. */
const answered = createState(0);

export type Purpose = 'profiling' | 'marketing';

export async function setConsent(purpose: Purpose, granted: boolean) {
  const result = await call('identity.setConsent', { purpose, granted });
  if (!result.ok) return result;
  rememberMember(result.data);
  if (purpose === 'profiling') endQuestion();
  return result;
}

/** Asked once per member; ordering needs neither answer. */
export function endQuestion(): void {
  const member = currentMember();
  if (member) write(askedKey(member.memberNo), true);
  answered.set(answered.get() + 1);
}

export function useProfilingQuestion(): boolean {
  const member = useMember();
  useShared(answered);
  if (member === null || member.consents.profiling === true) return false;
  return read<boolean>(askedKey(member.memberNo)) !== true;
}
