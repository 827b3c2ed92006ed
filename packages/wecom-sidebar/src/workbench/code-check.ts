import type { MemberHere, PickupTask, Refusal } from '../api/types';

/**
 * A code on the counter. A pickup code is typed or scanned, looked at, then handed over or refused; a member code opens whose it is.
 */
export type CodeCheck =
  | { at: 'typing'; code: string }
  | { at: 'checking'; code: string }
  | { at: 'found'; code: string; task: PickupTask }
  | { at: 'handing'; code: string; task: PickupTask }
  | { at: 'done'; task: PickupTask }
  | { at: 'member'; member: MemberHere }
  | { at: 'refused'; code: string; refusal: Refusal; handing: boolean };

export type CodeEvent =
  | { is: 'typed'; code: string }
  | { is: 'asked'; code: string }
  | { is: 'found'; task: PickupTask }
  | { is: 'opened'; member: MemberHere }
  | { is: 'confirmed' }
  | { is: 'handedOver'; task: PickupTask }
  | { is: 'refused'; refusal: Refusal }
  | { is: 'again'; code?: string };

export const start: CodeCheck = { at: 'typing', code: '' };

export function nextCheck(now: CodeCheck, event: CodeEvent): CodeCheck {
  switch (event.is) {
    case 'typed':
      return now.at === 'typing' ? { at: 'typing', code: cleanCode(event.code) } : now;
    case 'asked':
      return now.at === 'typing' ? { at: 'checking', code: cleanCode(event.code) } : now;
    case 'found':
      return now.at === 'checking' ? { at: 'found', code: now.code, task: event.task } : now;
    case 'opened':
      return now.at === 'checking' ? { at: 'member', member: event.member } : now;
    case 'confirmed':
      return now.at === 'found' ? { ...now, at: 'handing' } : now;
    case 'handedOver':
      return now.at === 'handing' ? { at: 'done', task: event.task } : now;
    case 'refused':
      if (now.at !== 'checking' && now.at !== 'handing') return now;
      return { at: 'refused', code: now.code, refusal: event.refusal, handing: now.at === 'handing' };
    case 'again':
      return now.at === 'checking' || now.at === 'handing' ? now : { at: 'typing', code: event.code ?? '' };
  }
}

const CODE_DIGITS = 8;
/** An order number opens nothing, but asking with it tells whether the goods are ready. */
const ORDER_DIGITS = 18;
/** What stands under the bars of a member's card. */
const MEMBER_DIGITS = 20;

/** Scanners give `PK1.…` (a friend’s: `PF1.…`, a member’s: `MB1.…`) as it is; people give digits, perhaps spaced or full-width. */
export function cleanCode(raw: string): string {
  const text = raw.normalize('NFKC').trim();
  return /^(p|mb)/i.test(text) ? text.slice(0, 200) : digitsOf(text);
}

function digitsOf(text: string): string {
  const digits = text.replace(/\D/g, '');
  return digits.slice(0, digits.startsWith('28') ? MEMBER_DIGITS : ORDER_DIGITS);
}

export const isWhole = (code: string): boolean =>
  /^\d/.test(code)
    ? [CODE_DIGITS, ORDER_DIGITS].includes(code.length) || isMemberCode(code)
    : /^P[KF]1\../.test(code) || isMemberCode(code);

export const isMemberCode = (code: string): boolean =>
  /^MB1\../.test(code) || (code.startsWith('28') && code.length === MEMBER_DIGITS);

/** `12345678` → `1234 5678`, the way people read it to each other. */
export const spaced = (code: string): string =>
  /^\d+$/.test(code) ? code.replace(/(\d{4})(?=\d)/g, '$1 ') : code;
