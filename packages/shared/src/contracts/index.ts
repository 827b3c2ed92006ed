import { aftersale } from './aftersale';
import { audience } from './audience';
import { bookings } from './bookings';
import { catalog } from './catalog';
import { channels } from './channels';
import { coupons } from './coupons';
import { guides } from './guides';
import { identity } from './identity';
import { inventory } from './inventory';
import { invoices } from './invoices';
import { members } from './members';
import { messages } from './messages';
import { orders } from './orders';
import { payments } from './payments';
import { pickup } from './pickup';
import { privacy } from './privacy';
import { routing } from './routing';
import { shop } from './shop';
import { staff } from './staff';
import { stores } from './stores';

/** Every endpoint of the suite by name; the name is also the route, the log field, the metric label and the trace name. */
export const contracts = {
  ...staff,
  ...identity,
  ...catalog,
  ...stores,
  ...inventory,
  ...routing,
  ...coupons,
  ...members,
  ...payments,
  ...orders,
  ...pickup,
  ...aftersale,
  ...invoices,
  ...channels,
  ...shop,
  ...bookings,
  ...messages,
  ...audience,
  ...guides,
  ...privacy,
};
export type Contracts = typeof contracts;
