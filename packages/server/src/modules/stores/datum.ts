import type { Point } from '@omni/shared/geo';
import gcoord from 'gcoord';

export const DATUMS = ['gcj02', 'wgs84', 'bd09'] as const;
/** Amap and Tencent speak gcj02, GPS receivers wgs84, Baidu bd09. In China they lie up to a kilometre apart. */
export type Datum = (typeof DATUMS)[number];

const systems = { gcj02: gcoord.GCJ02, wgs84: gcoord.WGS84, bd09: gcoord.BD09 };
/** A centimetre; more digits would be noise of the conversion. */
const rounded = (degrees: number): number => Number(degrees.toFixed(7));

/** The one door for coordinates: inside, everything is GCJ-02. */
export function toGcj02({ latitude, longitude }: Point, datum: Datum): Point {
  if (datum === 'gcj02') return { latitude, longitude };
  const [lng, lat] = gcoord.transform([longitude, latitude], systems[datum], systems.gcj02);
  return { latitude: rounded(lat), longitude: rounded(lng) };
}
