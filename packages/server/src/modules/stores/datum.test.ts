import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { distanceMetres } from '@omni/shared/geo';
import { toGcj02 } from './datum';

const file = path.resolve(__dirname, '../../../../../../shared/data/geo/gcoord-china-cities.json');
type City = { attrs: { name: string }; coords: Record<'WGS84' | 'GCJ02' | 'BD09', [number, number]> };
const cities = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as City[]) : [];
const ifData = cities.length > 0 ? test : test.skip;
const point = ([longitude, latitude]: [number, number]) => ({ latitude, longitude });

describe('coordinates at the door', () => {
  ifData.each(['wgs84', 'bd09'] as const)(
    '664 Chinese cities in %s land within 1 m of their GCJ-02 place (skipped without ../shared/data/geo)',
    (datum) => {
      expect(cities).toHaveLength(664);
      const from = datum === 'wgs84' ? 'WGS84' : 'BD09';
      for (const { coords } of cities) {
        const moved = distanceMetres(toGcj02(point(coords[from]), datum), point(coords.GCJ02));
        expect(moved).toBeLessThan(1);
      }
    },
  );

  test('GCJ-02 passes untouched', () => {
    const place = { latitude: 31.223512345678, longitude: 121.445312345678 };
    expect(toGcj02(place, 'gcj02')).toEqual(place);
  });

  test('taking one system for another would be wrong by hundreds of metres', () => {
    const place = { latitude: 31.2235, longitude: 121.4453 };
    expect(distanceMetres(toGcj02(place, 'wgs84'), place)).toBeGreaterThan(300);
    expect(distanceMetres(toGcj02(place, 'bd09'), place)).toBeGreaterThan(300);
  });
});
