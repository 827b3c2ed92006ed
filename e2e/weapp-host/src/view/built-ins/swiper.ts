import type { BuiltIn, ViewNode } from '../node';
import { nodeOf } from '../node';
import type { PageView } from '../page';

type Source = 'autoplay' | 'touch' | '';

/** https://developers.weixin.qq.com/miniprogram/dev/component/swiper.html */
class Swiper {
  private readonly track: HTMLElement;
  private readonly dots: HTMLElement;
  private current = 0;
  private timer: number | undefined;

  constructor(
    private readonly node: ViewNode,
    private readonly page: PageView,
  ) {
    this.track = page.document.createElement('div');
    this.track.className = 'track';
    this.dots = page.document.createElement('div');
    this.dots.className = 'dots';
    node.element.append(this.track, this.dots);
    this.followFinger();
  }

  behaviour(): ReturnType<BuiltIn> {
    return {
      slot: this.track,
      childrenChanged: () => this.draw(),
      attribute: (name, value) => this.attributeChanged(name, value),
      properties: () => ({ current: this.current }),
      functions: { swipeTo: (index: number) => this.go(Number(index), 'touch') },
      removed: () => clearInterval(this.timer),
    };
  }

  private get items(): HTMLElement[] {
    return [...this.track.children] as HTMLElement[];
  }

  private attributeChanged(name: string, value: unknown): void {
    if (name === 'current') this.go(Number(value ?? 0), '');
    else if (name === 'current-item-id') this.goToItem(String(value ?? ''));
    else if (name === 'autoplay' || name === 'interval') this.play();
    this.draw();
  }

  private play(): void {
    clearInterval(this.timer);
    if (!this.node.flag('autoplay')) return;
    const step = () => this.go((this.current + 1) % Math.max(1, this.items.length), 'autoplay');
    this.timer = this.page.window.setInterval(step, this.node.number('interval', 5000));
  }

  private goToItem(id: string): void {
    const index = this.items.findIndex((item) => nodeOf(item)?.text('item-id') === id);
    if (index >= 0) this.go(index, '');
  }

  /** `change` comes at once, `animationfinish` when the movement ends; neither without a movement. */
  private go(index: number, source: Source): void {
    if (index === this.current || Number.isNaN(index) || index < 0) return;
    if (this.items.length > 0 && index >= this.items.length) return;
    this.current = index;
    this.draw();
    if (this.items.length === 0) return;
    const detail = {
      current: index,
      currentItemId: nodeOf(this.items[index] ?? null)?.text('item-id') ?? '',
      source,
    };
    this.page.emit(this.node, { type: 'change', detail });
    this.page.window.setTimeout(
      () => this.page.emit(this.node, { type: 'animationfinish', detail }),
      this.node.number('duration', 500),
    );
  }

  private draw(): void {
    const axis = this.node.flag('vertical') ? 'Y' : 'X';
    const shown = this.node.number('display-multiple-items', 1);
    this.track.style.transform = `translate${axis}(${(-100 * this.current) / shown}%)`;
    for (const item of this.items) item.style.flexBasis = `${100 / shown}%`;
    const dots = this.node.flag('indicator-dots') ? this.items : [];
    this.dots.replaceChildren(...dots.map((_, index) => this.dot(index)));
  }

  private dot(index: number): HTMLElement {
    const dot = this.page.document.createElement('i');
    const [name, otherwise] =
      index === this.current ? ['indicator-active-color', '#000'] : ['indicator-color', 'rgba(0,0,0,.3)'];
    dot.style.background = this.node.text(name as string, otherwise);
    return dot;
  }

  private followFinger(): void {
    let from: { x: number; y: number } | null = null;
    const { element } = this.node;
    element.addEventListener('pointerdown', ({ clientX, clientY }) => {
      from = { x: clientX, y: clientY };
    });
    element.addEventListener('pointerup', ({ clientX, clientY }) => {
      if (from === null || this.node.flag('disable-touch')) return;
      const moved = this.node.flag('vertical') ? clientY - from.y : clientX - from.x;
      from = null;
      if (Math.abs(moved) < 30) return;
      const count = this.items.length;
      const next = this.current + (moved < 0 ? 1 : -1);
      this.go(this.node.flag('circular') ? (next + count) % count : next, 'touch');
    });
  }
}

const swiper: BuiltIn = (node, page) => new Swiper(node, page).behaviour();

export const swipers: Record<string, BuiltIn> = { swiper };
