import { routesFor } from '../../http/routes';

const notBuilt = async (): Promise<never> => {
  throw new Error('not built yet');
};
export const routes = routesFor('orders', {
  'orders.quote': notBuilt,
  'orders.place': notBuilt,
  'orders.pay': notBuilt,
  'orders.confirmPayment': notBuilt,
  'orders.get': notBuilt,
  'orders.list': notBuilt,
  'orders.cancel': notBuilt,
  'orders.refund': notBuilt,
});
