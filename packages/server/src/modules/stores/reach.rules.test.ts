import { distanceMetres } from '@omni/shared/geo';
import type { Point } from '@omni/shared/geo';
import fc from 'fast-check';
import { areaHolds, boxAround, reachOfArea } from './reach.rules';

const at = (longitude: number, latitude: number): Point => ({ latitude, longitude });
const square = [at(0, 0), at(4, 0), at(4, 4), at(0, 4)];
/** A U: its notch from (1,1) to (3,4) is outside. */
const u = [at(0, 0), at(4, 0), at(4, 4), at(3, 4), at(3, 1), at(1, 1), at(1, 4), at(0, 4)];

describe('an area', () => {
  test('holds its inside, its edges and its corners, and nothing beyond', () => {
    for (const corner of square) expect(areaHolds(square, corner)).toBe(true);
    for (const edge of [at(2, 0), at(4, 2), at(2, 4), at(0, 2)]) expect(areaHolds(square, edge)).toBe(true);
    expect(areaHolds(square, at(2, 2))).toBe(true);
    for (const beyond of [at(-0.001, 2), at(4.001, 2), at(2, -0.001), at(2, 4.001), at(5, 0), at(-1, 4)])
      expect(areaHolds(square, beyond)).toBe(false);
  });

  test('may be concave: a notch is outside, its edges are not', () => {
    for (const inside of [at(0.5, 3), at(3.5, 3), at(2, 0.5)]) expect(areaHolds(u, inside)).toBe(true);
    for (const notch of [at(2, 3), at(2, 1.001), at(1.001, 2)]) expect(areaHolds(u, notch)).toBe(false);
    for (const edge of [at(2, 1), at(1, 2), at(3, 3.5)]) expect(areaHolds(u, edge)).toBe(true);
  });

  test('is the same whichever corner comes first, and either way round', () => {
    const point = fc.record({
      longitude: fc.double({ min: -1, max: 5, noNaN: true }),
      latitude: fc.double({ min: -1, max: 5, noNaN: true }),
    });
    fc.assert(
      fc.property(point, fc.nat(7), (asked, turn) => {
        const turned = [...u.slice(turn), ...u.slice(0, turn)];
        expect(areaHolds(turned, asked)).toBe(areaHolds(u, asked));
        expect(areaHolds([...turned].reverse(), asked)).toBe(areaHolds(u, asked));
      }),
    );
  });

  /** Another way to tell: how often the outline winds around the point, by summed angles. */
  function winds(area: Point[], { latitude: y, longitude: x }: Point): number {
    const angle = (p: Point) => Math.atan2(p.latitude - y, p.longitude - x);
    const turn = area.reduce((sum, corner, i) => {
      const step = angle(area[(i + 1) % area.length]!) - angle(corner);
      return sum + (step > Math.PI ? step - 2 * Math.PI : step < -Math.PI ? step + 2 * Math.PI : step);
    }, 0);
    return Math.round(turn / (2 * Math.PI));
  }
  const away = ({ latitude: y, longitude: x }: Point, a: Point, b: Point): number => {
    const [dx, dy] = [b.longitude - a.longitude, b.latitude - a.latitude];
    const t = Math.max(
      0,
      Math.min(1, ((x - a.longitude) * dx + (y - a.latitude) * dy) / (dx * dx + dy * dy || 1)),
    );
    return Math.hypot(a.longitude + t * dx - x, a.latitude + t * dy - y);
  };

  /** Stars around a centre in Shanghai, some kilometres wide: simple polygons, mostly concave. */
  const star = fc
    .array(
      fc.tuple(
        fc.double({ min: 0.003, max: 0.06, noNaN: true }),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
      ),
      { minLength: 3, maxLength: 24 },
    )
    .map((spikes) =>
      spikes.map(([radius, part], i) => {
        const turn = ((i + part) / spikes.length) * 2 * Math.PI;
        return at(121.45 + radius * Math.cos(turn), 31.22 + radius * Math.sin(turn));
      }),
    );
  const nearby = fc
    .tuple(
      fc.double({ min: -0.07, max: 0.07, noNaN: true }),
      fc.double({ min: -0.07, max: 0.07, noNaN: true }),
    )
    .map(([x, y]) => at(121.45 + x, 31.22 + y));

  test('of any star shape agrees with the winding number for any point off the edges', () => {
    fc.assert(
      fc.property(star, nearby, (area, point) => {
        const clear = area.every((corner, i) => away(point, corner, area[(i + 1) % area.length]!) > 1e-7);
        fc.pre(clear);
        expect(areaHolds(area, point)).toBe(winds(area, point) !== 0);
      }),
      { numRuns: 5000 },
    );
  });

  test('of any star shape holds every point of its edges', () => {
    fc.assert(
      fc.property(star, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (area, pick, part) => {
        const a = area[pick % area.length]!;
        const b = area[(pick + 1) % area.length]!;
        const on = at(
          a.longitude + part * (b.longitude - a.longitude),
          a.latitude + part * (b.latitude - a.latitude),
        );
        expect(areaHolds(area, on)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('reaches no farther from its store than it says', () => {
    fc.assert(
      fc.property(star, nearby, nearby, (area, store, point) => {
        if (areaHolds(area, point))
          expect(distanceMetres(store, point)).toBeLessThanOrEqual(reachOfArea(store, area));
      }),
    );
  });
});

test('the box around a point holds everything within the distance; near poles and the date line there is none', () => {
  const place = fc.record({
    latitude: fc.double({ min: -80, max: 80, noNaN: true }),
    longitude: fc.double({ min: -170, max: 170, noNaN: true }),
  });
  fc.assert(
    fc.property(
      place,
      fc.integer({ min: 10, max: 50_000 }),
      fc.double({ min: 0, max: 6.28, noNaN: true }),
      (point, metres, turn) => {
        const box = boxAround(point, metres);
        fc.pre(box !== null);
        const step = (metres * 0.999) / 111_195;
        const there = at(
          point.longitude + (step * Math.cos(turn)) / Math.cos((point.latitude * Math.PI) / 180),
          point.latitude + step * Math.sin(turn),
        );
        if (distanceMetres(point, there) > metres) return;
        expect(there.latitude >= box!.south && there.latitude <= box!.north).toBe(true);
        expect(there.longitude >= box!.west && there.longitude <= box!.east).toBe(true);
      },
    ),
  );
  expect(boxAround(at(10, 89), 3000)).toBeNull();
  expect(boxAround(at(179.99, 0), 3000)).toBeNull();
});
