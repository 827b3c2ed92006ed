import { routesFor } from '../../http/routes';

const notBuilt = async (): Promise<never> => {
  throw new Error('not built yet');
};
export const routes = routesFor('catalog', {
  'catalog.home': notBuilt,
  'catalog.listProducts': notBuilt,
  'catalog.getProduct': notBuilt,
});
