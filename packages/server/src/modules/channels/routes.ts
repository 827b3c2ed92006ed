import { openRoute } from '../../http/open-api-v1';
import type { OpenApi, OpenRoute } from '../../http/open-api-v1';
import { routesFor } from '../../http/routes';
import type { Webhook } from '../../http/routes';
import { answerOffer, getOffer } from './answer-offer';
import { listItems, mapItem } from './manage-items';
import { clientOf, createApiKey, listApiKeys, noteUse, revokeApiKey } from './manage-keys';
import { listOrders, resolveOrder } from './manage-orders';
import { getPickupOffers, savePickupOffers } from './manage-policy';
import { cancelOrder, changeStock, getOrder, getStock, placeOrder, resolveMember } from './open-api';
import {
  Cancel,
  CardHolder,
  CardShown,
  NewOrder,
  Nothing,
  OpenOrder,
  Stock,
  StockAnswer,
  StockChange,
  StockQuery,
} from './open-api.schema';
import { webhooks as messages } from './webhook-messages';
import { offerPage } from './webhook-offer-page';

export const routes = routesFor('channels', {
  'channels.getOffer': getOffer,
  'channels.answerOffer': answerOffer,
  'channels.listItems': listItems,
  'channels.mapItem': mapItem,
  'channels.listOrders': listOrders,
  'channels.resolveOrder': resolveOrder,
  'channels.getPickupOffers': getPickupOffers,
  'channels.savePickupOffers': savePickupOffers,
  'channels.createApiKey': createApiKey,
  'channels.listApiKeys': listApiKeys,
  'channels.revokeApiKey': revokeApiKey,
});

/** The page of an offer is no webhook, but like one it lies outside the contracts. */
export const webhooks: Webhook[] = [...messages, offerPage];
/** What other systems may call, with a key of their own. */
const openRoutes: OpenRoute[] = [
  openRoute({
    name: 'open.placeOrder',
    method: 'POST',
    path: '/orders',
    scope: 'orders:write',
    summary: 'An order that was placed and paid elsewhere, or a receipt of a till, becomes one of ours',
    query: Nothing,
    body: NewOrder,
    output: OpenOrder,
    errors: ['PRODUCT_OFF_SHELF', 'OUT_OF_STOCK', 'REQUEST_REUSED'],
    run: placeOrder,
  }),
  openRoute({
    name: 'open.getOrder',
    method: 'GET',
    path: '/orders/:id',
    scope: 'orders:read',
    summary: 'One order of this key',
    query: Nothing,
    body: Nothing.optional(),
    output: OpenOrder,
    errors: [],
    run: getOrder,
  }),
  openRoute({
    name: 'open.cancelOrder',
    method: 'POST',
    path: '/orders/:id/cancel',
    scope: 'orders:write',
    summary: 'Ends an order whose goods have not left; the caller gives the money back',
    query: Nothing,
    body: Cancel,
    output: OpenOrder,
    errors: ['ORDER_NOT_CANCELLABLE'],
    run: cancelOrder,
  }),
  openRoute({
    name: 'open.getStock',
    method: 'GET',
    path: '/stock',
    scope: 'stock:read',
    summary: 'What a store (or WAREHOUSE) can still sell through the open API',
    query: StockQuery,
    body: Nothing.optional(),
    output: Stock,
    errors: [],
    run: getStock,
  }),
  openRoute({
    name: 'open.changeStock',
    method: 'POST',
    path: '/stock',
    scope: 'stock:write',
    summary: 'Pieces that came or went for a reason, or what is on hand of up to 500 SKUs',
    query: Nothing,
    body: StockChange,
    output: StockAnswer,
    errors: ['STOCK_TOO_FEW', 'REQUEST_REUSED'],
    run: changeStock,
  }),
  openRoute({
    name: 'open.resolveMember',
    method: 'POST',
    path: '/members/resolve',
    scope: 'members:read',
    summary:
      'Who shows this member code: their number, a name for the receipt, and the coupons this store takes',
    query: Nothing,
    body: CardShown,
    output: CardHolder,
    errors: [
      'MEMBER_CODE_UNKNOWN',
      'MEMBER_CODE_FOREIGN',
      'MEMBER_CODE_EXPIRED',
      'MEMBER_CODE_USED',
      'TOO_MANY_TRIES',
    ],
    answersAgain: true,
    run: resolveMember,
  }),
];

export const openApi: OpenApi = { routes: openRoutes, clientOf, noteUse };
