import type { PageView } from './page';

/** Where attributes, children and events of one built-in go. */
export interface Behaviour {
  /** Where children are put; the element itself unless a built-in has parts around them. */
  readonly slot?: Element;
  attribute?(name: string, value: unknown): void;
  childrenChanged?(): void;
  /** What a tap on it does by itself; `origin` is the node under the finger. */
  tapped?(origin: ViewNode): void;
  /** A form is reset. */
  reset?(): void;
  removed?(): void;
  /** `input`, `scrollTo` …: what the automator may do with this built-in. */
  readonly functions?: Record<string, (...given: never[]) => unknown>;
  /** Current values that differ from attributes, such as the text in an input. */
  readonly properties?: () => Record<string, unknown>;
}

/** One node of a page's tree in the view. */
export class ViewNode {
  readonly attributes = new Map<string, unknown>();
  readonly listening = new Map<string, number>();
  readonly models = new Set<string>();
  behaviour: Behaviour = {};
  /** The style scope of the component whose template holds this node. */
  scope = '';
  /** The style attribute as it was given, with its rpx. */
  inlineStyle: string | undefined;

  constructor(
    readonly id: number,
    readonly dom: Node,
    readonly kind: { tag: string; isComponent: boolean },
  ) {}

  get element(): HTMLElement {
    return this.dom as HTMLElement;
  }

  get slot(): Node {
    return this.behaviour.slot ?? this.dom;
  }

  setAttribute(name: string, value: unknown): void {
    if (value === undefined) this.attributes.delete(name);
    else this.attributes.set(name, value);
    if (this.dom.nodeType === 1) reflect(this.element, name, value);
    this.behaviour.attribute?.(name, value);
  }

  text(name: string, otherwise = ''): string {
    const value = this.attributes.get(name);
    return value === undefined || value === null ? otherwise : String(value);
  }

  /** Boolean attributes: present and not false, as in wxml; the word `false` counts as true there, and here. */
  flag(name: string, otherwise = false): boolean {
    const value = this.attributes.get(name);
    if (value === undefined) return otherwise;
    return value === '' || Boolean(value);
  }

  number(name: string, otherwise: number): number {
    const value = Number(this.attributes.get(name) ?? otherwise);
    return Number.isNaN(value) ? otherwise : value;
  }
}

/** For selectors and for whoever looks at the page: plain values stand on the DOM element too. */
function reflect(element: HTMLElement, name: string, value: unknown): void {
  const isPlain = ['string', 'number', 'boolean'].includes(typeof value);
  if (!/^[a-z][\w-]*$/.test(name) || name === 'style') return;
  if (name.startsWith('aria-')) reflectAria(element, name, isPlain ? String(value) : null);
  else if (!isPlain || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : String(value));
}

/** A state that is false is told, too. `aria-role` is the role for Chromium's accessibility tree as well. */
function reflectAria(element: HTMLElement, name: string, value: string | null): void {
  for (const given of name === 'aria-role' ? [name, 'role'] : [name]) {
    if (value === null || value === '') element.removeAttribute(given);
    else element.setAttribute(given, value);
  }
}

const nodes = new WeakMap<Node, ViewNode>();

export const rememberNode = (node: ViewNode): void => void nodes.set(node.dom, node);

/** The node that a DOM node is, or is a part of. */
export function nodeOf(dom: Node | null): ViewNode | undefined {
  for (let at = dom; at !== null; at = at.parentNode) {
    const node = nodes.get(at);
    if (node !== undefined) return node;
  }
  return undefined;
}

export type BuiltIn = (node: ViewNode, page: PageView) => Behaviour;
