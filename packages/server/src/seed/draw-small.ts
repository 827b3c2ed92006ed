import { area, cloth, path, piece, repeat, seams, stitches, symmetric } from './drawing';
import { mix } from './palette';
import type { Ink } from './palette';

export type Accessory = 'scarf' | 'beanie' | 'belt' | 'socks';

function scarf(ink: Ink): string {
  const back = 'M332 228Q416 300 398 452Q388 548 402 626L330 640Q312 520 320 420Q324 320 268 262Z';
  const front = 'M268 236Q176 318 204 452Q224 548 210 640L286 654Q304 528 286 430Q274 330 338 268Z';
  const fringe = (from: number, y: number) => repeat(8, (i) => `M${from + i * 9.2} ${y - i * 1.4}l-2 38`);
  const bars = area(
    'M180 470L420 430v26L180 500ZM180 540L430 506v12L180 556ZM180 580L430 548v26L180 610Z',
    ink.line,
    0.34,
  );
  return [
    seams(fringe(336, 640), { 'stroke-width': 4, stroke: ink.shade }),
    piece(back, ink.shade, bars),
    seams(fringe(216, 652), { 'stroke-width': 4, stroke: ink.cloth }),
    piece(front, ink.cloth, bars),
    cloth(symmetric('300 150Q396 152 414 222Q412 286 300 296'), ink.light),
    cloth(symmetric('300 186Q356 188 366 220Q340 246 300 246'), ink.shade),
    seams('M214 262Q300 318 386 262M226 236Q300 290 374 236', { opacity: 0.6 }),
  ].join('');
}

function beanie(ink: Ink): string {
  const crown = symmetric('300 238Q428 244 446 440Q380 460 300 460');
  const brim = symmetric('300 430Q400 428 462 408Q478 470 462 528Q390 556 300 556');
  const ribs = repeat(
    13,
    (i) => `M${176 + i * 20.6} ${430 - Math.abs(6 - i) * 2}Q${240 + i * 10} 330 300 244`,
  );
  const folds = repeat(17, (i) => `M${156 + i * 18} ${440 - Math.abs(8 - i) * 2}q${i * 0.6 - 4.8} 50 0 104`);
  return [
    piece(
      crown,
      ink.cloth,
      seams(ribs, { opacity: 0.4 }) + area('M372 240Q392 340 388 470H480V240Z', ink.shade, 0.5),
    ),
    `<circle cx="300" cy="212" r="44" fill="${ink.light}"/>`,
    seams('M276 196q10 -16 26 -14M286 236q18 10 34 -4M318 200q12 6 10 22', { opacity: 0.7 }),
    piece(brim, ink.light, seams(folds, { opacity: 0.45 })),
    cloth('M356 476h62v40q-31 6 -62 2Z', ink.cloth),
    seams('M368 494q12 -10 24 0t22 0'),
  ].join('');
}

/** Rolled up, with its buckle lying in front. */
function belt(ink: Ink): string {
  const brass = '#c9b27c';
  const ring =
    'M128 420Q124 270 300 266Q476 270 474 420Q476 482 440 506L410 474Q436 452 434 420Q436 310 300 306Q166 310 168 420Q164 478 300 482L520 476Q540 497 520 518L300 524Q124 520 128 420Z';
  const roll =
    'M196 414Q194 340 300 338Q404 340 404 414Q402 456 352 464L346 436Q372 430 372 412Q372 372 300 370Q230 372 230 412Q232 444 300 448L300 476Q196 470 196 414Z';
  return [
    cloth(roll, ink.shade),
    cloth(ring, ink.cloth),
    stitches('M140 420Q138 282 300 278Q462 282 462 420M152 430Q152 490 300 494L512 488M300 512L512 506'),
    path('M330 462h66v76h-66Z', { fill: 'none', stroke: brass, 'stroke-width': 13 }),
    path('M330 462h66v76h-66Z', { fill: 'none', stroke: mix(brass, '#ffffff', 0.55), 'stroke-width': 3 }),
    path('M334 500H398', { stroke: brass, 'stroke-width': 8 }),
    path('M426 498h.1M456 497h.1M486 496h.1', { fill: 'none', 'stroke-width': 9 }),
  ].join('');
}

function socks(ink: Ink): string {
  const shape =
    'M330 178Q374 170 414 178Q412 330 420 430Q430 476 486 520Q516 556 478 584Q438 600 392 566Q336 524 330 462Q338 330 330 178Z';
  const bars = area('M320 250H430V272H320ZM320 292H430V302H320Z', ink.line, 0.4);
  const heelAndToe = area(
    'M470 500Q440 540 456 600H540V500ZM330 440Q372 470 352 540H320V440Z',
    ink.shade,
    0.7,
  );
  const cuff = repeat(7, (i) => `M${340 + i * 11} 182v38`);
  const sock = (fill: string) =>
    piece(shape, fill, bars + heelAndToe) +
    seams('M331 226Q372 218 413 226') +
    seams(cuff, { opacity: 0.45 });
  return `<g transform="translate(-196 -26)">${sock(ink.shade)}</g><g transform="translate(-66 36)">${sock(ink.cloth)}</g>`;
}

const accessories: Record<Accessory, (ink: Ink) => string> = { scarf, beanie, belt, socks };
export const drawAccessory = (kind: Accessory, ink: Ink): string => accessories[kind](ink);
