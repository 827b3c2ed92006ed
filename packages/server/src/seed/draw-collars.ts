import { cloth, mirrored, outline, repeat, seams, symmetric } from './drawing';
import type { Ink } from './palette';

export type Neck = 'crew' | 'v' | 'turtle' | 'shirt' | 'lapel' | 'hood' | 'stand' | 'boat';

/** The inside of the back that shows through the neck opening. */
export function drawInside(neck: Neck, ink: Ink): string {
  if (neck === 'turtle' || neck === 'stand') return '';
  const shape =
    neck === 'hood'
      ? '300 108Q372 112 376 196Q350 240 300 240'
      : '300 160Q334 160 356 172Q350 200 338 300Q330 340 300 344';
  return cloth(symmetric(shape), ink.shade);
}

/** A folded collar: also that of a shirt dress. */
export const shirtCollar = (ink: Ink): string =>
  cloth(symmetric('300 160Q330 158 350 166Q346 190 300 204'), ink.shade) +
  mirrored(cloth(outline('300 206Q330 186 350 166L364 172Q364 214 346 246Q324 234 300 206'), ink.light));

const turtle = (ink: Ink): string =>
  cloth(symmetric('300 128Q334 128 348 134Q346 160 356 184Q330 204 300 204'), ink.light) +
  seams('M254 152Q300 168 346 152') +
  seams(
    repeat(8, (i) => `M${262 + i * 11} 158v36`),
    { opacity: 0.45 },
  );

const lapel = (ink: Ink): string =>
  mirrored(
    cloth(
      outline('300 330Q318 250 346 168L368 176Q372 210 386 236L366 246L374 262Q340 310 300 330'),
      ink.light,
    ) + seams('M366 246Q346 232 338 204'),
  );

const hood = (ink: Ink): string =>
  mirrored(
    cloth(outline('300 226Q330 200 330 130Q352 112 374 150Q392 190 378 214Q342 250 300 256'), ink.light) +
      seams('M322 236q6 50 2 84', { 'stroke-width': 3.4 }),
  );

const stand = (ink: Ink): string =>
  cloth(symmetric('300 142Q334 140 354 148Q350 170 358 184Q334 206 300 208'), ink.light) +
  seams('M300 146V206');

const collars: Record<Neck, (ink: Ink) => string> = {
  crew: (ink) => cloth(symmetric('300 214Q338 214 356 172L368 178Q350 232 300 232'), ink.light),
  v: (ink) => cloth(symmetric('300 290Q330 240 352 170L366 176Q344 256 300 314'), ink.light),
  boat: () => seams('M228 180Q300 226 372 180'),
  shirt: shirtCollar,
  turtle,
  lapel,
  hood,
  stand,
};
export const drawCollar = (neck: Neck, ink: Ink): string => collars[neck](ink);
