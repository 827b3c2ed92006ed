import { distanceMetres } from '@omni/shared/geo';
import type { Point } from '@omni/shared/geo';

type Box = { south: number; north: number; west: number; east: number };

const METRES_PER_DEGREE = 111_195;
/** Nanodegrees, a tenth of a millimetre: a point of an edge, computed in doubles, still lies on it. */
const ON_EDGE_DEGREES = 1e-9;

function isOnEdge(point: Point, a: Point, b: Point): boolean {
  const [dx, dy] = [b.longitude - a.longitude, b.latitude - a.latitude];
  const [px, py] = [point.longitude - a.longitude, point.latitude - a.latitude];
  const length = Math.hypot(dx, dy);
  if (length === 0) return Math.hypot(px, py) <= ON_EDGE_DEGREES;
  const along = (px * dx + py * dy) / length;
  const aside = Math.abs(px * dy - py * dx) / length;
  return aside <= ON_EDGE_DEGREES && along >= -ON_EDGE_DEGREES && along <= length + ON_EDGE_DEGREES;
}

/**
 * Whether the polygon holds the point; its edges and corners belong to it. Edges are straight on the map, may be concave and
 * may cross (then inside is what an odd number of edges surround). Not for areas across the date line.
 */
export function areaHolds(area: readonly Point[], point: Point): boolean {
  let inside = false;
  let a = area.at(-1);
  for (const b of area) {
    if (!a) return false;
    if (isOnEdge(point, a, b)) return true;
    const crosses = b.latitude > point.latitude !== a.latitude > point.latitude;
    if (crosses) {
      const slope = (a.longitude - b.longitude) / (a.latitude - b.latitude);
      if (point.longitude < b.longitude + slope * (point.latitude - b.latitude)) inside = !inside;
    }
    a = b;
  }
  return inside;
}

/** How far from its store an area goes at most. The farthest point of a polygon is a corner, but for the earth's curve. */
export const reachOfArea = (store: Point, area: readonly Point[]): number =>
  Math.max(...area.map((corner) => distanceMetres(store, corner))) * 1.001;

/**
 * A rectangle of degrees that holds everything within `metres` of the point; null where degrees are no measure: near a pole,
 * across the date line.
 */
export function boxAround(point: Point, metres: number): Box | null {
  const dLat = (metres * 1.001 + 1) / METRES_PER_DEGREE;
  const [south, north] = [point.latitude - dLat, point.latitude + dLat];
  const shrink = Math.cos((Math.max(Math.abs(south), Math.abs(north)) * Math.PI) / 180);
  const dLng = dLat / shrink;
  const [west, east] = [point.longitude - dLng, point.longitude + dLng];
  const plain = south > -89 && north < 89 && shrink > 0.01 && west >= -180 && east <= 180;
  return plain ? { south, north, west, east } : null;
}
