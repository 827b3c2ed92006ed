const WINDOW_MS = 30_000;
const CODE = /^CP1\.([0-9a-z]{20})\.(\d{1,12})\.([\w-]{22})$/;
const MAC_LENGTH = 22;

export type ReadCode = { couponId: string; window: number; mac: string };

export const windowOf = (at: Date): number => Math.floor(at.getTime() / WINDOW_MS);
export const secondsLeft = (at: Date): number => Math.ceil((WINDOW_MS - (at.getTime() % WINDOW_MS)) / 1000);
/** The window of now and the one before; one ahead, because another server's clock may run a little early. */
export const isFresh = (window: number, now: Date): boolean => Math.abs(windowOf(now) - window) <= 1;

/** `CP1.<couponId>.<half-minute>.<mac>`; `digest` is a base64url HMAC of which 132 bits are shown. */
export const codeText = (of: { couponId: string; window: number; digest: string }): string =>
  `CP1.${of.couponId}.${of.window}.${of.digest.slice(0, MAC_LENGTH)}`;

export const isGenuine = (
  code: ReadCode,
  digest: string,
  sameText: (a: string, b: string) => boolean,
): boolean => sameText(code.mac, digest.slice(0, MAC_LENGTH));

/** Null: no code of ours. */
export function readCode(raw: string): ReadCode | null {
  const found = CODE.exec(raw.normalize('NFKC').trim());
  return found?.[1] && found[2] && found[3]
    ? { couponId: found[1], window: Number(found[2]), mac: found[3] }
    : null;
}
