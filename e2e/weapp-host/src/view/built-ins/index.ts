import type { BuiltIn } from '../node';
import { buttons } from './buttons';
import { choices } from './choices';
import { containers } from './containers';
import { drawings } from './drawings';
import { fields } from './fields';
import { media } from './media';
import { movables } from './movables';
import { pickers } from './pickers';
import { scrolling } from './scroll-view';
import { swipers } from './swiper';
import { texts } from './texts';

/** Tag → how it is drawn. A tag of `EMULATED_TAGS` without an entry is a plain box. */
export const builtIns: Record<string, BuiltIn | undefined> = {
  ...containers,
  ...texts,
  ...buttons,
  ...fields,
  ...media,
  ...drawings,
  ...scrolling,
  ...swipers,
  ...choices,
  ...pickers,
  ...movables,
};
