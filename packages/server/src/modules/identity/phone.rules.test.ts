import { isKeptPhone, normalPhone, typedPhone } from './phone.rules';

test.each([
  ['86', '13800138001', '13800138001'],
  ['852', '51234567', '+85251234567'],
])('a number of +%s %s is kept as %s', (countryCode, purePhoneNumber, kept) => {
  expect(normalPhone({ countryCode, purePhoneNumber })).toBe(kept);
  expect(isKeptPhone(kept)).toBe(true);
});

test.each([
  ['138 0013 8001', '13800138001'],
  ['+86 138-0013-8001', '13800138001'],
  ['8613800138001', '13800138001'],
  ['008613800138001', '13800138001'],
  ['１３８００１３８００１', '13800138001'],
  ['+852 5123 4567', '+85251234567'],
  ['0085251234567', '+85251234567'],
  ['8001', null],
  ['1380013800', null],
  ['vip 138', null],
  ['', null],
])('a guide who types "%s" means %s', (typed, kept) => {
  expect(typedPhone(typed)).toBe(kept);
});
