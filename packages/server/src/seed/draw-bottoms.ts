import {
  area,
  buttons,
  check,
  cloth,
  mirrored,
  path,
  piece,
  repeat,
  ribbing,
  seams,
  stitches,
  symmetric,
} from './drawing';
import type { Ink } from './palette';

export type Bottom = { cut: 'straight' | 'wide' | 'tapered'; style: 'jeans' | 'suit' | 'knit' };
export type Skirt = { cut: 'aline' | 'pleated'; hem: number };

/** The outside of the leg, the hem from outside to inside, the inside back to the crotch. */
const LEGS: Record<Bottom['cut'], { outer: string; hem: [number, number]; length: number; inner: string }> = {
  straight: {
    outer: 'C402 400 398 500 402 668',
    hem: [402, 322],
    length: 668,
    inner: 'C316 560 306 380 300 336',
  },
  wide: {
    outer: 'C414 400 424 520 440 668',
    hem: [440, 316],
    length: 668,
    inner: 'C320 540 308 380 300 336',
  },
  tapered: {
    outer: 'C418 360 404 520 382 660',
    hem: [382, 330],
    length: 660,
    inner: 'C326 540 312 380 300 336',
  },
};

function styleOf(style: Bottom['style'], leg: (typeof LEGS)['wide'], ink: Ink): string {
  const [out, inside] = leg.hem;
  const middle = (out + inside) / 2;
  const loops = mirrored(path('M338 118h10v42h-10Z', { fill: ink.light, 'stroke-width': 1.8 }));
  const front =
    seams('M300 158V336M322 160Q326 226 300 246') + loops + buttons(300, [140], { r: 6, fill: ink.shade });
  const crease = seams(`M356 240Q362 460 ${middle} ${leg.length}`, { opacity: 0.5 });
  if (style === 'knit')
    return seams('M272 140q-14 60 -8 84M328 140q14 60 8 84', { 'stroke-width': 3 }) + mirrored(crease);
  if (style === 'suit') return front + mirrored(seams('M362 162L388 226') + crease);
  const hem = stitches(
    `M${inside + 4} ${leg.length - 12}Q${middle} ${leg.length} ${out - 4} ${leg.length - 14}`,
  );
  const whiskers = seams('M330 300q24 12 50 6M318 352q12 8 26 8', { opacity: 0.5 });
  const pocket = seams('M346 160Q352 202 392 204') + stitches('M341 162Q346 208 390 212');
  return front + mirrored(pocket + hem + whiskers);
}

export function drawBottom({ cut, style }: Bottom, ink: Ink): string {
  const leg = LEGS[cut];
  const { outer, inner, length } = leg;
  const [out, inside] = leg.hem;
  const body = symmetric(
    `300 122Q340 122 374 118Q390 190 398 260${outer}Q${(out + inside) / 2} ${length + 12} ${inside} ${length + 4}${inner}`,
  );
  const volume = mirrored(area(`M372 160Q352 420 ${out - 26} ${length + 14}H480V120Z`, ink.shade, 0.55));
  return [
    piece(body, ink.cloth, volume + (style === 'knit' ? ribbing() : '')),
    cloth(symmetric('300 122Q340 122 374 118L378 150Q340 158 300 158'), ink.light),
    styleOf(style, leg, ink),
  ].join('');
}

/** Pleats fan out from the waist; `at` runs from -1 (left edge) to 1. */
function pleats(half: number, hem: number, ink: Ink): { shadows: string; lines: string } {
  const fold = (at: number) => `${300 + at * 80} 214Q${300 + at * 96} 380 ${300 + at * half} ${hem + 30}`;
  const back = (at: number) => `H${320 + at * half}Q${308 + at * 96} 380 ${304 + at * 80} 214Z`;
  const shadows = repeat(5, (i) => `M${fold((i / 2 - 1) * 0.8 + 0.06)}${back((i / 2 - 1) * 0.8 + 0.06)}`);
  const lines = repeat(11, (i) => `M${fold((i - 5) / 6)}`);
  return { shadows: area(shadows, ink.shade, 0.8), lines: seams(lines, { opacity: 0.7 }) };
}

export function drawSkirt({ cut, hem }: Skirt, ink: Ink): string {
  const half = cut === 'aline' ? 166 : 158;
  const body = symmetric(
    `300 176Q338 176 370 170Q386 220 392 250C404 300 ${278 + half} ${hem - 120} ${300 + half} ${hem}Q380 ${hem + 26} 300 ${hem + 26}`,
  );
  const waist = cloth(symmetric('300 176Q338 176 370 170L376 204Q340 212 300 212'), ink.light);
  if (cut === 'pleated') {
    const { shadows, lines } = pleats(half, hem, ink);
    return piece(body, ink.cloth, shadows + lines) + waist;
  }
  const volume = area(`M366 210Q372 420 ${256 + half} ${hem + 40}H520V180Z`, ink.shade, 0.5);
  return [
    piece(body, ink.cloth, volume + check()),
    seams(`M286 214V${hem + 24}M314 214V${hem + 24}`, { opacity: 0.7 }),
    buttons(300, [240, 292, 344, 396, 448], { r: 6, fill: ink.light }),
    waist,
    stitches(`M${310 - half} ${hem - 6}Q300 ${hem + 26} ${290 + half} ${hem - 6}`),
  ].join('');
}
