import { routesFor } from '../../http/routes';
import { getProduct, listProducts, showHome } from './show-goods';

export const routes = routesFor('catalog', {
  'catalog.home': showHome,
  'catalog.listProducts': listProducts,
  'catalog.getProduct': getProduct,
});
