import type { Channel } from '../channel';
import { attributeOf, camelNames, read } from './element-values';
import { longPress, tap, touch } from './gestures';
import { nodeOf } from './node';
import type { ViewNode } from './node';
import type { PageView } from './page';
import type { Screen } from './screen';
import { selectAll, selectByXpath } from './selectors';
import { wxmlOf } from './wxml';

export type Parts = { screen: Screen; channel: Channel };
type OfPage = { pageId: number | string };
type OfElement = OfPage & { elementId: string };
type Found = { elementId: string; tagName: string; nodeId?: string };
type Method = (parts: Parts, parameters: never) => unknown;

/** Element id → node. An id is good for as long as the element is on its page. */
const known = new Map<string, { node: ViewNode; page: PageView }>();

/** What the automator asks of the view; everything else is asked of the service. */
export async function automate(parts: Parts, method: string, parameters: never): Promise<unknown> {
  const run = methods[method];
  if (run !== undefined) return run(parts, parameters);
  return parts.channel.call('automate', { method, parameters: withNode(parameters) });
}

/** The service knows elements by the number of their node. */
function withNode(parameters: Partial<OfElement>): object {
  const { elementId } = parameters;
  return elementId === undefined
    ? parameters
    : { ...parameters, node: find({ elementId } as OfElement).node.id };
}

function pageOf({ screen }: Parts, { pageId }: OfPage): PageView {
  const page = screen.page(Number(pageId));
  if (page === undefined) throw new Error('page destroyed');
  return page;
}

function find({ elementId }: OfElement): { node: ViewNode; page: PageView; element: HTMLElement } {
  const found = known.get(elementId);
  if (found === undefined || !found.node.dom.isConnected) throw new Error('element destroyed');
  return { ...found, element: found.node.element };
}

function remember(page: PageView, element: Element | undefined): Found {
  const node = nodeOf(element ?? null);
  if (element === undefined || node === undefined) throw new Error('no such element');
  const elementId = `${page.id}-${node.id}`;
  known.set(elementId, { node, page });
  const found = { elementId, tagName: node.kind.tag };
  return node.kind.isComponent ? { ...found, nodeId: String(node.id) } : found;
}

const ofPage =
  (select: (page: PageView, selector: string) => Element[], many: boolean): Method =>
  (parts, parameters: OfPage & { selector: string }) => {
    const page = pageOf(parts, parameters);
    const found = select(page, parameters.selector);
    return many ? { elements: found.map((element) => remember(page, element)) } : remember(page, found[0]);
  };

const ofElement =
  (many: boolean): Method =>
  (_, parameters: OfElement & { selector: string }) => {
    const { page, node } = find(parameters);
    const found = selectAll(node.element, parameters.selector, node);
    return many ? { elements: found.map((element) => remember(page, element)) } : remember(page, found[0]);
  };

const inBody = (page: PageView, selector: string): Element[] => selectAll(page.body, selector);

const touching =
  (kind: 'touchstart' | 'touchmove' | 'touchend'): Method =>
  (_, parameters: OfElement & { touches?: object[]; changedTouches?: object[] }) => {
    const { page, node, element } = find(parameters);
    const { touches, changedTouches } = parameters;
    const fields = { ...(touches && { touches }), ...(changedTouches && { changedTouches }) };
    touch(page, node, { kind, at: middle(element), fields });
    if (kind === 'touchstart') presses.set(node, Date.now());
    if (kind === 'touchend' && Date.now() - (presses.get(node) ?? Date.now()) >= 350)
      longPress(page, node, middle(element));
    return {};
  };
const presses = new WeakMap<ViewNode, number>();

const methods: Record<string, Method> = {
  'Page.getElement': ofPage(inBody, false),
  'Page.getElements': ofPage(inBody, true),
  'Page.getElementByXpath': ofPage(selectByXpath, false),
  'Page.getElementsByXpath': ofPage(selectByXpath, true),
  'Page.getWindowProperties': (parts, it: OfPage & { names: string[] }) => {
    const { window } = pageOf(parts, it);
    return { properties: it.names.map((name) => name.split('.').reduce<unknown>(read, window)) };
  },
  'Element.getElement': ofElement(false),
  'Element.getElements': ofElement(true),
  'Element.getOffset': (_, it: OfElement) => {
    const { page, element } = find(it);
    const { left, top } = element.getBoundingClientRect();
    return { left: left + page.window.scrollX, top: top + page.window.scrollY };
  },
  'Element.getDOMProperties': (_, it: OfElement & { names: string[] }) => {
    const { element } = find(it);
    return { properties: it.names.map((name) => read(element, name)) };
  },
  'Element.getAttributes': async ({ channel }, it: OfElement & { names: string[] }) => {
    const { page, node, element } = find(it);
    const dataset = await channel.call('automate', {
      method: 'Element.dataset',
      parameters: { pageId: page.id, node: node.id },
    });
    return {
      attributes: it.names.map((name) => attributeOf(element, dataset as Record<string, unknown>, name)),
    };
  },
  'Element.getStyles': (_, it: OfElement & { names: string[] }) => {
    const { page, element } = find(it);
    const style = page.window.getComputedStyle(element);
    return { styles: it.names.map((name) => style.getPropertyValue(name)) };
  },
  'Element.getProperties': ({ channel }, it: OfElement & { names: string[] }) => getProperties(channel, it),
  'Element.getWXML': (_, it: OfElement & { type: 'inner' | 'outer' }) => ({
    wxml: wxmlOf(find(it).node, it.type === 'outer'),
  }),
  'Element.tap': (_, it: OfElement) => {
    const { page, node, element } = find(it);
    const at = middle(element);
    touch(page, node, { kind: 'touchstart', at });
    touch(page, node, { kind: 'touchend', at });
    tap(page, node, at);
    return {};
  },
  'Element.touchstart': touching('touchstart'),
  'Element.touchmove': touching('touchmove'),
  'Element.touchend': touching('touchend'),
  'Element.dispatchEvent': (_, it: OfElement & { eventName: string; detail?: unknown }) => {
    const { page, node } = find(it);
    page.emit(node, { type: it.eventName, detail: it.detail ?? {}, bubbles: true });
    return {};
  },
  'Element.callFunction': (_, it: OfElement & { functionName: string; args: never[] }) => {
    const { node } = find(it);
    const name = it.functionName.split('.').at(-1) ?? '';
    const run = it.functionName.startsWith(`${node.kind.tag}.`)
      ? node.behaviour.functions?.[name]
      : undefined;
    if (run === undefined) throw new Error(`${it.functionName} is not emulated by weapp-host`);
    return { result: run(...it.args) };
  },
  'Element.callContextMethod': (_, it: OfElement & { method: string }) => {
    throw new Error(`video context: ${it.method} is not emulated by weapp-host`);
  },
  'Tool.native': (parts, it: { method: string; data?: { url?: string } }) => native(parts, it),
};

/** The buttons that WeChat itself shows. */
async function native(
  { screen, channel }: Parts,
  { method, data }: { method: string; data?: { url?: string } },
) {
  if (method === 'confirmModal') screen.popups.pressModal('confirm');
  else if (method === 'cancelModal') screen.popups.pressModal('cancel');
  else if (method === 'navigateLeft') channel.tell('backTapped');
  else if (method === 'goHome') await channel.call('goHome');
  else if (method === 'switchTab') await channel.call('route', { api: 'switchTab', options: data ?? {} });
  else throw new Error(`Tool.native ${method} is not emulated by weapp-host`);
  return {};
}

function middle(element: HTMLElement): { x: number; y: number } {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

/** Before it asks for values the client asks for `__propPublic`: the names that there are. */
async function getProperties(channel: Channel, it: OfElement & { names: string[] }): Promise<object> {
  const { page, node } = find(it);
  const current = node.kind.isComponent
    ? (
        (await channel.call('automate', {
          method: 'Element.getData',
          parameters: { pageId: page.id, node: node.id },
        })) as { data: object }
      ).data
    : { ...camelNames(node), ...node.behaviour.properties?.() };
  const names = Object.fromEntries([...Object.keys(current), ...it.names].map((name) => [name, true]));
  return { properties: it.names.map((name) => (name === '__propPublic' ? names : read(current, name))) };
}
