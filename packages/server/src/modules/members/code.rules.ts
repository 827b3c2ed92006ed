export const WINDOW_MS = 30_000;
const MAC_LENGTH = 22;
const DIGITS_MAC = 8;
/** Member numbers have ten digits; pickup codes have eight, order numbers eighteen. */
const DIGITS = new RegExp(`^28(\\d{10})(\\d{${DIGITS_MAC}})$`);
const QR = /^MB1\.([0-9a-z]{6})\.(\d{10})\.(\d{1,12})\.([\w-]{22})$/;

/** What stands on a card in one half-minute. `brand`: six characters that name the brand's mini-program. */
export type Shown = { brand: string; memberNo: string; window: number };
/** base64url of 32 bytes, which only this brand's server can make. */
export type Digest = (memberNo: string, window: number) => string;

export type ReadCode =
  | { kind: 'qr'; brand: string; memberNo: string; window: number; mac: string }
  /** Says its window only by fitting it. */
  | { kind: 'digits'; memberNo: string; mac: string }
  | { kind: 'unknown' };

export const windowOf = (at: Date): number => Math.floor(at.getTime() / WINDOW_MS);
export const secondsLeft = (at: Date): number => Math.ceil((WINDOW_MS - (at.getTime() % WINDOW_MS)) / 1000);
/** The next one comes when its window ends; it is taken for one more. */
export const secondsGood = (at: Date): number => secondsLeft(at) + WINDOW_MS / 1000;
/** The window of now and the one before; one ahead, because another server's clock may run a little early. */
export const isFresh = (window: number, now: Date): boolean => Math.abs(windowOf(now) - window) <= 1;

/** `MB1.<brand>.<member number>.<half-minute>.<mac>`: 132 bits of HMAC-SHA256. */
export const qrText = ({ brand, memberNo, window }: Shown, digest: Digest): string =>
  `MB1.${brand}.${memberNo}.${window}.${qrMac(digest(memberNo, window))}`;

/** 20 digits, the last eight of them from the same HMAC: 27 bits, of which somebody may try five in ten minutes. */
export const digitsText = ({ memberNo, window }: Shown, digest: Digest): string =>
  `28${memberNo}${digitsMac(digest(memberNo, window))}`;

const qrMac = (digest: string): string => digest.slice(0, MAC_LENGTH);
const digitsMac = (digest: string): string => {
  const number = Buffer.from(digest, 'base64url').readBigUInt64BE(24) % 10n ** BigInt(DIGITS_MAC);
  return String(number).padStart(DIGITS_MAC, '0');
};

/** Scanned text as it is; digits perhaps spaced or full-width. */
export function readCode(raw: string): ReadCode {
  const text = raw.normalize('NFKC').trim();
  const [, brand, memberNo, window, mac] = QR.exec(text) ?? [];
  if (brand && memberNo && window && mac) return { kind: 'qr', brand, memberNo, window: Number(window), mac };
  const [, member, short] = DIGITS.exec(text.replace(/[\s-]/g, '')) ?? [];
  return member && short ? { kind: 'digits', memberNo: member, mac: short } : { kind: 'unknown' };
}

/** How many half-minutes back digits are still known as ours, so that they are called late and not wrong. */
const KNOWN_BACK = 40;

/** The half-minute a code was made for, however long ago for a QR code; null: we did not make it. */
export function windowOfGenuine(
  code: Exclude<ReadCode, { kind: 'unknown' }>,
  now: Date,
  by: { digest: Digest; sameText: (a: string, b: string) => boolean },
): number | null {
  if (code.kind === 'qr')
    return by.sameText(code.mac, qrMac(by.digest(code.memberNo, code.window))) ? code.window : null;
  for (let back = -1; back <= KNOWN_BACK; back += 1) {
    const window = windowOf(now) - back;
    if (by.sameText(code.mac, digitsMac(by.digest(code.memberNo, window)))) return window;
  }
  return null;
}
