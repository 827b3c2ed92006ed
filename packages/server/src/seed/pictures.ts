import { newSheet, silhouetteOf, withoutMarks } from './drawing';
import { drawGarment } from './drawings';
import { PRODUCTS, SHELVES, categoryImage, pictureOf } from './goods';
import { inkOf, mix } from './palette';
import type { ColourCode } from './palette';

const PAPER = '#fffdf9';

const sheet = (width: number, height: number, content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${withoutMarks(content)}</svg>\n`
    // Tenths of a unit are finer than any screen shows.
    .replace(/-?\d+\.\d{2,}/g, (number) => String(Math.round(Number(number) * 10) / 10));

const pencil = (line: string, content: string): string =>
  `<g stroke="${line}" stroke-width="3" stroke-linejoin="round" stroke-linecap="round">${content}</g>`;

/** The stage behind the goods: an arch, a sun or a hill, a shade lighter than the ground. */
function stage(ground: string, kind: number): string {
  const lit = mix(ground, PAPER, 0.55);
  const hill = mix(ground, '#1d2a24', 0.06);
  const shapes = [
    `<path d="M96 750V330a204 204 0 0 1 408 0V750Z" fill="${lit}"/>`,
    `<circle cx="300" cy="372" r="262" fill="${lit}"/>`,
    `<circle cx="424" cy="196" r="118" fill="${lit}"/><path d="M0 556Q150 470 316 540T600 500V750H0Z" fill="${hill}"/>`,
  ];
  return `<path d="M0 0H600V750H0Z" fill="${ground}"/>${shapes[kind % shapes.length]}`;
}

/** The goods lie a little above the ground: one soft shadow, drawn as three faint ones. */
function shadowOf(drawn: string): string {
  const shape = `<g id="d" transform="translate(6 12)">${silhouetteOf(drawn)}</g>`;
  const again = (x: number, y: number) => `<use href="#d" transform="translate(${x} ${y})"/>`;
  return `<g fill="#1d2a24" opacity=".05">${shape}${again(4, 8)}${again(8, 16)}</g>`;
}

function picture(productId: string, colour: ColourCode, kind: number): string {
  newSheet();
  const ink = inkOf(colour);
  const drawn = drawGarment(productId, ink);
  return sheet(600, 750, stage(ink.ground, kind) + shadowOf(drawn) + pencil(ink.line, drawn));
}

const SHOWN: Record<string, [string, ColourCode]> = {
  coats: ['P017', 'CAMEL'],
  knitwear: ['P007', 'GREEN'],
  tops: ['P001', 'BLUE'],
  shirts: ['P004', 'WHITE'],
  dresses: ['P011', 'WINE'],
  pants: ['P014', 'DENIM'],
  bags: ['P026', 'CAMEL'],
  accessories: ['P021', 'RUST'],
};

function categoryIcon(categoryId: string): string {
  newSheet();
  const [productId, colour] = SHOWN[categoryId] ?? ['P001', 'BLUE'];
  const ink = inkOf(colour);
  const drawn = pencil(ink.line, drawGarment(productId, ink)).replace('stroke-width="3"', 'stroke-width="5"');
  const ground = `<path d="M0 0H240V240H0Z" fill="${mix(ink.ground, PAPER, 0.3)}"/>`;
  return sheet(240, 240, `${ground}<g transform="translate(12 -15) scale(.36)">${drawn}</g>`);
}

/** Hung on the rail from `x`: by a hanger's hook, or (`hung` says at which height) by its own handle or loop. */
type Hung = { goods: [string, ColourCode]; x: number; scale: number; hung?: number };
type Banner = { file: string; ground: string; goods: Hung[] };
const BANNERS: Banner[] = [
  {
    file: 'banner-winter.svg',
    ground: '#d6ddd1',
    goods: [
      { goods: ['P021', 'RUST'], x: -26, scale: 0.56, hung: 150 },
      { goods: ['P018', 'GREEN'], x: 120, scale: 0.6 },
      { goods: ['P017', 'CAMEL'], x: 330, scale: 0.6 },
      { goods: ['P008', 'WINE'], x: 530, scale: 0.6 },
    ],
  },
  {
    file: 'banner-knit.svg',
    ground: '#ebe0cd',
    goods: [
      { goods: ['P009', 'NAVY'], x: -16, scale: 0.62 },
      { goods: ['P007', 'OAT'], x: 232, scale: 0.66 },
      { goods: ['P002', 'BLUE'], x: 500, scale: 0.62 },
    ],
  },
  {
    file: 'banner-pickup.svg',
    ground: '#dce5ea',
    goods: [
      { goods: ['P005', 'WHITE'], x: -20, scale: 0.6 },
      { goods: ['P014', 'DENIM'], x: 176, scale: 0.56 },
      { goods: ['P025', 'YELLOW'], x: 338, scale: 0.6, hung: 142 },
      { goods: ['P003', 'OLIVE'], x: 512, scale: 0.58 },
    ],
  },
];
const RAIL_Y = 46;
const HOOK_TOP = 74;

function hang({ goods: [productId, colour], x, scale, hung }: Hung): string {
  const ink = inkOf(colour);
  const drawn = pencil(ink.line, drawGarment(productId, ink));
  const hook =
    '<path d="M300 172V118C300 100 324 102 324 88S300 68 292 86" fill="none" stroke="#6b6458" stroke-width="5" stroke-linecap="round"/>';
  const y = RAIL_Y - (hung ?? HOOK_TOP) * scale;
  return `<g transform="translate(${x} ${y}) scale(${scale})">${hung === undefined ? hook : ''}${drawn}</g>`;
}

/** A rail of clothes before low hills, calm at the bottom, where the caption goes. */
function banner({ ground, goods }: Banner): string {
  newSheet();
  const hills =
    `<path d="M0 0H840V480H0Z" fill="${ground}"/><circle cx="420" cy="210" r="150" fill="${mix(ground, PAPER, 0.5)}"/>` +
    `<path d="M0 350Q120 260 270 330T560 310T840 340V480H0Z" fill="${mix(ground, '#3f614e', 0.14)}"/>` +
    `<path d="M0 420Q200 356 420 412T840 388V480H0Z" fill="${mix(ground, '#3f614e', 0.28)}"/>`;
  const rail = `<path d="M-10 ${RAIL_Y}H850" stroke="#a9855c" stroke-width="9"/><path d="M-10 ${RAIL_Y - 2.5}H850" stroke="#c9a77d" stroke-width="2.5"/>`;
  return sheet(840, 480, hills + rail + goods.map(hang).join(''));
}

/** Every picture of the demo shop by file name. */
export function drawAll(): Map<string, string> {
  const files = new Map<string, string>();
  PRODUCTS.forEach(({ productId, skus }, kind) => {
    const colours = new Set(skus.map((sku) => sku.skuId.split('-')[1] as ColourCode));
    for (const colour of colours) files.set(pictureOf(productId, colour), picture(productId, colour, kind));
  });
  for (const { categoryId } of SHELVES) files.set(categoryImage(categoryId), categoryIcon(categoryId));
  for (const one of BANNERS) files.set(one.file, banner(one));
  return files;
}
