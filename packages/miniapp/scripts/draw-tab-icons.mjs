// Draws the tab bar icons (weapp takes PNG files only, 81 × 81) as anti-aliased strokes around distance fields.
import { Buffer } from 'node:buffer';
import { mkdirSync, writeFileSync } from 'node:fs';
import { URL, fileURLToPath } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';

const SIZE = 81;
const folder = fileURLToPath(new URL('../src/assets/tabs/', import.meta.url));

const segment =
  ([ax, ay], [bx, by]) =>
  (x, y) => {
    const [dx, dy] = [bx - ax, by - ay];
    const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
    return Math.hypot(x - ax - t * dx, y - ay - t * dy);
  };
const path = (...points) => union(...points.slice(1).map((end, i) => segment(points[i], end)));
const ring = (cx, cy, radius) => (x, y) => Math.abs(Math.hypot(x - cx, y - cy) - radius);
const above = (limit, shape) => (x, y) => (y <= limit ? shape(x, y) : Infinity);
const union =
  (...shapes) =>
  (x, y) =>
    Math.min(...shapes.map((shape) => shape(x, y)));
const square = (x, y, side) => path([x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]);

// On a 24 × 24 grid, like src/ui/icons.scss.
const icons = {
  home: union(
    path([3.5, 11.5], [12, 4], [20.5, 11.5]),
    path([6, 9.6], [6, 20], [18, 20], [18, 9.6]),
    path([12, 15], [12, 20]),
  ),
  category: union(square(4, 4, 6.5), square(13.5, 4, 6.5), square(4, 13.5, 6.5), ring(16.75, 16.75, 3.4)),
  cart: union(
    path([6, 8], [18, 8], [19.2, 20], [4.8, 20], [6, 8]),
    above(7, ring(12, 7, 3)),
    path([9, 7], [9, 10.5]),
    path([15, 7], [15, 10.5]),
  ),
  mine: union(ring(12, 8.2, 4), above(20, ring(12, 21, 7.6)), path([4.5, 20], [19.5, 20])),
};
const colours = { '': [0x5b, 0x66, 0x60, 0.8], '-on': [0x1f, 0x4d, 0x3a, 1.05] };

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

function png(shape, [red, green, blue, halfStroke]) {
  const rows = Buffer.alloc(SIZE * (1 + SIZE * 4));
  const grid = 24 / SIZE;
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      const distance = shape((x + 0.5) * grid, (y + 0.5) * grid);
      const cover = Math.min(1, Math.max(0, (halfStroke - distance) / grid + 0.5));
      rows.set([red, green, blue, Math.round(cover * 255)], y * (1 + SIZE * 4) + 1 + x * 4);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(SIZE, 0);
  head.writeUInt32BE(SIZE, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([signature, ...parts]);
}

mkdirSync(folder, { recursive: true });
for (const [name, shape] of Object.entries(icons)) {
  for (const [state, colour] of Object.entries(colours))
    writeFileSync(`${folder}${name}${state}.png`, png(shape, colour));
}
