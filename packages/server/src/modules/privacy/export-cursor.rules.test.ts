import fc from 'fast-check';
import { readPlace, writePlace } from './export-cursor.rules';

test('a place is read as it was written', () => {
  const place = fc.record({ section: fc.nat(15), offset: fc.nat(999_999_999) });
  fc.assert(fc.property(place, (one) => expect(readPlace(writePlace(one), 16)).toEqual(one)));
});

test('without a cursor it begins; what nobody wrote is no place', () => {
  expect(readPlace(undefined, 16)).toEqual({ section: 0, offset: 0 });
  for (const cursor of [
    'abc',
    '',
    writePlace({ section: 16, offset: 0 }),
    Buffer.from('01.2').toString('base64url'),
  ])
    expect(readPlace(cursor, 16)).toBeNull();
});
