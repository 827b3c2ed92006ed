import { routesFor } from '../../http/routes';
import { logIn, logOut, showMe, startLogin } from './log-in';
import { signPage } from './sign-page';

export const routes = routesFor('staff', {
  'staff.startLogin': startLogin,
  'staff.login': logIn,
  'staff.me': showMe,
  'staff.logout': logOut,
  'staff.signPage': signPage,
});
