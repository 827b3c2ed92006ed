import fc from 'fast-check';
import { cleanTaxNumber, isCreditCode, isTaxNumber } from './tax-number';

const SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const VALID = '91350100M000100Y43';

test('the example of GB 32100-2015 is right', () => {
  expect(isCreditCode(VALID)).toBe(true);
});

test('every single wrong sign is found', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 17 }), fc.constantFrom(...SIGNS), (at, sign) => {
      const changed = VALID.slice(0, at) + sign + VALID.slice(at + 1);
      expect(isCreditCode(changed)).toBe(changed === VALID);
    }),
    { numRuns: 600 },
  );
});

test('of all last signs exactly one is right, whatever stands before', () => {
  const body = fc
    .tuple(fc.constantFrom('91', '92', '51', '12'), fc.integer({ min: 100000, max: 999999 }))
    .chain(([head, region]) =>
      fc
        .array(fc.constantFrom(...SIGNS), { minLength: 9, maxLength: 9 })
        .map((tail) => `${head}${region}${tail.join('')}`),
    );
  fc.assert(
    fc.property(body, (start) => {
      expect([...SIGNS].filter((sign) => isCreditCode(start + sign))).toHaveLength(1);
    }),
  );
});

test.each([
  [VALID, true],
  ['310101123456789', true],
  ['31010119900101123400', true],
  ['91350100M000100Y44', false],
  ['91350100M000100I43', false],
  ['', false],
  ['123', false],
  ['9135010', false],
])('%p as a tax number: %p', (number, right) => {
  expect(isTaxNumber(number)).toBe(right);
});

test('what people type is mended', () => {
  expect(cleanTaxNumber(' 9135 0100-m000１00y43 ')).toBe(VALID);
});
