import { routesFor } from '../../http/routes';
import type { Webhook } from '../../http/routes';
import { bindPhone } from './bind-phone';
import { logIn, logOut, showMe } from './log-in';
import { receiveContactEvent } from './receive-contact-event';
import { setConsent } from './set-consent';

export const routes = routesFor('identity', {
  'identity.login': logIn,
  'identity.logout': logOut,
  'identity.me': showMe,
  'identity.bindPhone': bindPhone,
  'identity.setConsent': setConsent,
});
export const webhooks: Webhook[] = [{ name: 'wecom', path: '/webhooks/wecom', run: receiveContactEvent }];
