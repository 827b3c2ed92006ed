import { routesFor } from '../../http/routes';

const notBuilt = async (): Promise<never> => {
  throw new Error('not built yet');
};
export const routes = routesFor('staff', {
  'staff.startLogin': notBuilt,
  'staff.login': notBuilt,
  'staff.me': notBuilt,
  'staff.logout': notBuilt,
  'staff.signPage': notBuilt,
});
