import type { ViewEvent } from '../render-ops';
import { dispatchViewEvent, plainTarget } from './events';
import type { Router } from './router';
import type { ServiceState } from './state';
import type { Wx } from './wx';
import type { Api, Options } from './wx/call';
import type { Asking } from './wx/person';

type Parts = { router: Router; asking: Asking; wx: Wx };

/** What the view tells: events of nodes, of a page as a whole and of the phone. */
export function listenToView(state: ServiceState, parts: Parts): void {
  listenToPages(state, parts);
  listenToPhone(state, parts);
}

function listenToPages({ channel }: ServiceState, { router, asking, wx }: Parts): void {
  channel.on<ViewEvent>('event', (event) => {
    if (event.type === 'tap') asking.noteTap();
    const page = router.find(event.pageId);
    if (page !== undefined) dispatchViewEvent(page.context, event);
  });
  channel.on<{ pageId: number; name: string; value: unknown }>('pageEvent', ({ pageId, name, value }) =>
    router.find(pageId)?.call(name, value),
  );
  channel.on<{ api: string; options: Options }>('route', async ({ api, options }) => {
    const { errMsg } = (await (wx[api] as Api)(options)) as { errMsg: string };
    return { errMsg };
  });
  channel.on<{ pageId: number; node: number }>('share', async ({ pageId, node }) => {
    const page = router.find(pageId);
    const button = page?.context.nodes.get(node)?.__wxElement;
    const target = button === undefined ? undefined : plainTarget(button);
    const card = await page?.call('onShareAppMessage', { from: 'button', target });
    await asking.ask('shareAppMessage', { ...(card as object | undefined) });
  });
}

function listenToPhone(
  { channel, config, launch, listeners }: ServiceState,
  { router, asking }: Parts,
): void {
  channel.on<string>('tabTapped', (pagePath) => {
    const tabs = config.app.tabBar?.list ?? [];
    const index = tabs.findIndex((tab) => tab.pagePath === pagePath);
    router.switchTab(`/${pagePath}`);
    router.top.call('onTabItemTap', { index, pagePath, text: tabs[index]?.text });
  });
  channel.on<null>('backTapped', () => router.navigateBack());
  channel.on<null>('goHome', () => router.reLaunch(`/${config.app.entryPagePath ?? config.pages[0]}`));
  channel.on<{ hidden: boolean }>('appVisibility', ({ hidden }) => {
    if (hidden) router.top.hide();
    listeners.emit(hidden ? 'AppHide' : 'AppShow', launch);
    if (!hidden) router.top.show();
  });
  channel.on<null>('privacyAgreed', () => asking.agree());
  channel.on<Parameters<Asking['ask']>>('askPerson', (parameters) => asking.ask(...parameters));
}
