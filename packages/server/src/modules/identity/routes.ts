import { routesFor } from '../../http/routes';
import type { Webhook } from '../../http/routes';

const notBuilt = async (): Promise<never> => {
  throw new Error('not built yet');
};
export const routes = routesFor('identity', {
  'identity.login': notBuilt,
  'identity.logout': notBuilt,
  'identity.me': notBuilt,
  'identity.bindPhone': notBuilt,
  'identity.setConsent': notBuilt,
});
export const webhooks: Webhook[] = [];
