import { routesFor } from '../../http/routes';
import { getCustomer } from './get-customer';
import { listTimeline } from './list-timeline';
import { openMember } from './open-member';
import { recordScriptSent } from './record-script-sent';
import { suggestScripts } from './suggest-scripts';

export const routes = routesFor('guides', {
  'guides.getCustomer': getCustomer,
  'guides.openMember': openMember,
  'guides.listTimeline': listTimeline,
  'guides.suggestScripts': suggestScripts,
  'guides.recordScriptSent': recordScriptSent,
});
