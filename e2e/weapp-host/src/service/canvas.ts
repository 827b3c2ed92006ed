import type { Channel } from '../channel';
import type { Realm } from './realm';

type Drawing = CanvasRenderingContext2D;
type Picture = {
  width: number;
  height: number;
  onload?: () => void;
  onerror?: (error: Error) => void;
  src: string;
};
type Place = { pageId: number; node: number };

/** Bitmaps of the pictures that `createImage` made. */
const bitmaps = new WeakMap<object, ImageBitmap>();

/**
 * The node of `<canvas type="2d">`: https://developers.weixin.qq.com/miniprogram/dev/api/canvas/Canvas.html. It is drawn here,
 * where its code runs, and its picture goes to the view after each turn.
 */
export class CanvasNode {
  private readonly surface: OffscreenCanvas;
  private readonly drawing: Drawing;
  private isDirty = false;

  constructor(
    private readonly place: Place,
    private readonly parts: { channel: Channel; realm: Realm },
  ) {
    this.surface = new parts.realm.OffscreenCanvas(300, 150);
    const context = this.surface.getContext('2d') as unknown as Drawing;
    this.drawing = watched(context, () => this.soon());
  }

  get width(): number {
    return this.surface.width;
  }
  set width(width: number) {
    this.surface.width = width;
    this.soon();
  }
  get height(): number {
    return this.surface.height;
  }
  set height(height: number) {
    this.surface.height = height;
    this.soon();
  }

  getContext(type: string): Drawing {
    if (type === '2d') return this.drawing;
    throw new Error(`canvas context ${type} is not emulated by weapp-host`);
  }

  createImage(): Picture {
    const { realm } = this.parts;
    let source = '';
    const picture: Picture = {
      width: 0,
      height: 0,
      get src() {
        return source;
      },
      set src(value: string) {
        source = value;
        void realm.loadBitmap(value).then(
          (bitmap) => {
            bitmaps.set(picture, bitmap);
            Object.assign(picture, { width: bitmap.width, height: bitmap.height });
            picture.onload?.();
          },
          (error: Error) => picture.onerror?.(error),
        );
      },
    };
    return picture;
  }

  requestAnimationFrame(run: (time: number) => void): number {
    return Number(setTimeout(() => run(Date.now()), 16));
  }

  cancelAnimationFrame(id: number): void {
    clearTimeout(id);
  }

  private soon(): void {
    if (this.isDirty) return;
    this.isDirty = true;
    void Promise.resolve().then(async () => {
      this.isDirty = false;
      const bitmap = await this.parts.realm.createImageBitmap(this.surface);
      this.parts.channel.tell('canvas', { ...this.place, bitmap });
    });
  }
}

/** The context, telling of every call and every property that is set. */
function watched(context: Drawing, changed: () => void): Drawing {
  return new Proxy(context, {
    get: (target, name) => {
      const value = Reflect.get(target, name) as unknown;
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => {
        changed();
        return Reflect.apply(value, target, given.map(unwrapped)) as unknown;
      };
    },
    set: (target, name, value) => {
      changed();
      return Reflect.set(target, name, value);
    },
  });
}

const unwrapped = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? (bitmaps.get(value) ?? value) : value;

type Query = { select(selector: string): NodesRef };
type NodesRef = { fields: Fields; node?: (done?: (result: unknown) => void) => unknown };
type Fields = (this: NodesRef, fields: Record<string, unknown>, done?: (result: unknown) => void) => unknown;
type Answer = { context?: unknown; node?: unknown };

let taught = false;

/** Selector queries of glass-easel know no `node`: it becomes their `context`. */
export function teachQueriesNodes(query: Query): void {
  if (taught) return;
  taught = true;
  const prototype = Object.getPrototypeOf(query.select('.any')) as NodesRef;
  const original = prototype.fields;
  prototype.fields = function fieldsWithNode({ node, ...fields }, done = () => undefined) {
    if (node !== true) return original.call(this, fields, done);
    return original.call(this, { ...fields, context: true }, (answer) => {
      const found = answer as Answer | null;
      if (found !== null) {
        found.node = found.context;
        delete found.context;
      }
      done(answer);
    });
  };
  prototype.node = function node(done) {
    return this.fields({ node: true }, done);
  };
}
