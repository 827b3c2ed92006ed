/**
 * A page as a function of data: `h` describes elements, `patch` makes the page like the description and keeps every element
 * that is still wanted, so that focus, scroll, selection and half-typed words survive a refresh each second.
 */
type Handler = (event: never) => void;
export type Props = { [name: string]: string | number | boolean | undefined | null | Handler | Mounted };
type Mounted = (element: HTMLElement) => void;
export type Vnode = { tag: string; key: string | undefined; props: Props; children: (Vnode | string)[] };
export type Child = Vnode | string | number | false | null | undefined | Child[];

const SVG = 'http://www.w3.org/2000/svg';
const SVG_TAGS = new Set(['svg', 'path', 'circle', 'rect', 'g']);
/** What these show is theirs to change while somebody types, so they are properties and not attributes. */
const LIVE_PROPS = new Set(['value', 'checked', 'indeterminate', 'open']);

const described = new WeakMap<Node, Vnode>();
const heard = new WeakMap<Node, Map<string, Handler>>();

/** `key` tells siblings apart when their order changes; `onMount` is called once with the new element. */
export function h(tag: string, props: Props | null, ...children: Child[]): Vnode {
  const { key, ...rest } = props ?? {};
  return { tag, key: key === undefined ? undefined : String(key), props: rest, children: flat(children) };
}

/** Makes the inside of `root` like `children`. When the focused element goes away, focus moves to what was around it. */
export function patch(root: Element, ...children: Child[]): void {
  const around = ancestorsOfFocus(root);
  patchChildren(root, flat(children));
  if (around.length === 0 || around[0]?.isConnected) return;
  around
    .find((element) => element.isConnected && element.hasAttribute('tabindex'))
    ?.focus({
      preventScroll: true,
    });
}

function flat(children: Child[]): (Vnode | string)[] {
  const result: (Vnode | string)[] = [];
  for (const child of children) {
    if (Array.isArray(child)) result.push(...flat(child));
    else if (typeof child === 'number') result.push(String(child));
    else if (child) result.push(child);
  }
  return result;
}

function ancestorsOfFocus(root: Element): HTMLElement[] {
  const chain: HTMLElement[] = [];
  let element: Element | null = root.contains(document.activeElement) ? document.activeElement : null;
  while (element && element !== root) {
    if (element instanceof HTMLElement) chain.push(element);
    element = element.parentElement;
  }
  return chain;
}

function patchChildren(parent: Element, wanted: (Vnode | string)[]): void {
  const nodes = matched(parent, wanted);
  // What is gone leaves first: an element that has to be moved would lose its focus and its scroll.
  const kept = new Set(nodes.filter((node) => node !== undefined));
  for (const old of [...parent.childNodes]) if (!kept.has(old)) old.remove();
  wanted.forEach((child, index) => {
    const node = nodes[index] ?? create(child);
    if (parent.childNodes[index] !== node) parent.insertBefore(node, parent.childNodes[index] ?? null);
    if (typeof child === 'string') {
      if (node.nodeValue !== child) node.nodeValue = child;
    } else {
      patchElement(node as Element, child);
    }
  });
}

/** For each wanted child the node that can become it. */
function matched(parent: Element, wanted: (Vnode | string)[]): (ChildNode | undefined)[] {
  const free = new Map<string, ChildNode[]>();
  for (const node of parent.childNodes) {
    const kind = kindOf(described.get(node) ?? '');
    free.set(kind, [...(free.get(kind) ?? []), node]);
  }
  return wanted.map((child) => free.get(kindOf(child))?.shift());
}

function kindOf(child: Vnode | string): string {
  return typeof child === 'string' ? '#text' : `${child.tag} ${child.key ?? ''}`;
}

function create(child: Vnode | string): ChildNode {
  if (typeof child === 'string') return document.createTextNode(child);
  return SVG_TAGS.has(child.tag)
    ? document.createElementNS(SVG, child.tag)
    : document.createElement(child.tag);
}

function patchElement(element: Element, vnode: Vnode): void {
  const before = described.get(element);
  if (before === vnode) return;
  described.set(element, vnode);
  for (const name of Object.keys(before?.props ?? {})) {
    if (!(name in vnode.props)) setProp(element, name, undefined);
  }
  patchChildren(element, vnode.children);
  // After the children, because a select takes its value only from options it has.
  for (const [name, value] of Object.entries(vnode.props)) {
    const live = LIVE_PROPS.has(name);
    if (live || before?.props[name] !== value) setProp(element, name, value);
  }
  if (before === undefined && typeof vnode.props.onMount === 'function') {
    const mounted = vnode.props.onMount as Mounted;
    queueMicrotask(() => mounted(element as HTMLElement));
  }
}

function setProp(element: Element, name: string, value: Props[string]): void {
  if (name === 'onMount') return;
  if (name.startsWith('on'))
    return listen(element, name.slice(2).toLowerCase(), value as Handler | undefined);
  if (LIVE_PROPS.has(name) && name in element) {
    if (Reflect.get(element, name) !== (value ?? '')) Reflect.set(element, name, value ?? '');
  } else if (value === undefined || value === null || value === false) {
    element.removeAttribute(name);
  } else {
    element.setAttribute(name, value === true ? '' : String(value));
  }
}

/** One listener for each event of an element; the handler behind it changes with every description. */
function listen(element: Element, type: string, handler: Handler | undefined): void {
  const handlers = heard.get(element) ?? new Map<string, Handler>();
  heard.set(element, handlers);
  if (!handlers.has(type)) {
    element.addEventListener(type, (event) => handlers.get(type)?.(event as never));
  }
  handlers.set(type, handler ?? (() => undefined));
}
