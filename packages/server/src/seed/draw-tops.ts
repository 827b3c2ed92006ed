import {
  area,
  buttons,
  check,
  cloth,
  island,
  mirrored,
  outline,
  piece,
  repeat,
  ribbing,
  seams,
  stitches,
  symmetric,
} from './drawing';
import { drawCollar, drawInside } from './draw-collars';
import type { Neck } from './draw-collars';
import type { Ink } from './palette';

export type Top = {
  neck: Neck;
  sleeve: 'short' | 'long' | 'wide';
  /** Where the hem is: 530 (short jacket) … 670 (long coat). */
  hem: number;
  /** Half the width at the hem: 110 (slim) … 160 (wide). */
  half: number;
  front?: 'buttons' | 'double' | 'zip';
  pattern?: 'rib' | 'cable' | 'stripes' | 'check' | 'quilt' | 'argyle';
  extra?: 'pocket' | 'belt' | 'print' | 'flaps';
  /** Ribbed cuffs and hem. */
  ribbed?: boolean;
};

/** How the neck is cut into the body, and where a front opening begins. */
const NECKS: Record<Neck, { cut: string; front: number }> = {
  crew: { cut: '300 214Q338 214 356 172', front: 222 },
  boat: { cut: '300 200Q345 200 372 180', front: 210 },
  v: { cut: '300 290Q330 240 352 170', front: 300 },
  turtle: { cut: '300 192Q334 192 350 178', front: 210 },
  shirt: { cut: '300 208Q332 200 350 170', front: 214 },
  lapel: { cut: '300 330Q332 250 352 168', front: 340 },
  hood: { cut: '300 220Q338 214 362 174', front: 250 },
  stand: { cut: '300 196Q334 194 350 172', front: 206 },
};

const bodyOf = ({ neck, hem, half }: Top): string =>
  symmetric(
    `${NECKS[neck].cut}L414 212Q404 270 412 338C410 420 ${294 + half} ${hem - 90} ${300 + half} ${hem}Q360 ${hem + 12} 300 ${hem + 12}`,
  );

const cuffHeight = (top: Top): number => Math.min(top.hem - 24, 560);

function sleeveOf(top: Top): { d: string; cuff: string } {
  if (top.sleeve === 'short')
    return {
      d: outline('392 200Q440 214 462 240L512 330Q494 350 452 356L412 322'),
      cuff: 'M502 318Q484 338 443 344',
    };
  const y = cuffHeight(top);
  const [outer, inner] = top.sleeve === 'wide' ? [526, 442] : [506, 452];
  return {
    d: outline(
      `392 200Q446 214 460 262C486 380 ${outer - 6} 440 ${outer} ${y}Q484 ${y + 14} ${inner} ${y + 8}C440 440 428 400 410 322`,
    ),
    cuff: `M${outer - 2} ${y - 30}Q480 ${y - 18} ${inner - 2} ${y - 24}`,
  };
}

function ribs(top: Top): string {
  const y = cuffHeight(top);
  const { hem, half } = top;
  const waist = repeat(15, (i) => `M${310 - half + (i * (2 * half - 20)) / 14} ${hem - 26}V${hem + 6}`);
  const cuffs = repeat(5, (i) => `M${460 + i * 10} ${y - 22}l1 28`);
  return (
    seams(`M${303 - half} ${hem - 34}Q300 ${hem - 20} ${297 + half} ${hem - 34}`) +
    seams(waist, { opacity: 0.55 }) +
    mirrored(seams(cuffs, { opacity: 0.55 }))
  );
}

function drawFront(top: Top, ink: Ink): string {
  const from = NECKS[top.neck].front;
  const length = top.hem + 8 - from;
  const rows = Math.max(3, Math.round(length / 66));
  const heights = Array.from({ length: rows }, (_, i) => from + 22 + (i * (length - 60)) / (rows - 1));
  switch (top.front) {
    case 'zip':
      return seams(`M300 ${from}V${top.hem + 10}`, { 'stroke-width': 4 });
    case 'double': {
      const pair = { r: 6.5, fill: ink.shade };
      const edge = seams(`M336 ${from - 30}Q342 ${from + 40} 342 ${top.hem + 8}`);
      return edge + buttons(270, heights, pair) + buttons(322, heights, pair);
    }
    case 'buttons':
      return (
        seams(`M288 ${from}V${top.hem + 10}M312 ${from - 4}V${top.hem + 10}`, { opacity: 0.7 }) +
        buttons(300, heights, { r: 5, fill: ink.light })
      );
    default:
      return '';
  }
}

function cables(hem: number): string {
  const twist = (x: number, y: number) => `M${x - 13} ${y}q26 22 0 44M${x + 13} ${y}q-26 22 0 44`;
  const rows = Math.ceil((hem - 290) / 44);
  return repeat(3, (column) => repeat(rows, (row) => twist(230 + column * 70, 246 + row * 44)));
}

function patternOf({ pattern, hem }: Top, ink: Ink): string {
  const fine = { stroke: ink.line, opacity: 0.5 };
  switch (pattern) {
    case 'rib':
      return ribbing({ stroke: ink.line });
    case 'cable':
      return seams(cables(hem), { ...fine, 'stroke-width': 2.6 });
    case 'stripes':
      return area(
        repeat(9, (i) => `M60 ${262 + i * 40}H540V${276 + i * 40}H60Z`),
        ink.line,
        0.62,
      );
    case 'check':
      return check();
    case 'quilt':
      return seams(
        repeat(8, (i) => `M70 ${262 + i * 50}Q185 ${276 + i * 50} 300 ${264 + i * 50}T530 ${262 + i * 50}`),
        { opacity: 0.6 },
      );
    case 'argyle': {
      const rhomb = (x: number, y: number) => `M${x} ${y}l34 52l-34 52l-34 -52Z`;
      return (
        area(
          repeat(6, (i) => rhomb(210 + (i % 3) * 90, i < 3 ? 300 : 412)),
          ink.light,
          0.8,
        ) +
        seams(
          repeat(6, (i) => `M${120 + i * 90} 300l-110 168M${30 + i * 90} 300l110 168`),
          { ...fine, opacity: 0.3 },
        )
      );
    }
    default:
      return '';
  }
}

function extraOf({ extra, half, hem }: Top, ink: Ink): string {
  const flap = (y: number) => mirrored(seams(`M336 ${y}l58 -6v12l-58 6Z`));
  switch (extra) {
    case 'pocket':
      return cloth('M334 292h46v44q-23 12 -46 0Z', ink.cloth) + stitches('M338 300h38');
    case 'belt':
      return (
        cloth(`M${320 - half} 432Q300 446 ${280 + half} 432v28Q300 474 ${320 - half} 460Z`, ink.shade) +
        cloth('M284 436h34v34h-34Z', ink.light) +
        mirrored(seams('M340 520l44 -8v30'))
      );
    case 'print':
      return island('translate(300 344)', { opacity: 0.8 });
    case 'flaps':
      return flap(Math.min(520, hem - 70));
    default:
      return '';
  }
}

/** Everything worn on the upper body, from a T-shirt to a coat. */
export function drawTop(top: Top, ink: Ink): string {
  const { hem, half } = top;
  const sleeve = sleeveOf(top);
  const armShade = area('M470 210Q540 400 520 620H560V210Z', ink.shade, 0.5);
  const bodyShade = area(`M372 200Q352 420 ${266 + half} ${hem + 20}H520V180Z`, ink.shade, 0.55);
  const folds = `M400 352Q388 380 366 396M206 372Q214 392 230 402M${278 + half} ${hem - 70}q-10 30 -8 56`;
  const hemStitch = `M${306 - half} ${hem - 14}Q300 ${hem - 2} ${294 + half} ${hem - 14}`;
  return [
    drawInside(top.neck, ink),
    mirrored(
      piece(sleeve.d, ink.cloth, patternOf(top, ink) + armShade) + (top.ribbed ? '' : seams(sleeve.cuff)),
    ),
    piece(bodyOf(top), ink.cloth, bodyShade + patternOf(top, ink)),
    seams(folds, { opacity: 0.5 }),
    top.ribbed ? ribs(top) : stitches(hemStitch),
    drawFront(top, ink),
    extraOf(top, ink),
    drawCollar(top.neck, ink),
  ].join('');
}
