import { cloth, dots, mirrored, path, repeat, seams, stitches, symmetric, within } from './drawing';
import { mix } from './palette';
import type { Ink } from './palette';

export type Small = 'scarf' | 'beanie' | 'belt' | 'socks' | 'cap' | 'tote' | 'bucket' | 'crossbody';

function scarf(ink: Ink): string {
  const back = 'M332 228Q416 300 398 452Q388 548 402 626L330 640Q312 520 320 420Q324 320 268 262Z';
  const front = 'M268 236Q176 318 204 452Q224 548 210 640L286 654Q304 528 286 430Q274 330 338 268Z';
  const loop = symmetric([300, 150], [[396, 152, 414, 222], [412, 286, 300, 296]]);
  const fringe = (x: number, y: number, to: number) => repeat(8, (i) => `M${x + i * to} ${y - i * 1.4}l-2 38`);
  const bars = path('M180 470L420 430v26L180 500ZM180 540L430 506v12L180 556ZM180 580L430 548v26L180 610Z', { fill: ink.line, stroke: 'none', opacity: 0.34 });
  return [
    seams(fringe(336, 640, 9), { 'stroke-width': 4, stroke: ink.shade }),
    cloth(back, ink.shade),
    within(back, bars),
    seams(fringe(216, 652, 9.4), { 'stroke-width': 4, stroke: ink.cloth }),
    cloth(front, ink.cloth),
    within(front, bars),
    path(front, { fill: 'none' }),
    cloth(loop, ink.light),
    cloth(symmetric([300, 186], [[356, 188, 366, 220], [340, 246, 300, 246]]), ink.shade),
    seams('M214 262Q300 318 386 262M226 236Q300 290 374 236', { opacity: 0.6 }),
  ].join('');
}

function beanie(ink: Ink): string {
  const crown = symmetric([300, 238], [[428, 244, 446, 440], [380, 460, 300, 460]]);
  const brim = symmetric([300, 430], [[400, 428, 462, 408], [478, 470, 462, 528], [390, 556, 300, 556]]);
  const ribs = repeat(13, (i) => `M${176 + i * 20.6} ${430 - Math.abs(6 - i) * 2}Q${300 + (i - 6) * 10} 330 300 244`);
  const folds = repeat(17, (i) => `M${156 + i * 18} ${440 - Math.abs(8 - i) * 2}q${(i - 8) * 0.6} 50 0 104`);
  return (
    cloth(crown, ink.cloth) +
    within(crown, seams(ribs, { opacity: 0.4 }) + path('M372 240Q392 340 388 470H480V240Z', { fill: ink.shade, stroke: 'none', opacity: 0.5 })) +
    `<circle cx="300" cy="212" r="44" fill="${ink.light}"/>` +
    seams('M276 196q10 -16 26 -14M286 236q18 10 34 -4M318 200q12 6 10 22', { opacity: 0.7 }) +
    cloth(brim, ink.light) +
    within(brim, seams(folds, { opacity: 0.45 })) +
    cloth('M356 476h62v40q-31 6 -62 2Z', ink.cloth) +
    seams('M368 494q12 -10 24 0t22 0')
  );
}

function belt(ink: Ink): string {
  const metal = '#c9b27c';
  const ring = 'M128 420Q124 300 300 296Q476 300 474 420Q476 500 420 520L408 484Q436 470 434 420Q436 338 300 336Q166 338 168 420Q164 488 300 492L520 486Q536 506 520 528L300 534Q124 530 128 420Z';
  return (
    cloth(ring, ink.cloth) +
    stitches('M140 420Q138 312 300 308Q462 312 462 420M156 430Q156 500 300 504L510 498') +
    path('M330 474h64v78h-64Z', { fill: 'none', stroke: metal, 'stroke-width': 13 }) +
    path('M330 474h64v78h-64Z', { fill: 'none', stroke: mix(metal, '#ffffff', 0.5), 'stroke-width': 3 }) +
    path('M330 512H390', { stroke: metal, 'stroke-width': 8 }) +
    dots([[424, 508], [452, 507], [480, 506]], 4, ink.line)
  );
}

function socks(ink: Ink): string {
  const sock = 'M330 178Q374 170 414 178Q412 330 420 430Q430 476 486 520Q516 556 478 584Q438 600 392 566Q336 524 330 462Q338 330 330 178Z';
  const one = (fill: string) =>
    cloth(sock, fill) +
    within(sock, path('M320 250H430V272H320ZM320 292H430V302H320Z', { fill: ink.line, stroke: 'none', opacity: 0.4 }) + path('M470 500Q440 540 456 600H540V500ZM330 440Q372 470 352 540H320V440Z', { fill: ink.shade, stroke: 'none', opacity: 0.7 })) +
    path(sock, { fill: 'none' }) +
    seams('M331 226Q372 218 413 226') +
    seams(repeat(7, (i) => `M${340 + i * 11} 182v38`), { opacity: 0.45 });
  return `<g transform="translate(-196 -26)">${one(ink.shade)}</g><g transform="translate(-66 36)">${one(ink.cloth)}</g>`;
}

function cap(ink: Ink): string {
  const crown = symmetric([300, 236], [[440, 238, 456, 430], [390, 470, 300, 470]]);
  const peak = 'M146 424Q196 396 300 400Q404 396 454 424Q520 470 536 530Q470 552 420 518Q370 488 300 488Q230 488 180 518Q130 552 64 530Q80 470 146 424Z';
  return (
    cloth(crown, ink.cloth) +
    within(crown, path('M384 236Q412 340 404 480H480V236Z', { fill: ink.shade, stroke: 'none', opacity: 0.5 })) +
    seams('M300 238V404M300 238Q214 290 204 410M300 238Q386 290 396 410') +
    dots([[300, 234]], 9, ink.light) +
    `<g transform="translate(0 6)">${cloth(peak, ink.light)}</g>` +
    stitches('M112 514Q206 440 300 442Q394 440 488 514M134 500Q206 424 300 424Q394 424 466 500') +
    seams('M272 346q28 -38 56 0M280 346q20 -22 40 0M300 330v-22', { 'stroke-width': 3 })
  );
}

function tote(ink: Ink): string {
  const body = symmetric([300, 304], [[408, 304], [424, 460, 432, 620], [424, 640, 404, 642], [300, 646]]);
  const handle = (fill: string) => path('M226 316Q222 150 300 148Q378 150 374 316', { fill: 'none', stroke: fill, 'stroke-width': 17 }) + path('M217 316Q212 140 300 139Q388 140 383 316M235 316Q232 160 300 157Q368 160 365 316', { fill: 'none', 'stroke-width': 2.4 });
  return (
    `<g transform="translate(14 -10)">${handle(ink.shade)}</g>` +
    cloth(body, ink.cloth) +
    within(body, path('M392 300Q396 480 404 660H460V290Z', { fill: ink.shade, stroke: 'none', opacity: 0.6 })) +
    path(body, { fill: 'none' }) +
    seams('M191 340Q300 346 409 340') +
    handle(ink.light) +
    seams('M252 500q48 -66 96 0M264 500q36 -42 72 0M300 468v-42M284 448q16 -2 16 18q0 -20 16 -18', { 'stroke-width': 3.4 }) +
    seams('M252 522h96', { 'stroke-width': 3.4 })
  );
}

function bucket(ink: Ink): string {
  const body = symmetric([300, 332], [[380, 330, 420, 316], [414, 460, 436, 590], [440, 636, 300, 638]]);
  const mouth = symmetric([300, 290], [[392, 292, 420, 316], [384, 346, 300, 346]]);
  return (
    path('M196 326Q150 150 300 146Q450 150 404 326', { fill: 'none', stroke: ink.shade, 'stroke-width': 13 }) +
    path('M190 326Q143 142 300 139Q457 142 410 326M203 326Q158 158 300 153Q442 158 397 326', { fill: 'none', 'stroke-width': 2.2 }) +
    cloth(body, ink.cloth) +
    within(body, path('M380 320Q384 500 400 660H470V310Z', { fill: ink.shade, stroke: 'none', opacity: 0.6 })) +
    path(body, { fill: 'none' }) +
    cloth(mouth, ink.shade) +
    seams('M196 392Q300 412 408 392', { 'stroke-width': 5 }) +
    seams('M262 404q-16 60 -30 88M290 408q4 60 -8 96', { 'stroke-width': 4.4 }) +
    dots([[231, 494], [281, 506]], 8, ink.light) +
    stitches('M172 574Q300 604 428 574') +
    dots([[236, 400], [364, 400]], 6, ink.light)
  );
}

function crossbody(ink: Ink): string {
  const body = symmetric([300, 360], [[440, 360], [456, 470, 440, 588], [424, 612, 300, 612]]);
  const flap = symmetric([300, 346], [[420, 346, 444, 356], [456, 440, 428, 488], [372, 516, 300, 516]]);
  return (
    path('M164 366Q110 120 300 116Q490 120 436 366', { fill: 'none', stroke: ink.shade, 'stroke-width': 10 }) +
    path('M159 366Q103 112 300 111Q497 112 441 366M170 366Q118 127 300 121Q482 127 430 366', { fill: 'none', 'stroke-width': 2 }) +
    cloth(body, ink.shade) +
    cloth(flap, ink.cloth) +
    within(flap, path('M396 340Q420 420 396 520H470V340Z', { fill: ink.shade, stroke: 'none', opacity: 0.5 })) +
    stitches(symmetric([300, 358], [[414, 358, 432, 366], [442, 434, 418, 478], [368, 502, 300, 502]])) +
    path('M276 494h48v36q-24 10 -48 0Z', { fill: '#d5bf8a', 'stroke-width': 2.4 }) +
    mirrored(path('M426 352h20v30h-20Z', { fill: '#d5bf8a', 'stroke-width': 2.2 }))
  );
}

const small: Record<Small, (ink: Ink) => string> = { scarf, beanie, belt, socks, cap, tote, bucket, crossbody };
export const drawSmall = (kind: Small, ink: Ink): string => small[kind](ink);
