import fc from 'fast-check';
import { readCursor, writeCursor } from './cursor.rules';

describe('the cursor of a list of goods', () => {
  test('says what was written into it', () => {
    const anyPlace = fc.record({
      publishedAt: fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
      productId: fc.stringMatching(/^[0-9A-Za-z-]{1,32}$/),
    });
    fc.assert(fc.property(anyPlace, (place) => expect(readCursor(writeCursor(place))).toEqual(place)));
  });

  test('anything we did not write is refused', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => expect(readCursor(text)).toBeNull()));
    for (const forged of [
      '1~P001',
      'MX5QMDAx=',
      `${writeCursor({ publishedAt: new Date(1), productId: 'P1' })}A`,
    ])
      expect(readCursor(forged)).toBeNull();
  });
});
