import { addGlobalErrorListener, addGlobalWarningListener, globalOptions } from 'glass-easel';
import { Channel } from '../channel';
import type { Message } from '../channel';
import { automationOf } from './automation';
import { Definitions } from './definitions';
import type { LoadedProgram } from './definitions';
import { usePlainEvents } from './events';
import { listenToView } from './view-messages';
import { closeRealm, openRealm } from './realm';
import type { Realm } from './realm';
import { Router } from './router';
import { createState } from './state';
import type { Boot, ServiceState } from './state';
import { createWx } from './wx';
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
  const definitions = new Definitions(boot.config, program, (error) => state.listeners.fail(error));
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
  listenToView(state, { router, asking, wx });
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
  if (state.config.pages.includes(options.path)) router.launch(options.path, options.query);
  else openInstead(state, router, call);
}

/** An address that leads nowhere: the app may choose another page in onPageNotFound, or sees its first one. */
function openInstead(
  { config, listeners, launch: { path, query } }: ServiceState,
  router: Router,
  call: (name: string, value: unknown) => void,
): void {
  const [first = ''] = config.pages;
  router.launch(first, {});
  const missing = { path, query, isEntryPage: true };
  call('onPageNotFound', missing);
  listeners.emit('PageNotFound', missing);
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
