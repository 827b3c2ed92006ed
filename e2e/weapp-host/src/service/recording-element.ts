import type * as glassEasel from 'glass-easel';
import type { RecordingContext } from './backend';

type GlassElement = glassEasel.Element;
type Rect = glassEasel.backend.BoundingClientRect;
type ScrollOffset = glassEasel.backend.ScrollOffset;
type Status = glassEasel.backend.IntersectionStatus;

/** One node of the composed tree, known to both sides by its number. */
export class RecordingElement implements glassEasel.composedBackend.Element {
  __wxElement?: GlassElement;
  private canvas: unknown = null;
  private readonly models = new Map<string, (value: unknown) => void>();

  constructor(
    private readonly context: RecordingContext,
    readonly id: number,
    private readonly tag = '',
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

  /** For the page itself: how far it is scrolled, which is what glass-easel asks it for. */
  getBoundingClientRect(done: (rect: Rect) => void): void {
    this.measure<Rect>('rect', done);
  }

  getScrollOffset(done: (offset: ScrollOffset) => void): void {
    this.measure<ScrollOffset>('scroll', done);
  }

  /** What a selector query answers for `node`; only a canvas has one. */
  getContext(done: (context: unknown) => void): void {
    if (this.tag === 'canvas')
      this.canvas ??= this.context.ports.makeCanvas({ pageId: this.pageId, node: this.id });
    done(this.canvas);
  }

  createIntersectionObserver(
    relative: RecordingElement | null,
    margin: string,
    ...[thresholds, listener]: [thresholds: number[], listener: (status: Status) => void]
  ): glassEasel.backend.Observer {
    const input = { node: this.id, relative: relative?.id ?? null, margin, thresholds };
    return this.context.observe(input, listener as (status: unknown) => void);
  }

  /** A node that is gone meanwhile measures nothing. */
  private measure<T>(what: 'rect' | 'scroll', done: (result: T) => void): void {
    const { context } = this;
    context.flush();
    void context.ports
      .measure({ pageId: context.pageId, node: this.id, what })
      .then((result) => done(result as T));
  }

  private scoped(name: string, scope: number | undefined): string {
    const prefix = this.context.scopeName(scope);
    return prefix === '' ? name : `${prefix}--${name}`;
  }
}
