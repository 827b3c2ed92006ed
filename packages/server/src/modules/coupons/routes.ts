import { routesFor } from '../../http/routes';

const notBuilt = async (): Promise<never> => {
  throw new Error('not built yet');
};
export const routes = routesFor('coupons', {
  'coupons.listOffers': notBuilt,
  'coupons.claim': notBuilt,
  'coupons.listMine': notBuilt,
});
