import { cloth, dots, mirrored, outline, path, repeat, seams, stitches, symmetric, within } from './drawing';
import type { Step } from './drawing';
import type { Ink } from './palette';

export type Top = {
  neck: 'crew' | 'v' | 'turtle' | 'shirt' | 'lapel' | 'hood' | 'stand' | 'boat';
  sleeve: 'short' | 'long' | 'wide' | 'none';
  /** Where the hem is, 470 (short jacket) … 690 (long coat). */
  hem: number;
  /** Half the width at the hem, 110 (slim) … 170 (wide). */
  half: number;
  front?: 'buttons' | 'double' | 'zip';
  pattern?: 'rib' | 'cable' | 'stripes' | 'check' | 'quilt' | 'pocket' | 'belt' | 'print' | 'argyle';
  /** Ribbed cuffs and hem. */
  ribbed?: boolean;
};

const SHOULDER: [number, number] = [414, 212];
const ARMPIT: [number, number] = [412, 338];

function sleeveSteps(top: Top): { d: string; cuff: string } | null {
  const cuffY = Math.min(top.hem - 24, 560);
  if (top.sleeve === 'none') return null;
  if (top.sleeve === 'short')
    return {
      d: outline([392, 200], [[440, 214, 462, 240], [512, 330], [494, 350, 452, 356], [412, 322]]),
      cuff: 'M502 318Q484 338 443 344',
    };
  const wide = top.sleeve === 'wide' ? 20 : 0;
  return {
    d: outline(
      [392, 200],
      [[446, 214, 460, 262], [486, 380, 500 + wide, 440, 506 + wide, cuffY], [484, cuffY + 14, 452 - wide / 2, cuffY + 8], [440, 440, 428, 400, 410, 322]],
    ),
    cuff: `M${504 + wide} ${cuffY - 30}Q480 ${cuffY - 18} ${450 - wide / 2} ${cuffY - 24}`,
  };
}

const neckSteps: Record<Top['neck'], { start: [number, number]; steps: Step[] }> = {
  crew: { start: [300, 214], steps: [[338, 214, 356, 172]] },
  boat: { start: [300, 200], steps: [[345, 200, 372, 180]] },
  v: { start: [300, 290], steps: [[330, 240, 352, 170]] },
  turtle: { start: [300, 192], steps: [[334, 192, 350, 178]] },
  shirt: { start: [300, 208], steps: [[332, 200, 350, 170]] },
  lapel: { start: [300, 330], steps: [[332, 250, 352, 168]] },
  hood: { start: [300, 220], steps: [[338, 214, 362, 174]] },
  stand: { start: [300, 196], steps: [[334, 194, 350, 172]] },
};

function bodyOutline(top: Top): string {
  const { start, steps } = neckSteps[top.neck];
  const hemX = 300 + top.half;
  const side: Step = [ARMPIT[0] - 2, 420, hemX - 6, top.hem - 90, hemX, top.hem];
  const shoulder: Step[] = [SHOULDER, [404, 270, ...ARMPIT]];
  return symmetric(start, [...steps, ...shoulder, side, [360, top.hem + 12, 300, top.hem + 12]]);
}

/** The inside of the back that shows through the neck opening. */
function behindNeck(top: Top, ink: Ink): string {
  const inner = cloth(symmetric([300, 160], [[334, 160, 356, 172], [350, 200, 338, 300], [330, 340, 300, 344]]), ink.shade);
  if (top.neck === 'hood') return cloth(symmetric([300, 108], [[372, 112, 376, 196], [350, 240, 300, 240]]), ink.shade);
  if (top.neck === 'turtle' || top.neck === 'stand') return '';
  return inner;
}

function ribs(top: Top): string {
  const cuffY = Math.min(top.hem - 24, 560);
  const hemX = 300 + top.half;
  const hemLine = seams(`M${600 - hemX + 3} ${top.hem - 34}Q300 ${top.hem - 20} ${hemX - 3} ${top.hem - 34}`);
  const hemRibs = repeat(15, (i) => {
    const x = 600 - hemX + 10 + (i * (2 * top.half - 20)) / 14;
    return `M${x} ${top.hem - 26}V${top.hem + 6}`;
  });
  const cuffRibs = repeat(5, (i) => `M${460 + i * 10} ${cuffY - 22}l1 28`);
  return hemLine + seams(hemRibs, { opacity: 0.55 }) + mirrored(seams(cuffRibs, { opacity: 0.55 }));
}

function collar(top: Top, ink: Ink): string {
  switch (top.neck) {
    case 'crew':
      return cloth(symmetric([300, 214], [[338, 214, 356, 172], [368, 178], [350, 232, 300, 232]]), ink.light);
    case 'boat':
      return seams('M228 180Q300 226 372 180');
    case 'v':
      return cloth(symmetric([300, 290], [[330, 240, 352, 170], [366, 176], [344, 256, 300, 314]]), ink.light);
    case 'turtle':
      return (
        cloth(symmetric([300, 128], [[334, 128, 348, 134], [346, 160, 356, 184], [330, 204, 300, 204]]), ink.light) +
        seams('M254 152Q300 168 346 152') +
        seams(repeat(8, (i) => `M${262 + i * 11} 158v36`), { opacity: 0.45 })
      );
    case 'shirt':
      return (
        cloth(symmetric([300, 160], [[330, 158, 350, 166], [346, 190, 300, 204]]), ink.shade) +
        mirrored(cloth(outline([300, 206], [[330, 186, 350, 166], [364, 172], [364, 214, 346, 246], [324, 234, 300, 206]]), ink.light))
      );
    case 'lapel':
      return mirrored(
        cloth(outline([300, 330], [[318, 250, 346, 168], [368, 176], [372, 210, 386, 236], [366, 246], [374, 262], [340, 310, 300, 330]]), ink.light) +
          seams('M366 246Q346 232 338 204'),
      );
    case 'hood':
      return mirrored(
        cloth(outline([300, 226], [[330, 200, 330, 130], [352, 112, 374, 150], [392, 190, 378, 214], [342, 250, 300, 256]]), ink.light) +
          seams('M322 236q6 50 2 84', { 'stroke-width': 3.4 }),
      );
    case 'stand':
      return cloth(symmetric([300, 142], [[334, 140, 354, 148], [350, 170, 358, 184], [334, 206, 300, 208]]), ink.light) + seams('M300 146V206');
  }
}

function front(top: Top, ink: Ink): string {
  const from = { v: 300, lapel: 340, shirt: 214, crew: 222, boat: 210, turtle: 210, hood: 250, stand: 206 }[top.neck];
  const length = top.hem + 8 - from;
  const rows = Math.max(3, Math.round(length / 66));
  const at = (i: number) => from + 22 + (i * (length - 60)) / (rows - 1);
  const column = (x: number): [number, number][] => Array.from({ length: rows }, (_, i) => [x, at(i)]);
  if (top.front === 'zip') return seams(`M300 ${from}V${top.hem + 10}`, { 'stroke-width': 4 });
  if (top.front === 'double')
    return seams(`M336 ${from - 30}Q342 ${from + 40} 342 ${top.hem + 8}`) + dots([...column(270), ...column(322)], 6.5, ink.shade);
  if (top.front === 'buttons')
    return seams(`M288 ${from}V${top.hem + 10}M312 ${from - 4}V${top.hem + 10}`, { opacity: 0.7 }) + dots(column(300), 5, ink.light);
  return '';
}

function weave(top: Top, ink: Ink): string {
  const line = { stroke: ink.line, opacity: 0.32, 'stroke-width': 2 };
  switch (top.pattern) {
    case 'rib':
      return seams(repeat(27, (i) => `M${118 + i * 14} 170V${top.hem + 20}`), { ...line, opacity: 0.24 });
    case 'cable':
      return [230, 300, 370]
        .map((x) =>
          seams(repeat(Math.ceil((top.hem - 250) / 44), (i) => `M${x - 13} ${246 + i * 44}q26 22 0 44M${x + 13} ${246 + i * 44}q-26 22 0 44`), { ...line, opacity: 0.5, 'stroke-width': 2.6 }),
        )
        .join('');
    case 'stripes':
      return path(repeat(9, (i) => `M100 ${262 + i * 40}H500V${276 + i * 40}H100Z`), { fill: ink.line, stroke: 'none', opacity: 0.62 });
    case 'check':
      return seams(repeat(8, (i) => `M${132 + i * 48} 160V700`) + repeat(11, (i) => `M90 ${206 + i * 48}H520`), { ...line, 'stroke-width': 7, opacity: 0.2 }) +
        seams(repeat(8, (i) => `M${150 + i * 48} 160V700`) + repeat(11, (i) => `M90 ${224 + i * 48}H520`), { ...line, 'stroke-width': 1.6, opacity: 0.3 });
    case 'quilt':
      return seams(repeat(8, (i) => `M110 ${262 + i * 54}Q205 ${276 + i * 54} 300 ${264 + i * 54}T490 ${262 + i * 54}`), { ...line, opacity: 0.6 });
    case 'argyle':
      return path(repeat(3, (i) => `M${210 + i * 90} 300l34 52l-34 52l-34 -52Z`) + repeat(3, (i) => `M${210 + i * 90} 412l34 52l-34 52l-34 -52Z`), { fill: ink.light, stroke: 'none', opacity: 0.8 }) +
        seams(repeat(6, (i) => `M${120 + i * 90} 300l-110 168M${30 + i * 90} 300l110 168`), { ...line, opacity: 0.3 });
    default:
      return '';
  }
}

function trimmings(top: Top, ink: Ink): string {
  switch (top.pattern) {
    case 'pocket':
      return cloth('M334 292h46v44q-23 12 -46 0Z', ink.cloth) + stitches('M338 300h38');
    case 'belt':
      return (
        cloth(`M${300 - top.half + 20} 432Q300 446 ${280 + top.half} 432v28Q300 474 ${300 - top.half + 20} 460Z`, ink.shade) +
        cloth('M284 436h34v34h-34Z', ink.light) +
        mirrored(seams(`M${340} 520l44 -8v30`))
      );
    case 'print':
      return seams('M258 372q42 -58 84 0M268 372q32 -36 64 0M300 344v-34M286 330q14 -2 14 14q0 -16 14 -14', { 'stroke-width': 3, stroke: ink.light === ink.cloth ? ink.line : ink.line, opacity: 0.8 });
    case 'quilt':
      return '';
    default:
      return top.front === 'double' || top.neck === 'lapel' ? mirrored(seams(`M336 ${Math.min(520, top.hem - 70)}l58 -6v12l-58 6Z`)) : '';
  }
}

/** Everything worn on the upper body, from a T-shirt to a coat. */
export function drawTop(top: Top, ink: Ink): string {
  const body = bodyOutline(top);
  const sleeve = sleeveSteps(top);
  const arm = sleeve
    ? mirrored(
        cloth(sleeve.d, ink.cloth) +
          within(sleeve.d, weave(top, ink) + path('M470 210Q540 400 520 620H560V210Z', { fill: ink.shade, stroke: 'none', opacity: 0.5 })) +
          path(sleeve.d, { fill: 'none' }) +
          (top.ribbed ? '' : seams(sleeve.cuff)),
      )
    : '';
  const volume = path(`M372 200Q352 420 ${300 + top.half - 34} ${top.hem + 20}H520V180Z`, { fill: ink.shade, stroke: 'none', opacity: 0.55 });
  const folds = seams(`M400 352Q388 380 366 396M206 372Q214 392 230 402M${300 + top.half - 22} ${top.hem - 70}q-10 30 -8 56`, { opacity: 0.5 });
  return [
    behindNeck(top, ink),
    arm,
    cloth(body, ink.cloth),
    within(body, volume + weave(top, ink)),
    path(body, { fill: 'none' }),
    folds,
    top.ribbed ? ribs(top) : stitches(`M${300 - top.half + 6} ${top.hem - 14}Q300 ${top.hem - 2} ${300 + top.half - 6} ${top.hem - 14}`),
    front(top, ink),
    trimmings(top, ink),
    collar(top, ink),
  ].join('');
}
