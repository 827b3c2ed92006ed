import type { Router } from '../router';

type Caller = { createSelectorQuery(): unknown; createIntersectionObserver(options: object): unknown };

/** Queries of the page on top; glass-easel makes them, the answers come from the view. */
export function queryApis(router: Router) {
  const top = () => router.top.caller as unknown as Caller;
  return {
    createSelectorQuery: () => top().createSelectorQuery(),
    createIntersectionObserver: (component: Caller | undefined, options: object = {}) =>
      (component ?? top()).createIntersectionObserver(options),
  };
}
