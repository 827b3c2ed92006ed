import { routesFor } from '../../http/routes';
import type { Webhook } from '../../http/routes';
import { bindPhone } from './bind-phone';
import { applyRules, dryRunRules, showRuleRun, showRules } from './change-rules';
import { join, previewSplit, split, undo } from './decide';
import { findCustomers, listQuarantined } from './find-customers';
import { logIn, logOut, showMe } from './log-in';
import { receiveContactEvent } from './receive-contact-event';
import { receiveFollowerEvent } from './receive-follower-event';
import { revealPhone } from './reveal-phone';
import { setConsent } from './set-consent';
import { showGraph, showWhy } from './show-graph';

export const routes = routesFor('identity', {
  'identity.login': logIn,
  'identity.logout': logOut,
  'identity.me': showMe,
  'identity.bindPhone': bindPhone,
  'identity.setConsent': setConsent,
  'identity.findCustomers': findCustomers,
  'identity.listQuarantined': listQuarantined,
  'identity.showGraph': showGraph,
  'identity.why': showWhy,
  'identity.previewSplit': previewSplit,
  'identity.split': split,
  'identity.join': join,
  'identity.undo': undo,
  'identity.revealPhone': revealPhone,
  'identity.showRules': showRules,
  'identity.dryRunRules': dryRunRules,
  'identity.applyRules': applyRules,
  'identity.showRuleRun': showRuleRun,
});
export const webhooks: Webhook[] = [
  { name: 'wecom', path: '/webhooks/wecom', run: receiveContactEvent },
  { name: 'official-account', path: '/webhooks/official-account', run: receiveFollowerEvent },
];
