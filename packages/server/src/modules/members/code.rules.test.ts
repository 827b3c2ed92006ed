import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import {
  WINDOW_MS,
  digitsText,
  isFresh,
  qrText,
  readCode,
  secondsGood,
  windowOf,
  windowOfGenuine,
} from './code.rules';
import type { Digest } from './code.rules';

const digestWith =
  (key: string): Digest =>
  (memberNo, window) =>
    createHmac('sha256', key).update(`${memberNo}|${window}`).digest('base64url');
const digest = digestWith('ours');
const sameText = (a: string, b: string) => a === b;
const by = { digest, sameText };

const aMemberNo = fc.integer({ min: 1_000_000_000, max: 9_999_999_999 }).map(String);
const aTime = fc.date({ min: new Date('2026-01-01'), max: new Date('2036-01-01'), noInvalidDate: true });
const textsAt = (memberNo: string, at: Date) => {
  const shown = { brand: 'abc123', memberNo, window: windowOf(at) };
  return [qrText(shown, digest), digitsText(shown, digest)];
};
const genuine = (text: string, now: Date, keys = by) => {
  const read = readCode(text);
  return read.kind === 'unknown' ? null : windowOfGenuine(read, now, keys);
};

test('both forms name the member and their half-minute, also typed with spaces and full-width', () => {
  fc.assert(
    fc.property(aMemberNo, aTime, (memberNo, at) => {
      const [qr = '', digits = ''] = textsAt(memberNo, at);
      expect(digits).toMatch(/^\d{20}$/);
      const typed = digits.replace(/(\d{4})(?=\d)/g, '$1 ').replace(/1/g, '１');
      for (const text of [qr, digits, typed, ` ${qr}\n`]) {
        expect(readCode(text)).toMatchObject({ memberNo });
        expect(genuine(text, at)).toBe(windowOf(at));
      }
    }),
  );
});

test('a code is taken for as long as it says, and never longer than a minute and a half', () => {
  fc.assert(
    fc.property(aTime, fc.integer({ min: 0, max: 20 * WINDOW_MS }), (at, laterMs) => {
      const later = new Date(at.getTime() + laterMs);
      const fresh = isFresh(windowOf(at), later);
      if (laterMs < (secondsGood(at) - 1) * 1000) expect(fresh).toBe(true);
      if (laterMs >= 3 * WINDOW_MS) expect(fresh).toBe(false);
    }),
  );
});

test('digits are known as ours when they come late, so that they are called late and not wrong', () => {
  const at = new Date('2026-11-28T02:00:00Z');
  const [, digits = ''] = textsAt('1234567890', at);
  expect(genuine(digits, new Date(at.getTime() + 5 * 60_000))).toBe(windowOf(at));
});

test('no other number, half-minute or key makes the same code', () => {
  fc.assert(
    fc.property(aMemberNo, aTime, aMemberNo, (memberNo, at, other) => {
      const [qr = '', digits = ''] = textsAt(memberNo, at);
      const strange = { digest: digestWith('theirs'), sameText };
      expect(genuine(qr, at, strange)).toBeNull();
      expect(genuine(qr.replace(`.${windowOf(at)}.`, `.${windowOf(at) + 1}.`), at)).toBeNull();
      if (other === memberNo) return;
      expect(genuine(qr.replace(memberNo, other), at)).toBeNull();
      expect(genuine(digits.replace(memberNo, other), at)).toBeNull();
    }),
    { seed: 7, numRuns: 60 },
  );
});

test.each([
  '',
  'hello',
  '12345678',
  '202611281234567890',
  'PK1.aaaaaaaaaaaaaaaaaaaa.1.aaaaaaaaaaaaaaaaaaaaaa',
  'MB1.x.1.1.x',
])('%p is no member code', (text) => {
  expect(readCode(text)).toEqual({ kind: 'unknown' });
});
