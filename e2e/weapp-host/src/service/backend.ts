import * as glassEasel from 'glass-easel';
import { ROOT_NODE } from '../render-ops';
import type { RenderBatch, RenderOp } from '../render-ops';

type ScopeNames = { queryName(scope: number): string | undefined };
type GlassElement = glassEasel.Element;
type EventListener = Parameters<glassEasel.composedBackend.Context['onEvent']>[0];

/** What the backend needs from around it. */
export type BackendPorts = {
  send: (batch: RenderBatch) => void;
  /** Resolves when the view has drawn everything sent before. */
  drawn: (pageId: number) => Promise<void>;
  scopes: ScopeNames;
  window: () => { width: number; height: number; pixelRatio: number };
};

/**
 * glass-easel's composed backend for one page: records every operation and sends them to the view in batches, one per
 * turn of the event loop. Nothing is read back: the service never knows the DOM, as on a phone.
 */
export class RecordingContext implements glassEasel.composedBackend.Context {
  /** `BackendMode.Composed`: a const enum, which isolated modules cannot read. */
  readonly mode = 2 as glassEasel.composedBackend.Context['mode'];
  readonly nodes = new Map<number, RecordingElement>();
  private readonly root: RecordingElement;
  private pending: RenderOp[] = [];
  private lastNode = ROOT_NODE;
  private sheets = 0;
  private listener: EventListener | null = null;

  constructor(
    readonly pageId: number,
    readonly ports: BackendPorts,
  ) {
    this.root = new RecordingElement(this, ROOT_NODE);
  }

  record(op: RenderOp): void {
    if (this.pending.length === 0) void Promise.resolve().then(() => this.flush());
    this.pending.push(op);
  }

  flush(): void {
    if (this.pending.length === 0) return;
    const ops = this.pending;
    this.pending = [];
    this.ports.send({ pageId: this.pageId, ops });
  }

  scopeName(scope: number | undefined): string {
    return scope === undefined ? '' : (this.ports.scopes.queryName(scope) ?? '');
  }

  /** Hands an event of the view to the component tree; unknown nodes were removed meanwhile and get nothing. */
  dispatch(node: number, type: string, event: { detail: unknown; options: glassEasel.EventOptions }): void {
    const target = this.nodes.get(node)?.__wxElement;
    if (target !== undefined) this.listener?.(target, type, event.detail, event.options);
  }

  destroy(): void {
    this.nodes.clear();
  }

  getWindowWidth = (): number => this.ports.window().width;
  getWindowHeight = (): number => this.ports.window().height;
  getDevicePixelRatio = (): number => this.ports.window().pixelRatio;
  getTheme = (): string => 'light';
  registerStyleSheetContent(): void {
    throw new Error('style sheets are compiled before the service starts');
  }

  appendStyleSheetPath(path: string, styleScope?: number): number {
    this.record(['styleSheet', path, this.scopeName(styleScope)]);
    this.sheets += 1;
    return this.sheets;
  }

  disableStyleSheet(): void {
    throw new Error('no style sheet is ever taken away');
  }

  render(done: (error: Error | null) => void): void {
    this.flush();
    this.ports.drawn(this.pageId).then(
      () => done(null),
      (error: Error) => done(error),
    );
  }

  getRootNode(): RecordingElement {
    return this.root;
  }

  createElement(logicalName: string, stylingName: string): RecordingElement {
    const isComponent = logicalName === glassEasel.globalOptions.hostNodeTagName;
    return this.make((id) => ['element', id, isComponent ? stylingName : logicalName, isComponent]);
  }

  createTextNode(content: string): RecordingElement {
    return this.make((id) => ['text', id, content]);
  }

  createFragment(): RecordingElement {
    return this.make((id) => ['fragment', id]);
  }

  onEvent(listener: EventListener): void {
    this.listener = listener;
  }

  private make(op: (id: number) => RenderOp): RecordingElement {
    this.lastNode += 1;
    this.record(op(this.lastNode));
    const element = new RecordingElement(this, this.lastNode);
    this.nodes.set(this.lastNode, element);
    return element;
  }
}

/** One node of the composed tree, known to both sides by its number. */
export class RecordingElement implements glassEasel.composedBackend.Element {
  __wxElement?: GlassElement;
  private readonly models = new Map<string, (value: unknown) => void>();

  constructor(
    private readonly context: RecordingContext,
    readonly id: number,
  ) {}

  get pageId(): number {
    return this.context.pageId;
  }

  /** The person changed a two-way bound attribute. */
  changeModel(name: string, value: unknown): void {
    this.models.get(name)?.(value);
  }

  release(): void {
    this.context.record(['release', this.id]);
    this.context.nodes.delete(this.id);
  }

  associateValue(element: GlassElement): void {
    this.__wxElement = element;
  }

  appendChild(child: RecordingElement): void {
    this.context.record(['append', this.id, child.id]);
  }

  removeChild(child: RecordingElement): void {
    this.context.record(['remove', this.id, child.id]);
  }

  insertBefore(child: RecordingElement, before: RecordingElement): void {
    this.context.record(['insert', this.id, child.id, before.id]);
  }

  replaceChild(child: RecordingElement, old: RecordingElement): void {
    this.context.record(['replace', this.id, child.id, old.id]);
  }

  spliceBefore(before: RecordingElement, deleteCount: number, list: RecordingElement): void {
    this.context.record(['splice', this.id, before.id, deleteCount, list.id]);
  }

  spliceAppend(list: RecordingElement): void {
    this.context.record(['splice', this.id, null, 0, list.id]);
  }

  spliceRemove(before: RecordingElement, deleteCount: number): void {
    this.context.record(['splice', this.id, before.id, deleteCount, null]);
  }

  /** glass-easel puts the number of the owning component before the id; people know it without. */
  setId(id: string): void {
    this.context.record(['setId', this.id, id.replace(/^[0-9a-f]{8}--/, '')]);
  }

  setStyleScope(own: number, _extra?: number, host?: number): void {
    const { context } = this;
    const hostName = host === undefined ? null : context.scopeName(host);
    context.record(['scope', this.id, context.scopeName(own), hostName]);
  }

  setStyle(style: string): void {
    this.context.record(['style', this.id, style]);
  }

  addClass(name: string, scope?: number): void {
    this.context.record(['addClass', this.id, this.scoped(name, scope)]);
  }

  removeClass(name: string, scope?: number): void {
    this.context.record(['removeClass', this.id, this.scoped(name, scope)]);
  }

  clearClasses(): void {
    this.context.record(['clearClasses', this.id]);
  }

  setAttribute(name: string, value: unknown): void {
    this.context.record(['attribute', this.id, name, value]);
  }

  removeAttribute(name: string): void {
    this.context.record(['attribute', this.id, name, undefined]);
  }

  setText(content: string): void {
    this.context.record(['setText', this.id, content]);
  }

  setModelBindingStat(name: string, listener: ((value: unknown) => void) | null): void {
    if (listener === null) this.models.delete(name);
    else this.models.set(name, listener);
    this.context.record(['model', this.id, name]);
  }

  setListenerStats(type: string, _capture: boolean, level: number): void {
    this.context.record(['listen', this.id, type, level]);
  }

  private scoped(name: string, scope: number | undefined): string {
    const prefix = this.context.scopeName(scope);
    return prefix === '' ? name : `${prefix}--${name}`;
  }
}
