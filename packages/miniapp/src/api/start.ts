import { onNetworkChange } from '../platform/network';
import { nameTabs } from '../platform/tab-bar';
import { platformProblem } from '../platform/wechat';
import { showCartBadge } from './cart';
import { login, online } from './session';
import { createState } from './state';
import { followShopper, placeSettled } from './store-choice';
import { flushEvents, startTracking } from './tracking';

/** Set when the preview has no WeChat to talk to; pages then show it instead of themselves. */
export const startProblem = createState<string | null>(null);

/** What happens on every start, unseen: the member is logged in, a location granted before is followed. */
export function start(path: string): void {
  onNetworkChange((isOnline) => online.set(isOnline));
  startTracking();
  nameTabs();
  showCartBadge();
  void platformProblem().then((problem) => {
    startProblem.set(problem);
    if (problem !== null) return placeSettled.set(true);
    void login().then(flushEvents);
    void followShopper({ atHome: /^\/?(pages\/home\/index)?$/.test(path) });
  });
}
