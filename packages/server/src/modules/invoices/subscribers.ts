import { subscriber } from '../../kernel/work';
import type { Work } from '../../kernel/work';
import * as aftersale from '../aftersale';
import * as identity from '../identity';
import * as orders from '../orders';
import { giveInvoices } from './invoice.model';
import { followMoney } from './request-invoice';

export const work: Work = {
  jobs: [],
  runners: [],
  subscribers: [
    subscriber('invoices.follow-refunding', orders.orderRefunding, followMoney),
    subscriber('invoices.follow-lines', orders.orderLinesRemoved, followMoney),
    subscriber('invoices.follow-money', orders.orderMoneyBack, followMoney),
    subscriber('invoices.follow-case', aftersale.aftersaleMoved, followMoney),
    subscriber('invoices.follow-moves', identity.recordsMoved, (ctx, { origins }) =>
      identity.followOrigins(ctx, origins, giveInvoices),
    ),
  ],
  chores: [],
};
