import type { CounterCoupon, Refusal } from '../api/types';

/** What the clerk entered: the code, and what the till shows, in yuan. */
export type Entry = { code: string; till: string };
/** A coupon that may be used; `requestNo` stays the same through retries, so that it is used once. */
export type Found = { offer: CounterCoupon; requestNo: string };

/** A coupon on the counter: scanned or typed, looked at, then used or refused. */
export type CouponCheck =
  | { at: 'typing'; entry: Entry }
  | { at: 'checking'; entry: Entry }
  | { at: 'found'; entry: Entry; found: Found }
  | { at: 'using'; entry: Entry; found: Found }
  | { at: 'used'; entry: Entry; offer: CounterCoupon }
  /** `found` is there when it was refused while being used. */
  | { at: 'refused'; entry: Entry; refusal: Refusal; found: Found | null };

export type CouponEvent =
  | { is: 'typed'; entry: Partial<Entry> }
  | { is: 'asked'; entry: Entry }
  | { is: 'found'; found: Found }
  | { is: 'confirmed' }
  | { is: 'used'; offer: CounterCoupon }
  | { is: 'refused'; refusal: Refusal }
  /** Back to the form, with what stays from before. */
  | { is: 'again'; entry?: Partial<Entry> };

const nothing: Entry = { code: '', till: '' };
export const start: CouponCheck = { at: 'typing', entry: nothing };

export function nextCheck(now: CouponCheck, event: CouponEvent): CouponCheck {
  const { entry } = now;
  switch (event.is) {
    case 'typed':
      return now.at === 'typing' ? { at: 'typing', entry: { ...entry, ...event.entry } } : now;
    case 'asked':
      return now.at === 'typing' || now.at === 'refused' ? { at: 'checking', entry: event.entry } : now;
    case 'found':
      return now.at === 'checking' ? { at: 'found', entry, found: event.found } : now;
    case 'confirmed':
      return foundIn(now) ? { at: 'using', entry, found: foundIn(now) as Found } : now;
    case 'used':
      return now.at === 'using' ? { at: 'used', entry, offer: event.offer } : now;
    case 'refused':
      if (now.at !== 'checking' && now.at !== 'using') return now;
      return { at: 'refused', entry, refusal: event.refusal, found: foundIn(now) };
    case 'again':
      return isBusy(now) ? now : { at: 'typing', entry: { ...nothing, ...event.entry } };
  }
}

const foundIn = (now: CouponCheck): Found | null => ('found' in now ? now.found : null);
export const isBusy = ({ at }: CouponCheck): boolean => at === 'checking' || at === 'using';

/** Scanners and people may add spaces or full-width signs; no code is longer. */
export const cleanCode = (raw: string): string => raw.normalize('NFKC').replace(/\s/g, '').slice(0, 200);

/** Why a code need not be asked about; null when the server has to say. */
export function codeProblem(code: string): string | null {
  if (code === '') return '请先扫码，或填写券码';
  if (/^P[KF]1\.|^\d{8}$/i.test(code)) return '这是取货码，请返回，用“扫码”交货';
  if (/^MB1\.|^28\d{18}$/i.test(code)) return '这是会员码，请返回，用“扫码”看是哪位会员';
  if (/^CP1(\.[\w-]+){3}$/.test(code)) return null;
  return '这不是优惠券的码，请扫顾客小程序里“门店出示”的码';
}

/** Keeps digits and one point with two decimals: `２６８。５０` → `268.50`. */
export function cleanTill(raw: string): string {
  const text = raw
    .normalize('NFKC')
    .replace(/[。,]/g, '.')
    .replace(/[^\d.]/g, '');
  const [whole = '', ...rest] = text.split('.');
  return rest.length > 0 ? `${whole.slice(0, 7)}.${rest.join('').slice(0, 2)}` : whole.slice(0, 7);
}

const MOST_FEN = 100_000_000;

/** What the till shows in fen; undefined when nobody named it, null when it is no amount. */
export function fenOf(till: string): number | undefined | null {
  if (till === '') return undefined;
  const fen = Math.round(Number(till) * 100);
  return fen >= 1 && fen <= MOST_FEN ? fen : null;
}

export const tillProblem = (till: string): string | null =>
  fenOf(till) === null ? '请填写大于 0、不超过 100 万的金额' : null;
