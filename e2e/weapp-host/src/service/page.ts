import * as glassEasel from 'glass-easel';
import type { Root } from 'glass-easel-miniprogram-adapter';
import { PAGE_TAG } from '../render-ops';
import { RecordingContext } from './backend';
import { CanvasNode, teachQueriesNodes } from './canvas';
import type { Definitions } from './definitions';
import { EventChannel } from './event-channel';
import type { ServiceState } from './state';

/** The page as its own code sees it: `this` of its methods. */
export type PageCaller = Record<string, unknown> & { data: Record<string, unknown> };
type Lifetime = 'onLoad' | 'onShow' | 'onReady' | 'onHide' | 'onUnload';

/** One opened page. */
export class Page {
  readonly caller: PageCaller;
  readonly eventChannel = new EventChannel();
  readonly context: RecordingContext;
  private readonly root: Root;
  private isReady = false;
  private isClosed = false;

  constructor(
    private readonly state: ServiceState,
    definitions: Definitions,
    readonly address: { id: number; path: string; query: Record<string, string>; height: () => number },
  ) {
    const { id, path, query } = address;
    const { channel, device } = state;
    this.context = new RecordingContext(id, {
      send: (batch) => channel.tell('render', batch),
      drawn: (pageId) => channel.call('drawn', pageId),
      makeCanvas: (place) => new CanvasNode(place, state),
      measure: (question) => channel.call('measure', question),
      observe: (question, listener) => state.observers.watch(question, listener),
      scopes: definitions.scopes as unknown as { queryName(scope: number): string | undefined },
      window: () => ({ width: device.screenWidth, height: address.height(), pixelRatio: device.pixelRatio }),
    });
    this.context.onEvent((...event) => glassEasel.triggerEvent(...event));
    definitions.require(path);
    channel.tell('openPage', { pageId: id, path });
    this.root = definitions
      .associate(this.context)
      .createRoot(PAGE_TAG, definitions.space, withQuery(path, query));
    this.caller = this.root.get() as unknown as PageCaller;
    teachQueriesNodes((this.caller.createSelectorQuery as () => never)());
    Object.assign(this.caller, { route: path, __route__: path, options: query });
    this.caller.getOpenerEventChannel = () => this.eventChannel;
    this.caller.getTabBar = () => null;
    this.caller.getPageId = () => String(id);
  }

  get id(): number {
    return this.address.id;
  }
  get path(): string {
    return this.address.path;
  }
  get query(): Record<string, string> {
    return this.address.query;
  }

  /** Puts the page into the view and runs onLoad. */
  load(): void {
    const rootNode = this.context.getRootNode();
    const placeholder = this.context.createElement('placeholder', 'placeholder');
    rootNode.appendChild(placeholder);
    this.call('onLoad', this.query);
    this.root.attach(rootNode as never, placeholder as never);
    placeholder.release();
  }

  show(): void {
    this.root.getComponent().triggerPageLifetime('show', []);
    this.call('onShow');
    if (this.isReady) return;
    this.isReady = true;
    this.context.render(() => {
      if (!this.isClosed) this.call('onReady');
    });
  }

  hide(): void {
    this.root.getComponent().triggerPageLifetime('hide', []);
    this.call('onHide');
  }

  close(): void {
    this.isClosed = true;
    this.call('onUnload');
    this.root.release();
    this.context.flush();
    this.state.channel.tell('closePage', this.id);
  }

  /** Calls a method of the page if it has it; what it throws is told to the host. */
  call(name: Lifetime | string, ...parameters: unknown[]): unknown {
    const method = this.caller[name];
    if (typeof method !== 'function') return undefined;
    return this.state.listeners.run(() => method.apply(this.caller, parameters) as unknown);
  }

  has(name: string): boolean {
    return typeof this.caller[name] === 'function';
  }
}

const withQuery = (path: string, query: Record<string, string>): string => {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
};
