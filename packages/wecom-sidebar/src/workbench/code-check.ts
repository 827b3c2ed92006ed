import type { PickupTask, Refusal } from '../api/types';

/** A pickup code on the counter: typed or scanned, looked at, then handed over or refused. */
export type CodeCheck =
  | { at: 'typing'; code: string }
  | { at: 'checking'; code: string }
  | { at: 'found'; code: string; task: PickupTask }
  | { at: 'handing'; code: string; task: PickupTask }
  | { at: 'done'; task: PickupTask }
  | { at: 'refused'; code: string; refusal: Refusal; handing: boolean };

export type CodeEvent =
  | { is: 'typed'; code: string }
  | { is: 'asked'; code: string }
  | { is: 'found'; task: PickupTask }
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

/** Scanners give `PK1.…` (a friend’s: `PF1.…`) as it is; people give digits, perhaps spaced or full-width. */
export function cleanCode(raw: string): string {
  const text = raw.normalize('NFKC').trim();
  return /^p/i.test(text) ? text.slice(0, 200) : text.replace(/\D/g, '').slice(0, ORDER_DIGITS);
}

export const isWhole = (code: string): boolean =>
  /^\d/.test(code) ? [CODE_DIGITS, ORDER_DIGITS].includes(code.length) : /^P[KF]1\../.test(code);

/** `12345678` → `1234 5678`, the way people read it to each other. */
export const spaced = (code: string): string =>
  /^\d+$/.test(code) ? code.replace(/(\d{4})(?=\d)/g, '$1 ') : code;
