/** Drawing by hand in SVG, on a sheet of 600 × 750 whose middle is x = 300. */
export const SHEET = { width: 600, height: 750, middle: 300 };

/** A step of an outline: a line to a point, or a curve through one or two handles to it. */
export type Step = [number, number] | [number, number, number, number] | [number, number, number, number, number, number];

const command = (step: Step): string => `${{ 2: 'L', 4: 'Q', 6: 'C' }[step.length]}${step.join(' ')}`;
const flip = (x: number): number => 2 * SHEET.middle - x;

/** From the middle at the top down the right side to the middle at the bottom, and up the left side the same way. */
export function symmetric(start: [number, number], right: Step[]): string {
  const ends = [start, ...right.map((step) => step.slice(-2) as [number, number])];
  const left = right.map((step, i): Step => {
    const handles = step.slice(0, -2);
    const turned: number[] = [];
    for (let at = handles.length - 2; at >= 0; at -= 2) turned.push(flip(handles[at] ?? 0), handles[at + 1] ?? 0);
    const [x, y] = ends[i] ?? start;
    return [...turned, flip(x), y] as Step;
  });
  return `M${start.join(' ')}${right.map(command).join('')}${left.reverse().map(command).join('')}Z`;
}

export const outline = (start: [number, number], steps: Step[]): string =>
  `M${start.join(' ')}${steps.map(command).join('')}Z`;

export const mirrored = (svg: string): string =>
  `${svg}<g transform="translate(${2 * SHEET.middle} 0) scale(-1 1)">${svg}</g>`;

const attributes = (given: Record<string, string | number>): string =>
  Object.entries(given)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('');

export const path = (d: string, given: Record<string, string | number> = {}): string =>
  `<path d="${d}"${attributes(given)}/>`;

/** Filled cloth with its line around it. */
export const cloth = (d: string, fill: string): string => path(d, { fill });

/** Fine inner lines: seams, folds, ribs. */
export const seams = (d: string, given: Record<string, string | number> = {}): string =>
  path(d, { fill: 'none', 'stroke-width': 2, ...given });
/** A sewn line. */
export const stitches = (d: string): string =>
  seams(d, { 'stroke-width': 1.6, 'stroke-dasharray': '7 5', opacity: 0.75 });

export const dots = (places: [number, number][], radius: number, fill: string): string =>
  places.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}" stroke-width="1.8"/>`).join('');

let clips = 0;
/** `inside` is seen only within the outline `d`. */
export function within(d: string, inside: string): string {
  clips += 1;
  return `<clipPath id="k${clips}">${`<path d="${d}"/>`}</clipPath><g clip-path="url(#k${clips})">${inside}</g>`;
}
/** Every sheet numbers its own cut-outs, so that drawing again gives the same file. */
export const newSheet = (): void => {
  clips = 0;
};

/** Parallel lines: `count` of them, each `step` further than the last. */
export const repeat = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('');
