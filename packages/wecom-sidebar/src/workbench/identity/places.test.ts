import { customerAt, HOME, placeIn, splitAt, upFrom } from './places';

const queryOf = (path: string) => new URL(path, 'http://x').searchParams;
const id = 'c'.repeat(20);

it('a customer and the split of one are in the address', () => {
  expect(placeIn(queryOf(HOME))).toEqual({ customerId: null, isSplitting: false });
  expect(placeIn(queryOf(customerAt(id)))).toEqual({ customerId: id, isSplitting: false });
  expect(placeIn(queryOf(splitAt(id)))).toEqual({ customerId: id, isSplitting: true });
});

it('the way back leads from a split to its customer, to the lists, and out', () => {
  expect(upFrom(queryOf(splitAt(id)))?.to).toBe(customerAt(id));
  expect(upFrom(queryOf(customerAt(id)))?.to).toBe(HOME);
  expect(upFrom(queryOf(HOME))).toBeNull();
});
