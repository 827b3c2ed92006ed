import { join } from 'node:path';

/** The hand-written mini-program of the tests. */
export const SHOP = join(__dirname, '..', 'fixtures', 'shop');
/** One page for each family of built-ins. */
export const GALLERY = join(__dirname, '..', 'fixtures', 'gallery');
/** The compiled mini-program of this repository. */
export const WEAPP = join(__dirname, '..', '..', '..', 'packages', 'miniapp', 'dist', 'weapp');
/** Pages with NutUI's components, compiled by Taro; `scripts/lib/build.mjs` builds it. */
export const NUTUI = join(__dirname, '..', 'fixtures', 'nutui-demo', 'dist');
