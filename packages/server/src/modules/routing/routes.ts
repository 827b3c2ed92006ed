import { routesFor } from '../../http/routes';

const notBuilt = async (): Promise<never> => {
  throw new Error('not built yet');
};
export const routes = routesFor('routing', {
  'routing.findNearbyStores': notBuilt,
  'routing.skuAvailability': notBuilt,
});
