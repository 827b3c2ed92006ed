import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import {
  WINDOW_MS,
  isFresh,
  isGenuine,
  isWellFormed,
  qrText,
  readCode,
  secondsLeft,
  windowOf,
  withCheckDigit,
} from './code.rules';
import type { ReadCode } from './code.rules';

const at = new Date('2026-11-23T06:00:05.250Z');
const order = {
  orderId: '0123456789abcdefghij',
  storeId: 'SH-JINGAN',
  secret: randomBytes(32).toString('base64'),
};
const later = (ms: number) => new Date(at.getTime() + ms);

function qr(text: string): Extract<ReadCode, { kind: 'qr' }> {
  const read = readCode(text);
  if (read.kind !== 'qr') throw new Error(`${text} is no QR code`);
  return read;
}

describe('the QR code', () => {
  test('changes with the half-minute and says how long it lasts', () => {
    expect(qrText(order, at)).toMatch(/^PK1\.0123456789abcdefghij\.\d+\.[\w-]{22}$/);
    expect(qrText(order, later(24_000))).toBe(qrText(order, at));
    expect(qrText(order, later(25_000))).not.toBe(qrText(order, at));
    expect(secondsLeft(at)).toBe(25);
  });

  test('is fresh in its own window and the next, and then over', () => {
    const { window } = qr(qrText(order, at));
    expect(isFresh(window, at)).toBe(true);
    expect(isFresh(window, later(WINDOW_MS))).toBe(true);
    expect(isFresh(window, later(2 * WINDOW_MS))).toBe(false);
  });

  test('is genuine only for the order, store, window and secret it was made of', () => {
    const code = qr(qrText(order, at));
    expect(isGenuine(order, code)).toBe(true);
    expect(isGenuine({ ...order, storeId: 'SH-NANJING' }, code)).toBe(false);
    expect(isGenuine({ ...order, orderId: order.orderId.replace('0', '1') }, code)).toBe(false);
    expect(isGenuine(order, { ...code, window: code.window + 1 })).toBe(false);
    expect(isGenuine({ ...order, secret: randomBytes(32).toString('base64') }, code)).toBe(false);
  });

  test('cannot be stretched by changing any character of it', () => {
    const text = qrText(order, at);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom(...'0123456789abcXYZ-_'), (i, character) => {
        const forged = text.slice(0, i) + character + text.slice(i + 1);
        fc.pre(forged !== text);
        const read = readCode(forged);
        expect(read.kind === 'qr' && read.orderId === order.orderId && isGenuine(order, read)).toBe(false);
      }),
    );
  });

  test('cannot be worked out from when it was made', () => {
    const others = Array.from({ length: 100 }, () => ({
      ...order,
      secret: randomBytes(32).toString('base64'),
    }));
    expect(new Set(others.map((other) => qrText(other, at))).size).toBe(100);
  });
});

describe('the eight digits', () => {
  const seven = fc.integer({ min: 0, max: 9_999_999 }).map((n) => String(n).padStart(7, '0'));

  test('carry a check digit that catches every single mistyped digit', () => {
    fc.assert(
      fc.property(seven, fc.nat(7), fc.integer({ min: 1, max: 9 }), (start, i, step) => {
        const digits = withCheckDigit(start);
        expect(isWellFormed(digits)).toBe(true);
        const wrong = digits.slice(0, i) + String((Number(digits[i]) + step) % 10) + digits.slice(i + 1);
        expect(isWellFormed(wrong)).toBe(false);
      }),
    );
  });

  test('are understood spaced, dashed or full-width', () => {
    const digits = withCheckDigit('1234567');
    const read = { kind: 'digits', digits };
    const [left, right] = [digits.slice(0, 4), digits.slice(4)];
    expect(readCode(` ${left} ${right} `)).toEqual(read);
    expect(readCode(`${left}-${right}`)).toEqual(read);
    expect(
      readCode([...digits].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('')),
    ).toEqual(read);
  });
});

test('anything else is unknown, except an order number', () => {
  [
    '',
    'hello',
    '1234',
    '12345678901',
    'PK1.short.1.x',
    'PK2.0123456789abcdefghij.1.aaaaaaaaaaaaaaaaaaaaaa',
  ].forEach((text) => expect(readCode(text).kind).toBe('unknown'));
  expect(readCode('202611230123456789')).toEqual({ kind: 'orderNo', orderNo: '202611230123456789' });
  fc.assert(
    fc.property(fc.string(), (text) =>
      expect(['unknown', 'digits', 'orderNo']).toContain(readCode(text).kind),
    ),
  );
});

test('windows are whole half-minutes of the clock', () => {
  expect(windowOf(new Date(WINDOW_MS))).toBe(1);
  expect(secondsLeft(new Date(WINDOW_MS))).toBe(30);
});
