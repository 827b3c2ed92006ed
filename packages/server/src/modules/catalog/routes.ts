import { routesFor } from '../../http/routes';
import { suggest } from './search-goods';
import { getProduct, listProducts, showHome } from './show-goods';

export const routes = routesFor('catalog', {
  'catalog.home': showHome,
  'catalog.listProducts': listProducts,
  'catalog.getProduct': getProduct,
  'catalog.suggest': suggest,
});
