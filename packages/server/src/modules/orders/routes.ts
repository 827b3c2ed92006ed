import { routesFor } from '../../http/routes';
import { cancelOrder } from './cancel-order';
import { confirmReceipt } from './confirm-receipt';
import { confirmPayment, payOrder } from './pay-order';
import { placeOrder } from './place-order';
import { quoteOrder } from './quote-order';
import { getOrder, listOrders } from './read-orders';
import { refundOrder } from './refund-order';

export const routes = routesFor('orders', {
  'orders.quote': quoteOrder,
  'orders.place': placeOrder,
  'orders.pay': payOrder,
  'orders.confirmPayment': confirmPayment,
  'orders.get': getOrder,
  'orders.list': listOrders,
  'orders.cancel': cancelOrder,
  'orders.confirmReceipt': confirmReceipt,
  'orders.refund': refundOrder,
});
