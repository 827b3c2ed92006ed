import { audience } from './audience';
import { catalog } from './catalog';
import { coupons } from './coupons';
import { guides } from './guides';
import { identity } from './identity';
import { orders } from './orders';
import { pickup } from './pickup';
import { routing } from './routing';
import { staff } from './staff';
import { stores } from './stores';

/** Every endpoint of the suite by name; the name is also the route, the log field, the metric label and the trace name. */
export const contracts = {
  ...staff,
  ...identity,
  ...catalog,
  ...stores,
  ...routing,
  ...coupons,
  ...orders,
  ...pickup,
  ...audience,
  ...guides,
};
export type Contracts = typeof contracts;
