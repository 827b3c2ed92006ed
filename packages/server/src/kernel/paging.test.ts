import fc from 'fast-check';
import { AppError } from './errors';
import { cutPage, readCursor } from './paging';

const anyPlace = fc.record({
  at: fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
  id: fc.stringMatching(/^[0-9a-zA-Z/.-]{1,60}$/),
});

describe('a cursor', () => {
  it('leads to the place it was written for', () => {
    fc.assert(
      fc.property(anyPlace, (place) => {
        const { nextCursor } = cutPage([place, place], 1, (row) => row);
        expect(readCursor(nextCursor ?? '')).toEqual(place);
      }),
    );
  });

  it('that we did not write is refused', () => {
    const refused = new AppError('INVALID_INPUT', { problem: 'cursor' });
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => expect(() => readCursor(text)).toThrow(refused)),
    );
    const { nextCursor } = cutPage([1, 2], 1, () => ({ at: new Date(1), id: 'P1' }));
    expect(() => readCursor(`${nextCursor}A`)).toThrow(refused);
  });

  it('is not given with the last page', () => {
    expect(cutPage([1, 2], 2, () => ({ at: new Date(1), id: 'P1' }))).toEqual({
      page: [1, 2],
      nextCursor: null,
    });
  });
});
