import fc from 'fast-check';
import { chunkAt, chunkCount, inChunks, isNear } from './window.rules';

test('every row on the screen is drawn, wherever the list is scrolled to, and never more than thirty', () => {
  const given = fc.record({
    rows: fc.integer({ min: 1, max: 400 }),
    rowHeight: fc.integer({ min: 90, max: 300 }),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(given, ({ rows, rowHeight, at }) => {
      const scrollHeight = rows * rowHeight;
      const screen = 800;
      const scrollTop = at * Math.max(0, scrollHeight - screen);
      const chunk = chunkAt({ scrollTop, scrollHeight }, rows);
      const drawn = inChunks(Array.from({ length: rows }, (_, i) => i)).flatMap((some, i) =>
        isNear(i, chunk) ? some : [],
      );
      const first = Math.floor(scrollTop / rowHeight);
      const last = Math.min(rows - 1, Math.floor((scrollTop + screen) / rowHeight));
      for (const row of [first, last]) expect(drawn).toContain(Math.min(row, rows - 1));
      expect(drawn.length).toBeLessThanOrEqual(30);
    }),
  );
});

test('a list that was not measured yet, or bounces over its ends, is at one of its chunks', () => {
  expect(chunkAt({ scrollTop: 0, scrollHeight: 0 }, 30)).toBe(0);
  expect(chunkAt({ scrollTop: -40, scrollHeight: 4000 }, 30)).toBe(0);
  expect(chunkAt({ scrollTop: 4100, scrollHeight: 4000 }, 30)).toBe(2);
  expect(chunkCount(0)).toBe(0);
});
