import { routesFor } from '../../http/routes';

const notBuilt = async (): Promise<never> => {
  throw new Error('not built yet');
};
export const routes = routesFor('pickup', {
  'pickup.showCode': notBuilt,
  'pickup.listQueue': notBuilt,
  'pickup.accept': notBuilt,
  'pickup.markReady': notBuilt,
  'pickup.checkCode': notBuilt,
  'pickup.redeem': notBuilt,
});
