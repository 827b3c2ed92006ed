import { routesFor } from '../../http/routes';

const notBuilt = async (): Promise<never> => {
  throw new Error('not built yet');
};
export const routes = routesFor('stores', {
  'stores.get': notBuilt,
  'stores.resolveScene': notBuilt,
  'stores.makeSceneCode': notBuilt,
});
