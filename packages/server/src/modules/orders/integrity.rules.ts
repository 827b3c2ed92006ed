import type { Service } from '../routing';
import type { Order } from './order.model';
import type { OrderStatus } from './order.rules';

export type Served = Pick<Service, 'state' | 'hop' | 'locationId' | 'holdId'>;

const SEARCHING: readonly Service['state'][] = ['rerouting', 'stuck'];
/** Where routing may be for each state of an order whose goods are kept. */
const FITTING: Record<OrderStatus, readonly Service['state'][]> = {
  pending_payment: [],
  paid: ['offered', ...SEARCHING],
  accepted: ['accepted', 'picking'],
  ready: ['ready'],
  handed_over: ['handed_over'],
  shipped: ['shipped'],
  completed: ['shipped'],
  cancelled: ['closed'],
  refunding: ['closed', 'handed_over', 'shipped'],
  refunded: ['closed', 'handed_over', 'shipped'],
};

/** Every way in which an order disagrees with itself or with who serves it; empty when all is right, at rest. */
export function orderErrors(order: Order, served: Served | null): string[] {
  return [
    ...lineErrors(order),
    ...timeErrors(order),
    ...(order.stockKeptAt ? serviceErrors(order, served) : []),
  ];
}

const MAY_HAVE_GIVEN_OUT: readonly OrderStatus[] = ['ready', 'handed_over', 'refunded'];

function lineErrors({ status, lines }: Order): string[] {
  const out = lines.filter((line) => line.handedOver);
  const waiting = lines.filter((line) => !line.handedOver && !line.removed);
  return [
    ...(out.length > 0 && !MAY_HAVE_GIVEN_OUT.includes(status) ? [`${status} with lines handed over`] : []),
    ...(status === 'handed_over' && waiting.length > 0 ? ['handed over with lines that wait'] : []),
    ...(status === 'ready' && waiting.length === 0 ? ['ready with nothing left to hand over'] : []),
    ...out.filter((line) => line.removed).map(({ lineNo }) => `line ${lineNo} handed over and taken off`),
  ];
}

const timeErrors = ({ status, handedOverAt, shippedAt, tracking }: Order): string[] => [
  ...(status === 'handed_over' && !handedOverAt ? ['handed over at no time'] : []),
  ...((status === 'shipped' || status === 'completed') && !(shippedAt && tracking)
    ? ['shipped as no parcel']
    : []),
  ...(handedOverAt && shippedAt ? ['handed over and shipped'] : []),
];

function serviceErrors(order: Order, served: Served | null): string[] {
  if (!served) return ['nobody was asked to serve it'];
  const { state } = served;
  const fits = FITTING[order.status].includes(state) ? [] : [`${order.status}, and routing is ${state}`];
  if (order.status !== 'accepted' && order.status !== 'ready' && state !== 'offered') return fits;
  const isSame =
    served.hop === order.routeHop && served.locationId === order.locationId && served.holdId === order.holdId;
  return isSame ? fits : [...fits, `its goods are at ${order.locationId}, and ${served.locationId} is asked`];
}
