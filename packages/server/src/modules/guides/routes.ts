import { routesFor } from '../../http/routes';

const notBuilt = async (): Promise<never> => {
  throw new Error('not built yet');
};
export const routes = routesFor('guides', {
  'guides.getCustomer': notBuilt,
  'guides.listTimeline': notBuilt,
  'guides.suggestScripts': notBuilt,
  'guides.recordScriptSent': notBuilt,
});
