import { area, buttons, cloth, mirrored, outline, piece, repeat, seams, symmetric } from './drawing';
import { shirtCollar } from './draw-collars';
import type { Ink } from './palette';

export type Dress = { cut: 'shirt' | 'tea' };

/** A meadow of small flowers, each turned a little further than the last. */
function flowers(ink: Ink): string {
  const petals = area('M0 -10q7 -5 7 3q8 1 2 7q1 8 -6 4q-5 6 -8 -2q-8 -1 -3 -7q-2 -8 8 -5Z', ink.light, 0.95);
  const flower = `<g id="f">${petals}<circle r="2.6" fill="${ink.line}" stroke="none" opacity=".7"/></g>`;
  const at = (i: number) =>
    `translate(${150 + (i % 6) * 62 + (Math.floor(i / 6) % 2) * 31} ${236 + Math.floor(i / 6) * 54})`;
  return (
    `<defs>${flower}</defs>` +
    repeat(48, (i) => `<use href="#f" transform="${at(i)} rotate(${(i * 47) % 360})"/>`)
  );
}

type Cut = { bodice: string; hem: number; half: number; sleeve: string; cuff: string };
const CUTS: Record<Dress['cut'], Cut> = {
  shirt: {
    bodice: '300 200Q332 192 350 162L410 196Q402 250 404 312',
    hem: 652,
    half: 144,
    sleeve: '386 184Q436 200 452 262C472 350 482 420 486 508Q464 522 440 514C434 430 424 380 400 306',
    cuff: 'M483 480Q462 492 440 488',
  },
  tea: {
    bodice: '300 262Q332 226 352 162L408 194Q396 250 392 310',
    hem: 656,
    half: 162,
    sleeve: '386 184Q446 198 474 262Q494 306 484 334Q450 352 418 340Q410 320 396 300',
    cuff: 'M486 318Q452 334 416 324',
  },
};

export function drawDress({ cut }: Dress, ink: Ink): string {
  const { bodice, hem, half, sleeve, cuff } = CUTS[cut];
  const body = symmetric(
    `${bodice}Q372 380 366 398C392 480 ${286 + half} ${hem - 90} ${300 + half} ${hem}Q380 ${hem + 22} 300 ${hem + 22}`,
  );
  const volume = area(`M366 200Q342 400 ${254 + half} ${hem + 30}H520V170Z`, ink.shade, 0.5);
  const fold = (side: number) =>
    `M${300 + side * 28} 408Q${300 + side * 36} 520 ${300 + (side * half) / 2} ${hem + 8}`;
  const front =
    cut === 'shirt'
      ? shirtCollar(ink) +
        seams(`M300 208V${hem + 20}`) +
        buttons(300, [244, 290, 336, 446, 500], { r: 5, fill: ink.light })
      : seams('M300 262Q332 226 352 162M300 262Q268 226 248 162', { 'stroke-width': 3 }) +
        seams('M300 262l22 36M300 300l-14 26');
  const print = cut === 'tea' ? flowers(ink) : '';
  return [
    cloth(symmetric('300 150Q334 150 352 162Q340 230 300 266'), ink.shade),
    mirrored(piece(outline(sleeve), ink.cloth, print.replace(/<defs>.*<\/defs>/, '')) + seams(cuff)),
    piece(body, ink.cloth, volume + print),
    seams(`${fold(1)}${fold(-1)}M300 430V${hem - 40}`, { opacity: 0.55 }),
    front,
    cloth(symmetric('300 388Q340 388 370 380L370 404Q340 414 300 414'), ink.shade),
  ].join('');
}
