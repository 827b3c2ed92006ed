import { routesFor } from '../../http/routes';
import { findNearbyStores } from './find-nearby-stores';
import { skuAvailability } from './sku-availability';

export const routes = routesFor('routing', {
  'routing.findNearbyStores': findNearbyStores,
  'routing.skuAvailability': skuAvailability,
});
