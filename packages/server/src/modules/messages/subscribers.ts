import { subscriber } from '../../kernel/work';
import type { Work } from '../../kernel/work';
import * as aftersale from '../aftersale';
import * as identity from '../identity';
import * as invoices from '../invoices';
import * as orders from '../orders';
import { giveMessages } from './message.model';
import { tellExpiring } from './tell-expiring';
import { tellCase, tellInvoice, tellMoneyBack, tellOrder } from './tell-order';

export const work: Work = {
  jobs: [],
  runners: [],
  subscribers: [
    subscriber('messages.tell-paid', orders.orderPaid, (ctx, news) => tellOrder(ctx, 'paid', news)),
    subscriber('messages.tell-ready', orders.orderReady, (ctx, news) => tellOrder(ctx, 'ready', news)),
    subscriber('messages.tell-moved', orders.orderMoved, (ctx, news) => tellOrder(ctx, 'moved', news)),
    subscriber('messages.tell-shipped', orders.orderShipped, (ctx, news) => tellOrder(ctx, 'shipped', news)),
    subscriber('messages.tell-cancelled', orders.orderCancelled, (ctx, news) =>
      tellOrder(ctx, 'cancelled', news),
    ),
    subscriber('messages.tell-refunding', orders.orderRefunding, (ctx, news) =>
      tellOrder(ctx, 'refunding', news),
    ),
    subscriber('messages.tell-money-back', orders.orderMoneyBack, tellMoneyBack),
    subscriber('messages.tell-case', aftersale.aftersaleMoved, tellCase),
    subscriber('messages.tell-invoice', invoices.invoiceAnswered, tellInvoice),
    subscriber('messages.follow-moves', identity.recordsMoved, (ctx, { origins }) =>
      identity.followOrigins(ctx, origins, giveMessages),
    ),
  ],
  chores: [{ name: 'messages.tellExpiring', everySeconds: 600, run: tellExpiring }],
};
