import fc from 'fast-check';
import { barsOf } from './code128.rules';

const someDigits = fc
  .array(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 12 })
  .map((pairs) => pairs.map((pair) => String(pair).padStart(2, '0')).join(''));

test('a start, a symbol a pair, a check and a stop, of eleven modules each and thirteen for the stop', () => {
  fc.assert(
    fc.property(someDigits, (digits) => {
      const bars = barsOf(digits);
      expect(bars).toHaveLength(6 * (digits.length / 2 + 2) + 7);
      expect(bars.reduce((sum, width) => sum + width, 0)).toBe(11 * (digits.length / 2 + 2) + 13);
      expect(bars.every((width) => width >= 1 && width <= 4)).toBe(true);
    }),
  );
});

test('every symbol has an even number of black modules, as the standard asks', () => {
  fc.assert(
    fc.property(someDigits, (digits) => {
      const bars = barsOf(digits).slice(0, -7);
      for (let at = 0; at < bars.length; at += 6) {
        const black = (bars[at] ?? 0) + (bars[at + 2] ?? 0) + (bars[at + 4] ?? 0);
        expect(black % 2).toBe(0);
      }
    }),
  );
});

test('other digits are other bars', () => {
  fc.assert(
    fc.property(someDigits, someDigits, (a, b) => {
      expect(barsOf(a).join('') === barsOf(b).join('')).toBe(a === b);
    }),
  );
});

test('a start in set C, 12, 34, its check (105 + 12 + 2·34 = 185, 82 over 103) and the stop', () => {
  expect(barsOf('1234').join('')).toBe(['211232', '112232', '131123', '121241', '2331112'].join(''));
});

test.each(['', '1', '123', 'ab', '12a4'])('%p is refused', (text) => {
  expect(() => barsOf(text)).toThrow('pairs of digits');
});
