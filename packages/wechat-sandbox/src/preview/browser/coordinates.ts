/** GCJ-02 is what the map shows; WGS-84 is what the satellite says. Constants of the published conversion. */
const A = 6378245;
const EE = 0.006693421622965943;

type Point = { latitude: number; longitude: number };

export function toWgs84(gcj: Point): Point {
  let guess = { ...gcj };
  // Each round brings the forward conversion of the guess nearer to the point; four are exact to a centimetre.
  for (let round = 0; round < 4; round += 1) {
    const there = toGcj02(guess);
    guess = {
      latitude: guess.latitude + gcj.latitude - there.latitude,
      longitude: guess.longitude + gcj.longitude - there.longitude,
    };
  }
  return guess;
}

export function toGcj02(wgs: Point): Point {
  const x = wgs.longitude - 105;
  const y = wgs.latitude - 35;
  const radians = (wgs.latitude / 180) * Math.PI;
  const magic = 1 - EE * Math.sin(radians) ** 2;
  const dLatitude = (latitudeShift(x, y) * 180) / (((A * (1 - EE)) / (magic * Math.sqrt(magic))) * Math.PI);
  const dLongitude = (longitudeShift(x, y) * 180) / ((A / Math.sqrt(magic)) * Math.cos(radians) * Math.PI);
  return { latitude: wgs.latitude + dLatitude, longitude: wgs.longitude + dLongitude };
}

function latitudeShift(x: number, y: number): number {
  const base = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x));
  return base + ripple(x) + waves(y, [20, 1], [40, 3]) + waves(y, [160, 12], [320, 30]);
}

function longitudeShift(x: number, y: number): number {
  const base = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x));
  return base + ripple(x) + waves(x, [20, 1], [40, 3]) + waves(x, [150, 12], [300, 30]);
}

function ripple(x: number): number {
  return ((20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * 2) / 3;
}

type Wave = [height: number, divisor: number];

function waves(value: number, first: Wave, second: Wave): number {
  const part = ([height, divisor]: Wave): number => height * Math.sin((value / divisor) * Math.PI);
  return ((part(first) + part(second)) * 2) / 3;
}
