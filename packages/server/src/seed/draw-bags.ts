import { area, buttons, cloth, island, mirrored, path, piece, seams, stitches, symmetric } from './drawing';
import type { Ink } from './palette';

export type Bag = 'tote' | 'bucket' | 'crossbody';

const BRASS = '#d5bf8a';
/** A strap is its own colour with a line along either edge. */
const strap = (middle: string, edges: string, look: { stroke: string; 'stroke-width': number }): string =>
  path(middle, { fill: 'none', ...look }) + seams(edges);

function tote(ink: Ink): string {
  const body = symmetric('300 304L408 304Q424 460 432 620Q424 640 404 642L300 646');
  const handle = (stroke: string) =>
    strap(
      'M226 316Q222 150 300 148Q378 150 374 316',
      'M217 316Q212 140 300 139Q388 140 383 316M235 316Q232 160 300 157Q368 160 365 316',
      { stroke, 'stroke-width': 17 },
    );
  return [
    `<g transform="translate(14 -10)">${handle(ink.shade)}</g>`,
    piece(body, ink.cloth, area('M392 300Q396 480 404 660H460V290Z', ink.shade, 0.6)),
    seams('M191 340Q300 346 409 340'),
    handle(ink.light),
    island('translate(300 480) scale(1.15)'),
    seams('M252 526h96', { 'stroke-width': 3.4 }),
  ].join('');
}

function bucket(ink: Ink): string {
  const body = symmetric('300 332Q380 330 420 316Q414 460 436 590Q440 636 300 638');
  const rivets = (x: number, y: number, r: number) => buttons(x, [y], { r, fill: ink.light });
  return [
    strap(
      'M196 326Q150 150 300 146Q450 150 404 326',
      'M190 326Q143 142 300 139Q457 142 410 326M203 326Q158 158 300 153Q442 158 397 326',
      { stroke: ink.shade, 'stroke-width': 13 },
    ),
    piece(body, ink.cloth, area('M380 320Q384 500 400 660H470V310Z', ink.shade, 0.6)),
    cloth(symmetric('300 290Q392 292 420 316Q384 346 300 346'), ink.shade),
    seams('M196 392Q300 412 408 392', { 'stroke-width': 5 }),
    seams('M262 404q-16 60 -30 88M290 408q4 60 -8 96', { 'stroke-width': 4.4 }),
    rivets(231, 494, 8) + rivets(281, 506, 8) + rivets(236, 400, 6) + rivets(364, 400, 6),
    stitches('M172 574Q300 604 428 574'),
  ].join('');
}

function crossbody(ink: Ink): string {
  const flap = symmetric('300 346Q420 346 444 356Q456 440 428 488Q372 516 300 516');
  return [
    strap(
      'M164 366Q110 120 300 116Q490 120 436 366',
      'M159 366Q103 112 300 111Q497 112 441 366M170 366Q118 127 300 121Q482 127 430 366',
      { stroke: ink.shade, 'stroke-width': 10 },
    ),
    cloth(symmetric('300 360L440 360Q456 470 440 588Q424 612 300 612'), ink.shade),
    piece(flap, ink.cloth, area('M396 340Q420 420 396 520H470V340Z', ink.shade, 0.5)),
    stitches(symmetric('300 358Q414 358 432 366Q442 434 418 478Q368 502 300 502')),
    path('M276 494h48v36q-24 10 -48 0Z', { fill: BRASS, 'stroke-width': 2.4 }),
    mirrored(path('M426 352h20v30h-20Z', { fill: BRASS, 'stroke-width': 2.2 })),
  ].join('');
}

const bags: Record<Bag, (ink: Ink) => string> = { tote, bucket, crossbody };
export const drawBag = (kind: Bag, ink: Ink): string => bags[kind](ink);
