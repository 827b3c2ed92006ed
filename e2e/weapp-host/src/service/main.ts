import { addGlobalErrorListener, addGlobalWarningListener, globalOptions } from 'glass-easel';
import { Channel } from '../channel';
import type { Message } from '../channel';
import type { ViewEvent } from '../render-ops';
import { automationOf } from './automation';
import { Definitions } from './definitions';
import type { LoadedProgram } from './definitions';
import { dispatchViewEvent, usePlainEvents } from './events';
import { closeRealm, openRealm } from './realm';
import type { Realm } from './realm';
import { Router } from './router';
import { createState } from './state';
import type { Boot, ServiceState } from './state';
import { createWx } from './wx';
import type { Wx } from './wx';
import type { Api, Options } from './wx/call';
import { Asking } from './wx/person';

type App = Record<string, unknown>;

const realm = openRealm();
const channel = new Channel(realm.post);
globalThis.addEventListener('message', (event) => channel.receive((event as MessageEvent<Message>).data));
usePlainEvents();
globalOptions.writeIdToDOM = true;

channel.on<Boot>('boot', (boot) => start(boot, realm));

/** Runs app.js and opens the first page. */
function start(boot: Boot, realm: Realm): void {
  const { loadScript, evaluate } = realm;
  const state = createState(boot, { channel, realm });
  watchErrors(state);
  loadScript('/program.js');
  const scope = globalThis as unknown as Record<string, unknown>;
  const program = scope.__program__ as LoadedProgram;
  closeRealm();
  const definitions = new Definitions(boot.config, program);
  const router = new Router(state, definitions);
  const asking = new Asking(state);
  const wx = createWx(state, { router, asking, boot });
  let app: App = {};
  const globals = {
    wx,
    App: (definition: App) => {
      app = definition;
    },
    getApp: () => app,
    getCurrentPages: () => router.stack.map((page) => page.caller),
    ...definitions.globals(),
  };
  Object.assign(scope, globals);
  listen(state, { router, asking, wx });
  automationOf({ state, router, wx, evaluate });
  definitions.require('app');
  launch(state, router, app);
}

function launch(state: ServiceState, router: Router, app: App): void {
  const { listeners, launch: options } = state;
  const call = (name: string, value: unknown) => {
    const method = app[name];
    if (typeof method === 'function') listeners.run(() => method.call(app, value) as unknown);
  };
  listeners.on('AppShow', (value: never) => call('onShow', value));
  listeners.on('AppHide', (value: never) => call('onHide', value));
  listeners.on('Error', (value: never) => call('onError', value));
  listeners.on('UnhandledRejection', (value: never) => call('onUnhandledRejection', value));
  call('onLaunch', options);
  listeners.emit('AppShow', options);
  router.launch(options.path, options.query);
}

/** What the view tells: events of nodes, of the page as a whole and of the phone. */
function listen(
  state: ServiceState,
  { router, asking, wx }: { router: Router; asking: Asking; wx: Wx },
): void {
  channel.on<ViewEvent>('event', (event) => {
    const page = router.find(event.pageId);
    if (page !== undefined) dispatchViewEvent(page.context, event);
  });
  channel.on<{ pageId: number; name: string; value: unknown }>('pageEvent', ({ pageId, name, value }) =>
    router.find(pageId)?.call(name, value),
  );
  channel.on<string>('tabTapped', (path) => {
    const index = state.config.app.tabBar?.list.findIndex(({ pagePath }) => pagePath === path) ?? -1;
    router.switchTab(`/${path}`);
    router.top.call('onTabItemTap', {
      index,
      pagePath: path,
      text: state.config.app.tabBar?.list[index]?.text,
    });
  });
  channel.on<null>('backTapped', () => router.navigateBack());
  channel.on<{ api: string; options: Options }>('route', async ({ api, options }) => {
    const { errMsg } = (await (wx[api] as Api)(options)) as { errMsg: string };
    return { errMsg };
  });
  channel.on<{ hidden: boolean }>('appVisibility', ({ hidden }) => {
    if (hidden) router.top.hide();
    state.listeners.emit(hidden ? 'AppHide' : 'AppShow', state.launch);
    if (!hidden) router.top.show();
  });
  channel.on<null>('privacyAgreed', () => asking.agree());
  channel.on<Parameters<Asking['ask']>>('askPerson', (parameters) => asking.ask(...parameters));
  channel.on<{ from: string; dataset: object; pageId: number }>('share', ({ pageId, from, dataset }) =>
    router.find(pageId)?.call('onShareAppMessage', { from, target: { dataset } }),
  );
}

function watchErrors({ listeners }: ServiceState): void {
  addGlobalWarningListener(() => false);
  addGlobalErrorListener((error) => {
    listeners.fail(error);
    return false;
  });
  globalThis.addEventListener('error', (event) => {
    event.preventDefault();
    listeners.fail((event as ErrorEvent).error);
  });
  globalThis.addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    const { reason } = event as PromiseRejectionEvent;
    listeners.emit('UnhandledRejection', { reason });
    channel.tell('exception', {
      message: `Unhandled promise rejection: ${describeReason(reason)}`,
      stack: '',
    });
  });
}

const describeReason = (reason: unknown): string =>
  reason instanceof Error ? (reason.stack ?? reason.message) : JSON.stringify(reason);
