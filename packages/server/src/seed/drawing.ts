/** Drawing by hand in SVG, on a sheet of 600 × 750 whose middle is x = 300. */
const MIDDLE = 300;

let parts = 0;
const nextId = (kind: string): string => `${kind}${(parts += 1)}`;
/** Every sheet numbers its own parts, so that drawing again gives the same file. */
export const newSheet = (): void => {
  parts = 0;
};

type Step = { command: string; at: number[] };
const readSteps = (half: string): Step[] =>
  [...half.matchAll(/([LQC]?)([-\d. ]+)/g)].map(([, command = '', numbers = '']) => ({
    command,
    at: numbers.trim().split(/\s+/).map(Number),
  }));

/**
 * Down the right side as written (`300 122L374 118Q…`, from the middle at the top to the middle at the bottom), and up the
 * left side the same way.
 */
export function symmetric(half: string): string {
  const steps = readSteps(half);
  const left = steps.slice(1).map(({ command, at }, i) => {
    const from = steps[i]?.at.slice(-2) ?? [];
    const points = [...from, ...at.slice(0, -2)];
    const turned: number[] = [];
    for (let p = points.length - 2; p >= 0; p -= 2)
      turned.push(2 * MIDDLE - (points[p] ?? 0), points[p + 1] ?? 0);
    // The handles come in reverse order, the end of the mirrored step last.
    return command + turned.join(' ');
  });
  return `M${half}${left.reverse().join('')}Z`;
}

export const outline = (whole: string): string => `M${whole}Z`;

/** The same once more on the left. */
export function mirrored(svg: string): string {
  const id = nextId('m');
  return `<g id="${id}">${svg}</g><use href="#${id}" transform="translate(${2 * MIDDLE} 0) scale(-1 1)"/>`;
}

type Look = Record<string, string | number>;
const attributes = (look: Look): string =>
  Object.entries(look)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('');

export const path = (d: string, look: Look = {}): string => `<path d="${d}"${attributes(look)}/>`;
/** Filled cloth with its line around it. */
export const cloth = (d: string, fill: string): string => path(d, { fill });
/** An area without a line: shadow, stripe, print. */
export const area = (d: string, fill: string, opacity: number): string =>
  path(d, { fill, stroke: 'none', opacity });
/** Inner lines: seams, folds, ribs. */
export const seams = (d: string, look: Look = {}): string =>
  path(d, { fill: 'none', 'stroke-width': 2, ...look });
export const stitches = (d: string): string =>
  seams(d, { 'stroke-width': 1.6, 'stroke-dasharray': '7 5', opacity: 0.75 });

/** Buttons, rivets: one at each height. */
export const buttons = (x: number, heights: number[], look: { r: number; fill: string }): string =>
  heights
    .map((y) => `<circle cx="${x}" cy="${y}" r="${look.r}" fill="${look.fill}" stroke-width="1.8"/>`)
    .join('');

/** Marks around what lies on a piece of cloth, so that its shadow can do without; they never reach a file. */
const [ON, OFF] = ['\u0001', '\u0002'];
export const withoutMarks = (svg: string): string => svg.replaceAll(ON, '').replaceAll(OFF, '');

/** A piece of cloth with what is on it, cut along its edge. */
export function piece(d: string, fill: string, on: string): string {
  const id = nextId('k');
  const cut = `<clipPath id="${id}"><path d="${d}"/></clipPath><g clip-path="url(#${id})">${on}</g>`;
  return `${cloth(d, fill)}${ON}${cut}${OFF}${path(d, { fill: 'none' })}`;
}

export const repeat = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('');

/** A check of broad and fine lines over the whole sheet. */
export function check(look: Look = {}): string {
  const grid = (shift: number) =>
    repeat(9, (i) => `M${108 + shift + i * 48} 150V700`) +
    repeat(11, (i) => `M90 ${206 + shift + i * 48}H520`);
  return (
    seams(grid(0), { 'stroke-width': 8, opacity: 0.2, ...look }) +
    seams(grid(18), { 'stroke-width': 1.8, opacity: 0.32, ...look })
  );
}

/** Ribs of knitwear or corduroy over the whole sheet. */
export const ribbing = (look: Look = {}): string =>
  seams(
    repeat(34, (i) => `M${84 + i * 13} 120V710`),
    { opacity: 0.24, ...look },
  );

/** The brand's sign: an island with a young tree. */
export const island = (at: string, look: Look = {}): string =>
  `<g transform="${at}">${seams('M-42 28q42 -58 84 0M-32 28q32 -36 64 0M0 0v-34M-14 -14q14 -2 14 14q0 -16 14 -14', { 'stroke-width': 3, ...look })}</g>`;

/**
 * What a drawing covers, without its inside: its shadow on the ground. Small things and lines cast none.
 */
export function silhouetteOf(svg: string): string {
  const edges = svg
    .split(ON)
    .map((part) => part.split(OFF).at(-1))
    .join('');
  const kept =
    edges.match(/<\/?g[^>]*>|<use[^>]*>|<path[^>]*fill="#[^>]*>|<circle[^>]*r="[3-9]\d"[^>]*>/g) ?? [];
  return kept
    .join('')
    .replace(/ (fill|stroke|stroke-width|opacity)="[^"]*"/g, '')
    .replace(/id="|href="#/g, '$&s')
    .replace(/<g[^>]*><\/g>/g, '');
}
