import { cloth, dots, mirrored, path, repeat, seams, stitches, symmetric, within } from './drawing';
import type { Step } from './drawing';
import type { Ink } from './palette';

export type Bottom = { cut: 'straight' | 'wide' | 'tapered' | 'flare'; jeans?: boolean; pattern?: 'rib' };
export type Skirt = { cut: 'aline' | 'pleated' | 'pencil'; hem: number; pattern?: 'check' };
export type Dress = { cut: 'slip' | 'shirt' | 'knit' | 'tea'; pattern?: 'flowers' | 'rib' };

const legs: Record<Bottom['cut'], { outer: Step; inner: Step; hemOut: number; hemIn: number }> = {
  straight: { outer: [402, 400, 398, 500, 402, 668], inner: [316, 560, 306, 380, 300, 336], hemOut: 402, hemIn: 322 },
  wide: { outer: [414, 400, 424, 520, 440, 668], inner: [320, 540, 308, 380, 300, 336], hemOut: 440, hemIn: 316 },
  tapered: { outer: [418, 360, 404, 520, 382, 660], inner: [326, 540, 312, 380, 300, 336], hemOut: 382, hemIn: 330 },
  flare: { outer: [396, 380, 376, 480, 428, 668], inner: [330, 540, 308, 380, 300, 336], hemOut: 428, hemIn: 334 },
};

export function drawBottom(bottom: Bottom, ink: Ink): string {
  const { outer, inner, hemOut, hemIn } = legs[bottom.cut];
  const hemY = outer[5] ?? 668;
  const body = symmetric(
    [300, 122],
    [[340, 122, 374, 118], [390, 190, 398, 260], outer, [(hemOut + hemIn) / 2, hemY + 12, hemIn, hemY + 4], inner],
  );
  const waist = symmetric([300, 122], [[340, 122, 374, 118], [378, 150], [340, 158, 300, 158]]);
  const volume = mirrored(path(`M372 160Q352 420 ${hemOut - 26} ${hemY + 14}H480V120Z`, { fill: ink.shade, stroke: 'none', opacity: 0.55 }));
  const fly = seams('M300 158V336M322 160Q326 226 300 246');
  const pockets = bottom.jeans
    ? mirrored(seams('M346 160Q352 202 392 204') + stitches('M341 162Q346 208 390 212'))
    : mirrored(seams('M362 162L388 226'));
  const crease = bottom.jeans
    ? mirrored(stitches(`M${hemIn + 4} ${hemY - 12}Q${(hemIn + hemOut) / 2} ${hemY} ${hemOut - 4} ${hemY - 14}`)) + mirrored(seams('M330 300q24 12 50 6M318 352q12 8 26 8', { opacity: 0.5 }))
    : mirrored(seams(`M356 240Q362 460 ${(hemIn + hemOut) / 2} ${hemY}`, { opacity: 0.5 }));
  const ribs = bottom.pattern ? seams(repeat(30, (i) => `M${160 + i * 10} 150V690`), { opacity: 0.2 }) : '';
  const loops = mirrored(path('M338 118h10v42h-10Z', { fill: ink.light, 'stroke-width': 1.8 }));
  return [
    cloth(body, ink.cloth),
    within(body, volume + ribs),
    path(body, { fill: 'none' }),
    cloth(waist, ink.light),
    bottom.pattern ? seams('M272 140q-14 60 -8 84M328 140q14 60 8 84', { 'stroke-width': 3 }) : fly + pockets + loops + dots([[300, 140]], 6, ink.shade),
    crease,
  ].join('');
}

export function drawSkirt(skirt: Skirt, ink: Ink): string {
  const half = { aline: 166, pleated: 158, pencil: 104 }[skirt.cut];
  const side: Step = skirt.cut === 'pencil' ? [412, 340, 412, 480, 300 + half, skirt.hem] : [404, 300, 300 + half - 22, skirt.hem - 120, 300 + half, skirt.hem];
  const body = symmetric([300, 176], [[338, 176, 370, 170], [386, 220, 392, 250], side, [380, skirt.hem + 26, 300, skirt.hem + 26]]);
  const waist = symmetric([300, 176], [[338, 176, 370, 170], [376, 204], [340, 212, 300, 212]]);
  const spread = (i: number, of: number) => (i / (of - 1) - 0.5) * 2;
  const pleats = repeat(11, (i) => {
    const at = spread(i + 1, 13);
    return `M${300 + at * 80} 214Q${300 + at * 96} 380 ${300 + at * half} ${skirt.hem + 18}`;
  });
  const shadows = repeat(5, (i) => {
    const at = spread(i, 5) * 0.8 + 0.06;
    return `M${300 + at * 78} 214Q${300 + at * 96} 380 ${300 + at * half} ${skirt.hem + 30}H${300 + at * half + 20}Q${300 + at * 96 + 8} 380 ${300 + at * 78 + 4} 214Z`;
  });
  const check =
    seams(repeat(9, (i) => `M${110 + i * 48} 180V700`) + repeat(10, (i) => `M100 ${236 + i * 48}H500`), { 'stroke-width': 8, opacity: 0.2 }) +
    seams(repeat(9, (i) => `M${128 + i * 48} 180V700`) + repeat(10, (i) => `M100 ${254 + i * 48}H500`), { 'stroke-width': 1.8, opacity: 0.3 });
  const volume = path(`M366 210Q372 420 ${300 + half - 44} ${skirt.hem + 40}H520V180Z`, { fill: ink.shade, stroke: 'none', opacity: 0.5 });
  const detail = {
    aline: dots([[300, 240], [300, 292], [300, 344], [300, 396], [300, 448]], 6, ink.light) + seams(`M286 214V${skirt.hem + 24}M314 214V${skirt.hem + 24}`, { opacity: 0.7 }),
    pleated: seams(pleats, { opacity: 0.7 }),
    pencil: seams(`M300 214V${skirt.hem + 20}M300 ${skirt.hem - 70}l16 94M262 214q2 40 -4 62M338 214q-2 40 4 62`),
  }[skirt.cut];
  return [
    cloth(body, ink.cloth),
    within(body, (skirt.cut === 'pleated' ? path(shadows, { fill: ink.shade, stroke: 'none', opacity: 0.8 }) : volume) + (skirt.pattern ? check : '')),
    path(body, { fill: 'none' }),
    detail,
    cloth(waist, ink.light),
    skirt.cut === 'pleated' ? '' : stitches(`M${300 - half + 10} ${skirt.hem - 6}Q300 ${skirt.hem + 26} ${300 + half - 10} ${skirt.hem - 6}`),
  ].join('');
}

function flowers(ink: Ink): string {
  const places: [number, number][] = [];
  for (let row = 0; row < 9; row += 1)
    for (let column = 0; column < 6; column += 1) places.push([150 + column * 62 + (row % 2) * 31, 236 + row * 54]);
  return places
    .map(([x, y], i) => `<g transform="translate(${x} ${y}) rotate(${(i * 47) % 360})">${path('M0 -10q7 -5 7 3q8 1 2 7q1 8 -6 4q-5 6 -8 -2q-8 -1 -3 -7q-2 -8 8 -5Z', { fill: ink.light, stroke: 'none', opacity: 0.95 })}<circle r="2.6" fill="${ink.line}" stroke="none" opacity=".7"/></g>`)
    .join('');
}

const dresses: Record<Dress['cut'], { start: [number, number]; top: Step[]; hem: number; half: number }> = {
  slip: { start: [300, 236], top: [[330, 226, 352, 186], [372, 236, 382, 276]], hem: 664, half: 132 },
  shirt: { start: [300, 200], top: [[332, 192, 350, 162], [410, 196], [402, 250, 404, 312]], hem: 652, half: 144 },
  knit: { start: [300, 196], top: [[334, 192, 352, 162], [406, 194], [398, 250, 396, 310]], hem: 650, half: 104 },
  tea: { start: [300, 262], top: [[332, 226, 352, 162], [408, 194], [396, 250, 392, 310]], hem: 656, half: 162 },
};

function dressSleeves(dress: Dress, ink: Ink): string {
  if (dress.cut === 'slip') return mirrored(seams('M352 188Q352 150 338 112', { 'stroke-width': 4 }));
  const long = dress.cut !== 'tea';
  const d = long
    ? 'M386 184Q436 200 452 262C472 350 482 420 486 508Q464 522 440 514C434 430 424 380 400 306Z'
    : 'M386 184Q446 198 474 262Q494 306 484 334Q450 352 418 340Q410 320 396 300Z';
  return mirrored(cloth(d, ink.cloth) + (long ? seams('M483 480Q462 492 440 488') : seams('M486 318Q452 334 416 324')));
}

export function drawDress(dress: Dress, ink: Ink): string {
  const { start, top, hem, half } = dresses[dress.cut];
  const waist: Step[] = dress.cut === 'knit' ? [[384, 440, 400, 560, 300 + half, hem]] : [[372, 380, 366, 398], [392, 480, 300 + half - 14, hem - 90, 300 + half, hem]];
  const body = symmetric(start, [...top, ...waist, [380, hem + 22, 300, hem + 22]]);
  const volume = path(`M366 200Q342 400 ${300 + half - 46} ${hem + 30}H520V170Z`, { fill: ink.shade, stroke: 'none', opacity: 0.5 });
  const rib = seams(repeat(26, (i) => `M${130 + i * 13.6} 160V690`), { opacity: 0.22 });
  const folds = `M328 408Q336 520 ${300 + half * 0.5} ${hem + 8}M272 408Q264 520 ${300 - half * 0.5} ${hem + 8}M300 430V${hem - 40}`;
  const neck = {
    slip: seams('M300 236Q330 226 352 186M300 236Q270 226 248 186', { 'stroke-width': 3 }),
    shirt: mirrored(cloth('M300 200Q330 182 350 160l14 8q0 40 -20 70q-22 -12 -44 -38Z', ink.light)) + seams(`M300 204V${hem + 20}`) + dots([[300, 236], [300, 284], [300, 332], [300, 446], [300, 500]], 5, ink.light),
    knit: cloth(symmetric([300, 122], [[334, 122, 348, 128], [346, 150, 354, 172], [330, 192, 300, 192]]), ink.light) + seams('M254 142Q300 158 346 142'),
    tea: seams('M300 262Q332 226 352 162M300 262Q268 226 248 162', { 'stroke-width': 3 }) + seams('M300 262l22 36M300 300l-14 26'),
  }[dress.cut];
  const back = dress.cut === 'slip' || dress.cut === 'knit' ? '' : cloth(symmetric([300, 150], [[334, 150, 352, 162], [340, 230, 300, 266]]), ink.shade);
  const belt = dress.cut === 'knit' || dress.cut === 'slip' ? '' : cloth(symmetric([300, 388], [[340, 388, 370, 380], [370, 404], [340, 414, 300, 414]]), ink.shade);
  return [
    back,
    dressSleeves(dress, ink),
    cloth(body, ink.cloth),
    within(body, volume + (dress.pattern === 'flowers' ? flowers(ink) : '') + (dress.pattern === 'rib' ? rib : '')),
    path(body, { fill: 'none' }),
    dress.cut === 'knit' ? '' : seams(folds, { opacity: 0.55 }),
    neck,
    belt,
  ].join('');
}
