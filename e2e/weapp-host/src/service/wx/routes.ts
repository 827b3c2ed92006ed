import type { Router } from '../router';
import type { ServiceState } from '../state';
import { asyncApi, requireString } from './call';
import type { Options } from './call';

/** https://developers.weixin.qq.com/miniprogram/dev/api/route/wx.navigateTo.html and its siblings. */
export function routeApis(state: ServiceState, router: Router) {
  const route = (name: string, go: (url: string) => void) =>
    asyncApi(state, name, (options) => go(requireString(options, 'url')));
  return {
    navigateTo: asyncApi(state, 'navigateTo', (options) => {
      const page = router.navigateTo(requireString(options, 'url'));
      listen(page.eventChannel, options);
      return { eventChannel: page.eventChannel };
    }),
    redirectTo: route('redirectTo', (url) => router.redirectTo(url)),
    reLaunch: route('reLaunch', (url) => router.reLaunch(url)),
    switchTab: route('switchTab', (url) => router.switchTab(url)),
    navigateBack: asyncApi(state, 'navigateBack', ({ delta }) => router.navigateBack(Number(delta ?? 1))),
  };
}

type Channel = { on(event: string, listener: (...values: unknown[]) => void): void };

function listen(channel: Channel, options: Options): void {
  const events = (options.events ?? {}) as Record<string, (...values: unknown[]) => void>;
  for (const [event, listener] of Object.entries(events)) channel.on(event, listener);
}
