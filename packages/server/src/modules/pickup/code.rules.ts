import { createHmac, timingSafeEqual } from 'node:crypto';

export const WINDOW_MS = 30_000;
const MAC_LENGTH = 22;
/** 16 characters [0-9a-z] of chance: 82 bits. */
export const PASS_LENGTH = 16;
const PASS = /^(?:PF1\.)?([0-9a-z]{16})$/;
const QR = /^PK1\.([0-9a-z]{20})\.(\d{1,12})\.([\w-]{22})$/;

/** What identifies the order a QR code opens; the secret never leaves the server. */
export type Sealed = { orderId: string; storeId: string; secret: string };
export type ReadCode =
  | { kind: 'qr'; orderId: string; window: number; mac: string }
  | { kind: 'digits'; digits: string }
  /** A friend's, good once. */
  | { kind: 'pass'; token: string }
  /** What is printed on the order page: no proof of anything, but it says whether to wait. */
  | { kind: 'orderNo'; orderNo: string }
  | { kind: 'unknown' };

export const passText = (token: string): string => `PF1.${token}`;

export const windowOf = (at: Date): number => Math.floor(at.getTime() / WINDOW_MS);
export const secondsLeft = (at: Date): number => Math.ceil((WINDOW_MS - (at.getTime() % WINDOW_MS)) / 1000);

/** `PK1.<orderId>.<window>.<mac>`: 132 bits of HMAC-SHA256 over store, order and half-minute. */
export function qrText(of: Sealed, at: Date): string {
  const window = windowOf(at);
  return `PK1.${of.orderId}.${window}.${macOf(of, window)}`;
}

const macOf = (of: Sealed, window: number): string =>
  createHmac('sha256', Buffer.from(of.secret, 'base64'))
    .update(`${of.storeId}|${of.orderId}|${window}`)
    .digest('base64url')
    .slice(0, MAC_LENGTH);

/** Whether we made this code, however long ago. */
export const isGenuine = (of: Sealed, code: { window: number; mac: string }): boolean =>
  timingSafeEqual(Buffer.from(macOf(of, code.window)), Buffer.from(code.mac));

/** The window of now and the one before; one ahead, because another server's clock may run a little early. */
export const isFresh = (window: number, now: Date): boolean => Math.abs(windowOf(now) - window) <= 1;

/** Scanned text as it is; typed digits perhaps spaced, dashed or full-width. */
export function readCode(raw: string): ReadCode {
  const text = raw.normalize('NFKC').trim();
  const qr = QR.exec(text);
  if (qr?.[1] && qr[2] && qr[3]) return { kind: 'qr', orderId: qr[1], window: Number(qr[2]), mac: qr[3] };
  const pass = PASS.exec(text)?.[1];
  if (pass && !/^\d+$/.test(pass)) return { kind: 'pass', token: pass };
  const digits = text.replace(/[\s-]/g, '');
  if (/^\d{8}$/.test(digits)) return isWellFormed(digits) ? { kind: 'digits', digits } : { kind: 'unknown' };
  return /^\d{18}$/.test(digits) ? { kind: 'orderNo', orderNo: digits } : { kind: 'unknown' };
}

/** Eight digits of seven: the last one catches every single mistyped digit and nearly every swapped pair (Luhn). */
export const withCheckDigit = (seven: string): string =>
  seven + String((10 - (luhnSum(`${seven}0`) % 10)) % 10);

export const isWellFormed = (eight: string): boolean => /^\d{8}$/.test(eight) && luhnSum(eight) % 10 === 0;

function luhnSum(digits: string): number {
  return [...digits].reverse().reduce((sum, digit, i) => {
    const value = Number(digit) * (i % 2 === 1 ? 2 : 1);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
}
