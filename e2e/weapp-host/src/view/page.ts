import type { Channel } from '../channel';
import type { WindowConfig } from '../compile/config';
import { PAGE_TAG, ROOT_NODE } from '../render-ops';
import type { RenderOp, ViewEvent } from '../render-ops';
import { isEmulated } from '../tags';
import { baseStyle } from './base-style';
import { animate } from './animation';
import { builtIns } from './built-ins';
import { changeChildren } from './children';
import { watchGestures } from './gestures';
import { ViewNode, rememberNode } from './node';
import { styleText, inlineStyle } from './style';

export type PageParts = {
  id: number;
  path: string;
  config: WindowConfig;
  channel: Channel;
  styles: Record<string, string>;
  screenWidth: number;
  /** Resolves what an image or a font names to an address that the browser can load. */
  resolve: (source: string) => string;
  /** Changes the navigation bar of this page. */
  setTitle: (change: TitleChange) => void;
  /** Opens a sheet over the page; answers the chosen index, or null. */
  choose: (columns: string[][], chosen: number[]) => Promise<number[] | null>;
};
export type TitleChange = { title?: string; background?: string; color?: string; loading?: boolean };

/** One page: a document of its own in a frame, as every page of a mini-program is a web view of its own. */
export class PageView {
  readonly frame: HTMLIFrameElement;
  readonly document: Document;
  private readonly nodes = new Map<number, ViewNode>();
  /** What depends on the width of the screen, to be written anew for another one. */
  private readonly sized: (() => void)[] = [];

  constructor(
    readonly parts: PageParts,
    container: HTMLElement,
  ) {
    this.frame = container.ownerDocument.createElement('iframe');
    this.frame.className = 'page-frame';
    this.frame.dataset.page = parts.path;
    container.append(this.frame);
    this.document = this.frame.contentDocument as Document;
    this.document.open();
    this.document.write('<!doctype html><html lang="zh-CN"><head></head><body></body></html>');
    this.document.close();
    this.addStyle(baseStyle);
    watchGestures(this);
    this.nodes.set(
      ROOT_NODE,
      new ViewNode(ROOT_NODE, this.document.documentElement, { tag: 'root', isComponent: false }),
    );
  }

  get id(): number {
    return this.parts.id;
  }

  get body(): HTMLElement {
    return this.document.body;
  }

  get window(): Window & typeof globalThis {
    return this.document.defaultView as Window & typeof globalThis;
  }

  has(id: number): boolean {
    return this.nodes.has(id);
  }

  node(id: number): ViewNode {
    const node = this.nodes.get(id);
    if (node === undefined) throw new Error(`page ${this.parts.path} has no node ${id}`);
    return node;
  }

  apply(ops: RenderOp[]): void {
    const touched = new Set<ViewNode>();
    for (const op of ops) this.applyOne(op, touched);
    for (const node of touched) node.behaviour.childrenChanged?.();
  }

  /** Sends an event of a node to the service. */
  emit(node: ViewNode, event: Omit<ViewEvent, 'pageId' | 'node' | 'bubbles'> & { bubbles?: boolean }): void {
    const { offsetLeft = 0, offsetTop = 0 } = node.element;
    const fields = { ...event.fields, targetOffsets: { offsetLeft, offsetTop } };
    this.parts.channel.tell('event', { pageId: this.id, node: node.id, bubbles: false, ...event, fields });
  }

  setTitle(change: TitleChange): void {
    this.parts.setTitle(change);
  }

  /** Draws the page as on a screen of this width. */
  resize(screenWidth: number): void {
    this.parts.screenWidth = screenWidth;
    for (const write of this.sized) write();
    for (const { element, inlineStyle: given } of this.nodes.values())
      if (given?.includes('rpx') === true) element.style.cssText = inlineStyle(this.parts, given);
  }

  close(): void {
    this.frame.remove();
    this.nodes.clear();
  }

  private applyOne(op: RenderOp, touched: Set<ViewNode>): void {
    switch (op[0]) {
      case 'element':
        this.createElement(op[1], op[2], op[3]);
        break;
      case 'text':
        this.add(
          new ViewNode(op[1], this.document.createTextNode(op[2]), { tag: '#text', isComponent: false }),
        );
        break;
      case 'fragment':
        this.add(
          new ViewNode(op[1], this.document.createDocumentFragment(), {
            tag: '#fragment',
            isComponent: false,
          }),
        );
        break;
      case 'release':
        this.nodes.get(op[1])?.behaviour.removed?.();
        this.nodes.delete(op[1]);
        break;
      case 'styleSheet':
        this.addSizedStyle(op[1], op[2]);
        break;
      case 'append':
      case 'remove':
      case 'insert':
      case 'replace':
      case 'splice':
        if (op[1] === ROOT_NODE) break;
        touched.add(this.node(op[1]));
        changeChildren(this.node(op[1]).slot, op, (id) => this.node(id).dom);
        break;
      default:
        this.changeNode(op);
    }
  }

  private changeNode(op: RenderOp): void {
    const node = this.node(op[1] as number);
    const { element } = node;
    if (op[0] === 'setText') node.dom.textContent = op[2];
    else if (op[0] === 'setId') element.id = op[2];
    else if (op[0] === 'style') {
      node.inlineStyle = op[2];
      element.style.cssText = inlineStyle(this.parts, op[2]);
    } else if (op[0] === 'addClass') element.classList.add(op[2]);
    else if (op[0] === 'removeClass') element.classList.remove(op[2]);
    else if (op[0] === 'clearClasses') element.className = '';
    else if (op[0] === 'listen') node.listening.set(op[2], op[3]);
    else if (op[0] === 'model') node.models.add(op[2]);
    else if (op[0] === 'attribute') {
      node.setAttribute(op[2], op[3]);
      if (op[2] === 'animation') animate(this, node, op[3]);
    } else if (op[0] === 'scope') {
      node.scope = op[2];
      if (op[3] !== null && op[3] !== '') element.setAttribute('wx-host', op[3]);
    }
  }

  private createElement(id: number, tag: string, isComponent: boolean): void {
    const node = new ViewNode(id, this.domFor(tag, isComponent), { tag, isComponent });
    this.add(node);
    const make = isComponent ? undefined : builtIns[tag];
    if (make !== undefined) node.behaviour = make(node, this);
  }

  private domFor(tag: string, isComponent: boolean): HTMLElement {
    if (isComponent) return tag === PAGE_TAG ? this.body : this.document.createElement(tag);
    if (tag === 'placeholder') return this.document.createElement('i');
    if (!isEmulated(tag)) throw new Error(`<${tag}> is not emulated by weapp-host (${this.parts.path})`);
    return this.document.createElement(`wx-${tag}`);
  }

  private add(node: ViewNode): void {
    this.nodes.set(node.id, node);
    rememberNode(node);
  }

  private addStyle(text: string): HTMLStyleElement {
    const style = this.document.createElement('style');
    style.textContent = text;
    this.document.head.append(style);
    return style;
  }

  private addSizedStyle(file: string, scope: string): void {
    const style = this.addStyle(styleText(this.parts, file, scope));
    this.sized.push(() => {
      style.textContent = styleText(this.parts, file, scope);
    });
  }
}
