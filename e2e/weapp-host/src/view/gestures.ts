import { nodeOf } from './node';
import type { ViewNode } from './node';
import type { PageView } from './page';

export type Point = { x: number; y: number };
type TouchKind = 'touchstart' | 'touchmove' | 'touchend' | 'touchcancel';
type TouchFields = { touches: object[]; changedTouches: object[] };

/** https://developers.weixin.qq.com/miniprogram/dev/framework/view/wxml/event.html: longpress after 350 ms, then no tap. */
const LONG_PRESS_MS = 350;
/** A finger that moves this far does not tap. */
const SLOP = 10;

/** Turns what a finger or a mouse does into the events of a mini-program. */
export function watchGestures(page: PageView): void {
  const finger = new Finger(page);
  const { document } = page;
  document.addEventListener('pointerdown', (event) => finger.down(event));
  document.addEventListener('pointermove', (event) => finger.move(event));
  document.addEventListener('pointerup', (event) => finger.up(event));
  document.addEventListener('pointercancel', (event) => finger.cancel(event));
  document.addEventListener('touchmove', (event) => finger.keepPage(event), { passive: false });
  for (const type of ['transitionend', 'animationstart', 'animationiteration', 'animationend'] as const) {
    document.addEventListener(type, (event) => {
      const node = nodeOf(event.target as Node);
      if (node !== undefined && isHeard(node, type)) page.emit(node, { type, detail: {}, bubbles: true });
    });
  }
}

class Finger {
  private unhover: () => void = () => undefined;
  private pressed: { node: ViewNode; at: Point; moved: boolean; long: boolean; timer: number } | null = null;

  constructor(private readonly page: PageView) {}

  down(event: PointerEvent): void {
    const node = nodeOf(event.target as Node);
    if (node === undefined) return;
    const at = pointOf(event);
    const timer = this.page.window.setTimeout(() => this.longPress(), LONG_PRESS_MS);
    this.pressed = { node, at, moved: false, long: false, timer };
    touch(this.page, node, { kind: 'touchstart', at });
    this.hover(node);
  }

  move(event: PointerEvent): void {
    const { pressed } = this;
    if (pressed === null) return;
    const at = pointOf(event);
    pressed.moved ||= Math.hypot(at.x - pressed.at.x, at.y - pressed.at.y) > SLOP;
    touch(this.page, pressed.node, { kind: 'touchmove', at });
  }

  up(event: PointerEvent): void {
    const { pressed } = this;
    if (pressed === null) return;
    this.end();
    touch(this.page, pressed.node, { kind: 'touchend', at: pointOf(event) });
    if (!pressed.moved && !pressed.long) tap(this.page, pressed.node, pointOf(event));
  }

  cancel(event: PointerEvent): void {
    const { pressed } = this;
    this.end();
    if (pressed !== null) touch(this.page, pressed.node, { kind: 'touchcancel', at: pointOf(event) });
  }

  /** `catchtouchmove` keeps the page from scrolling below a popup. */
  keepPage(event: TouchEvent): void {
    for (let at = nodeOf(event.target as Node); at !== undefined; at = nodeOf(at.dom.parentNode)) {
      if (at.listening.get('touchmove') === 2) event.preventDefault();
    }
  }

  private longPress(): void {
    const { pressed } = this;
    if (pressed === null || pressed.moved) return;
    pressed.long = isHeard(pressed.node, 'longpress');
    longPress(this.page, pressed.node, pressed.at);
  }

  private end(): void {
    if (this.pressed === null) return;
    this.page.window.clearTimeout(this.pressed.timer);
    this.pressed = null;
    this.unhover();
  }

  /** `hover-class` stands a while after the finger came down, and a while after it went. */
  private hover(node: ViewNode): void {
    const above = hovered(node);
    if (above === undefined) return;
    const { window } = this.page;
    let shown = false;
    const timer = window.setTimeout(
      () => {
        shown = true;
        mark(above, true);
      },
      hoverTime(above, 'hover-start-time'),
    );
    this.unhover = () => {
      this.unhover = () => undefined;
      window.clearTimeout(timer);
      if (!shown) return;
      window.setTimeout(() => mark(above, false), hoverTime(above, 'hover-stay-time'));
    };
  }
}

const pointOf = ({ clientX: x, clientY: y }: PointerEvent): Point => ({ x, y });

/** One touch event; it travels only if somebody listens for it. */
export function touch(
  page: PageView,
  node: ViewNode,
  event: { kind: TouchKind; at: Point; fields?: Partial<TouchFields> },
): void {
  const { kind, at, fields = {} } = event;
  if (!isHeard(node, kind)) return;
  page.emit(node, {
    type: kind,
    detail: { ...at },
    bubbles: true,
    fields: { ...touchesAt(page, at, kind), ...fields },
  });
}

/** A tap: the event, and what the built-ins under the finger do by themselves. A disabled button takes no tap. */
export function tap(page: PageView, node: ViewNode, at: Point): void {
  const path = upwards(node);
  if (path.some(({ kind, ...it }) => kind.tag === 'button' && it.attributes.get('disabled') === true)) return;
  const fields = touchesAt(page, at, 'touchend');
  page.emit(node, { type: 'tap', detail: { ...at }, bubbles: true, fields });
  for (const above of path) above.behaviour.tapped?.(node);
}

export function longPress(page: PageView, node: ViewNode, at: Point): void {
  const fields = touchesAt(page, at, 'touchstart');
  for (const type of ['longpress', 'longtap']) {
    if (isHeard(node, type)) page.emit(node, { type, detail: { ...at }, bubbles: true, fields });
  }
}

function touchesAt(page: PageView, { x, y }: Point, kind: TouchKind): TouchFields {
  const pageY = y + page.window.scrollY;
  const finger = { identifier: 0, pageX: x, pageY, clientX: x, clientY: y, force: 1 };
  return { touches: kind === 'touchend' || kind === 'touchcancel' ? [] : [finger], changedTouches: [finger] };
}

function upwards(node: ViewNode): ViewNode[] {
  const path: ViewNode[] = [];
  for (let at: ViewNode | undefined = node; at !== undefined; at = nodeOf(at.dom.parentNode)) path.push(at);
  return path;
}

const isHeard = (node: ViewNode, type: string): boolean => upwards(node).some((it) => it.listening.has(type));

/** The nodes that show the finger: the nearest with a `hover-class`, and those around it until one stops that. */
function hovered(node: ViewNode): ViewNode[] | undefined {
  const found: ViewNode[] = [];
  for (const above of upwards(node)) {
    if (['none', ''].includes(above.text('hover-class', 'none'))) continue;
    found.push(above);
    if (above.flag('hover-stop-propagation')) break;
  }
  return found.length === 0 ? undefined : found;
}

function mark(nodes: ViewNode[], on: boolean): void {
  for (const { element, scope, ...node } of nodes.map((it) => ({
    element: it.element,
    scope: it.scope,
    names: it.text('hover-class'),
  })))
    for (const name of node.names.split(/\s+/))
      element.classList.toggle(scope === '' ? name : `${scope}--${name}`, on);
}

/** Milliseconds, by the nearest node. https://developers.weixin.qq.com/miniprogram/dev/component/view.html and button.html */
const HOVER_TIMES = {
  'hover-start-time': { button: 20, view: 50 },
  'hover-stay-time': { button: 70, view: 400 },
};
function hoverTime([nearest]: ViewNode[], name: keyof typeof HOVER_TIMES): number {
  const usual = HOVER_TIMES[name][nearest?.kind.tag === 'button' ? 'button' : 'view'];
  return nearest?.number(name, usual) ?? usual;
}
