import type * as glassEasel from 'glass-easel';
import type { Page } from './page';
import type { Router } from './router';
import type { ServiceState } from './state';
import { mockApi, restoreApi } from './mocking';
import type { Mock } from './mocking';
import type { Options } from './wx/call';
import type { Wx } from './wx';

export type AutomationParts = {
  state: ServiceState;
  router: Router;
  wx: Wx;
  evaluate: (source: string) => unknown;
};
type OfPage = { pageId: number };
type OfNode = OfPage & { node: number };
type Method = (parameters: never) => unknown;

/** Answers what the automator asks of the service: pages, their data, `wx`, custom components. */
export function automationOf(parts: AutomationParts): void {
  const methods: Record<string, Method> = {
    ...appMethods(parts),
    ...pageMethods(parts),
    ...elementMethods(parts),
  };
  parts.state.channel.on<{ method: string; parameters: never }>(
    'automate',
    async ({ method, parameters }) => {
      const run = methods[method];
      if (run === undefined) throw new Error(`${method} is not known to the service`);
      return asJson(await run(parameters));
    },
  );
}

/** What the automator gets travels as JSON: functions and instances stay here. */
const asJson = (value: unknown): unknown =>
  value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);

const describePage = ({ id, path, query }: Page) => ({ pageId: id, path, query });

function appMethods({ state, router, wx, evaluate }: AutomationParts): Record<string, Method> {
  return {
    'App.getPageStack': () => ({ pageStack: router.stack.map(describePage) }),
    'App.getCurrentPage': () => describePage(router.top),
    'App.callWxMethod': async ({ method, args }: { method: string; args: unknown[] }) => ({
      result: await callWx(wx, method, args),
    }),
    'App.mockWxMethod': (mock: Mock) => {
      const { method } = mock;
      if (!('result' in mock) && mock.functionDeclaration === undefined) restoreApi(wx, method);
      else mockApi(wx, mock, evaluate);
      return {};
    },
    'App.callFunction': async ({
      functionDeclaration,
      args,
    }: {
      functionDeclaration: string;
      args: unknown[];
    }) => {
      const run = evaluate(`(${functionDeclaration})`) as (...given: unknown[]) => unknown;
      return { result: await run(...args) };
    },
    'App.addBinding': ({ name }: { name: string }) => {
      const tell = (...args: unknown[]) => state.channel.tell('bindingCalled', { name, args });
      Object.defineProperty(globalThis, name, { value: tell, configurable: true, writable: true });
      return {};
    },
  };
}

/** Synchronous APIs answer at once; of the others, the result or the failure is waited for. */
async function callWx(wx: Wx, name: string, [first, ...others]: unknown[]): Promise<unknown> {
  const api = wx[name];
  if (typeof api !== 'function') throw new Error(`wx.${name} not exists`);
  const run = api as (...given: unknown[]) => unknown;
  if (isSynchronous(name)) return run(first, ...others);
  return new Promise((resolve, reject) => {
    const fail = (failure: { errMsg?: string }) => reject(new Error(failure.errMsg ?? 'fail'));
    run({ ...(first as Options | undefined), success: resolve, fail }, ...others);
  });
}

const isSynchronous = (name: string): boolean =>
  /Sync$|^(create|on|off|canIUse)|^get(Window|Device|AppBase|SystemSetting|AppAuthorize|Menu|Account|UpdateM|FileSystem|LogM|Real)/.test(
    name,
  );

function pageMethods({ router, state }: AutomationParts): Record<string, Method> {
  const find = ({ pageId }: OfPage): Page => {
    const page = router.find(Number(pageId));
    if (page === undefined) throw new Error('page destroyed');
    return page;
  };
  return {
    'Page.getData': (it: OfPage & { path?: string }) => ({ data: readPath(find(it).caller.data, it.path) }),
    'Page.setData': (it: OfPage & { data: object }) => {
      (find(it).caller.setData as (data: object) => void)(it.data);
      return {};
    },
    'Page.callMethod': async (it: OfPage & { method: string; args: unknown[] }) => {
      const page = find(it);
      if (!page.has(it.method)) throw new Error(`page.${it.method} not exists`);
      return { result: await page.call(it.method, ...it.args) };
    },
    'Page.share': (it: OfPage) => ({
      result: state.listeners.run(() => find(it).call('onShareAppMessage', { from: 'menu' })),
    }),
  };
}

type ComponentCaller = Record<string, unknown> & {
  data: Record<string, unknown>;
  setData(data: object): void;
};

function elementMethods({ router }: AutomationParts): Record<string, Method> {
  const elementOf = ({ pageId, node }: OfNode): glassEasel.Element => {
    const element = router.find(Number(pageId))?.context.nodes.get(node)?.__wxElement;
    if (element === undefined) throw new Error('element destroyed');
    return element;
  };
  const callerOf = (it: OfNode): ComponentCaller => {
    const component = elementOf(it).asGeneralComponent();
    if (component === null) throw new Error('not a custom component');
    return component.getMethodCaller() as unknown as ComponentCaller;
  };
  return {
    'Element.getData': (it: OfNode & { path?: string }) => ({ data: readPath(callerOf(it).data, it.path) }),
    'Element.setData': (it: OfNode & { data: object }) => {
      callerOf(it).setData(it.data);
      return {};
    },
    'Element.callMethod': async (it: OfNode & { method: string; args: unknown[] }) => {
      const caller = callerOf(it);
      const method = caller[it.method];
      if (typeof method !== 'function') throw new Error(`component.${it.method} not exists`);
      return { result: (await method.apply(caller, it.args)) as unknown };
    },
    'Element.dataset': (it: OfNode) => ({ ...(elementOf(it).dataset as object | null) }),
    'Element.triggerEvent': (it: OfNode & { type: string; detail: unknown }) => {
      const { context } = router.find(Number(it.pageId)) as Page;
      const options = { bubbles: false, composed: false, capturePhase: true };
      context.dispatch(it.node, it.type, { detail: it.detail ?? {}, options });
      return {};
    },
  };
}

/** `a.b[0].c` and `a.[0]`; without a path, everything. */
export function readPath(from: unknown, path?: string): unknown {
  const names = (path ?? '')
    .replace(/\[(\w+)\]/g, '.$1')
    .split('.')
    .filter((name) => name !== '');
  return names.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], from);
}
