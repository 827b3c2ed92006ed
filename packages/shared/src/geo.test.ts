import fc from 'fast-check';
import { distanceMetres, distanceText } from './geo';

const anyPoint = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});

describe('distance', () => {
  test('a degree of a meridian is 111.195 km; a degree of the 60th parallel is half of that', () => {
    const origin = { latitude: 0, longitude: 0 };
    expect(distanceMetres(origin, { latitude: 1, longitude: 0 })).toBeCloseTo(111_195.08, 1);
    const north = { latitude: 60, longitude: 0 };
    expect(Math.round(distanceMetres(north, { latitude: 60, longitude: 1 }) / 10)).toBe(5_560);
  });

  test('2.5 km due east in Beijing stays within 3 km, where flat degrees would say 3.26 km', () => {
    const here = { latitude: 39.9087, longitude: 116.3975 };
    const east = {
      ...here,
      longitude: here.longitude + 2.5 / (111.195 * Math.cos((here.latitude * Math.PI) / 180)),
    };
    expect(distanceMetres(here, east)).toBeCloseTo(2500, 0);
  });

  test('is the same both ways, nothing to itself, and never more than half the world', () => {
    fc.assert(
      fc.property(anyPoint, anyPoint, (a, b) => {
        expect(distanceMetres(a, b)).toBeCloseTo(distanceMetres(b, a), 6);
        expect(distanceMetres(a, a)).toBe(0);
        expect(distanceMetres(a, b)).toBeLessThanOrEqual(Math.PI * 6_371_008.8 + 1e-6);
      }),
    );
  });

  test('reads well, also just below a kilometre', () => {
    expect([849.6, 999.4, 999.6, 2345].map(distanceText)).toEqual(['850 m', '999 m', '1.0 km', '2.3 km']);
  });
});
