import { routesFor } from '../../http/routes';
import { explainOrder } from './explain-order';
import { findNearbyStores } from './find-nearby-stores';
import { getPolicy, savePolicy } from './manage-policy';
import { listStuck, resolveStuck } from './resolve-stuck';
import { whatIf } from './run-what-if';
import { skuAvailability } from './sku-availability';

export const routes = routesFor('routing', {
  'routing.findNearbyStores': findNearbyStores,
  'routing.skuAvailability': skuAvailability,
  'routing.explain': explainOrder,
  'routing.listStuck': listStuck,
  'routing.resolveStuck': resolveStuck,
  'routing.getPolicy': getPolicy,
  'routing.savePolicy': savePolicy,
  'routing.whatIf': whatIf,
});
