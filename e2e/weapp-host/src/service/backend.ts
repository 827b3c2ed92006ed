import * as glassEasel from 'glass-easel';
import { ROOT_NODE } from '../render-ops';
import type { RenderBatch, RenderOp } from '../render-ops';
import { RecordingElement } from './recording-element';

type ScopeNames = { queryName(scope: number): string | undefined };
type EventListener = Parameters<glassEasel.composedBackend.Context['onEvent']>[0];

/** What an intersection observer watches. */
export type Observation = { node: number; relative: number | null; margin: string; thresholds: number[] };

/** What the backend needs from around it. */
export type BackendPorts = {
  send: (batch: RenderBatch) => void;
  /** Resolves when the view has drawn everything sent before. */
  drawn: (pageId: number) => Promise<void>;
  measure: (question: { pageId: number; node: number; what: 'rect' | 'scroll' }) => Promise<unknown>;
  observe: (
    question: Observation & { pageId: number },
    listener: (status: unknown) => void,
  ) => glassEasel.backend.Observer;
  makeCanvas: (place: { pageId: number; node: number }) => unknown;
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

  observe(observation: Observation, listener: (status: unknown) => void): glassEasel.backend.Observer {
    this.flush();
    return this.ports.observe({ ...observation, pageId: this.pageId }, listener);
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
    const tag = isComponent ? stylingName : logicalName;
    return this.make((id) => ['element', id, tag, isComponent], tag);
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

  private make(op: (id: number) => RenderOp, tag?: string): RecordingElement {
    this.lastNode += 1;
    this.record(op(this.lastNode));
    const element = new RecordingElement(this, this.lastNode, tag);
    this.nodes.set(this.lastNode, element);
    return element;
  }
}
