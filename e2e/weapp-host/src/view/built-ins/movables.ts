import type { BuiltIn, ViewNode } from '../node';
import type { PageView } from '../page';

type Place = { x: number; y: number };

/**
 * https://developers.weixin.qq.com/miniprogram/dev/component/movable-view.html: it follows the finger within its area and stays where
 * the finger left it, without inertia.
 */
class Movable {
  private at: Place = { x: 0, y: 0 };

  constructor(
    private readonly node: ViewNode,
    private readonly page: PageView,
  ) {
    node.element.style.touchAction = 'none';
    node.element.addEventListener('pointerdown', (event) => this.follow(event));
  }

  behaviour(): ReturnType<BuiltIn> {
    const { node } = this;
    return {
      attribute: (name) => {
        if (name === 'x' || name === 'y') this.move({ x: node.number('x', 0), y: node.number('y', 0) }, '');
      },
      properties: () => ({ _translateX: this.at.x, _translateY: this.at.y, ...this.at }),
      functions: { moveTo: (x: number, y: number) => this.move({ x, y }, 'touch') },
    };
  }

  private move(to: Place, source: string): void {
    const direction = this.node.text('direction', 'none');
    const bounds = this.bounds();
    this.at = {
      x: /horizontal|all/.test(direction) ? within(to.x, bounds.x) : this.at.x,
      y: /vertical|all/.test(direction) ? within(to.y, bounds.y) : this.at.y,
    };
    this.node.element.style.transform = `translate(${this.at.x}px, ${this.at.y}px)`;
    this.page.emit(this.node, { type: 'change', detail: { ...this.at, source } });
  }

  private follow(down: PointerEvent): void {
    if (this.node.flag('disabled')) return;
    const start = { x: this.at.x - down.clientX, y: this.at.y - down.clientY };
    const { document } = this.page;
    const move = ({ clientX, clientY }: PointerEvent) =>
      this.move({ x: start.x + clientX, y: start.y + clientY }, 'touch');
    const stop = () => {
      document.removeEventListener('pointermove', move);
      for (const type of ['pointerup', 'pointercancel'] as const) document.removeEventListener(type, stop);
    };
    document.addEventListener('pointermove', move);
    for (const type of ['pointerup', 'pointercancel'] as const) document.addEventListener(type, stop);
  }

  /** How far it may go; a view larger than its area moves the other way. */
  private bounds(): { x: number; y: number } {
    const { element } = this.node;
    const area = element.closest('wx-movable-area');
    if (area === null || this.node.flag('out-of-bounds')) return { x: Infinity, y: Infinity };
    return { x: area.clientWidth - element.offsetWidth, y: area.clientHeight - element.offsetHeight };
  }
}

const within = (value: number, limit: number): number => {
  if (limit === Infinity) return value;
  return Math.max(Math.min(0, limit), Math.min(Math.max(0, limit), value));
};

const movableView: BuiltIn = (node, page) => new Movable(node, page).behaviour();

export const movables: Record<string, BuiltIn> = { 'movable-view': movableView };
