import type { ViewNode } from './node';
import type { PageView } from './page';
import { inlineStyle } from './style';

type Action = {
  animates: { type: string; args: unknown[] }[];
  option: {
    transformOrigin: string;
    transition: { duration: number; timingFunction: string; delay: number };
  };
};
const running = new WeakMap<ViewNode, number>();

/** Plays what `Animation.export` handed over, step by step; each step begins when the one before has ended. */
export function animate(page: PageView, node: ViewNode, value: unknown): void {
  const actions = (value as { actions?: Action[] } | null | undefined)?.actions ?? [];
  page.window.clearTimeout(running.get(node));
  const play = (index: number): void => {
    const action = actions[index];
    if (action === undefined) return;
    const { duration, delay } = action.option.transition;
    draw(page, node, action);
    running.set(
      node,
      page.window.setTimeout(() => play(index + 1), duration + delay),
    );
  };
  play(0);
}

function draw(page: PageView, { element }: ViewNode, { animates, option }: Action): void {
  const { duration, timingFunction, delay } = option.transition;
  const styles = animates.filter(({ type }) => type === 'style').map(({ args }) => args as [string, unknown]);
  const transforms = animates
    .filter(({ type }) => type !== 'style')
    .map(({ type, args }) => transform(type, args));
  element.style.transition = `all ${duration}ms ${timingFunction} ${delay}ms`;
  element.style.transformOrigin = option.transformOrigin;
  for (const [name, value] of styles) element.style.setProperty(name, inlineStyle(page.parts, String(value)));
  if (transforms.length > 0) element.style.transform = inlineStyle(page.parts, transforms.join(' '));
}

/** Angles are degrees, lengths pixels when they are plain numbers. */
function transform(type: string, args: unknown[]): string {
  const unit = (value: unknown, index: number): string => {
    if (typeof value !== 'number') return String(value);
    if (/^translate/.test(type)) return `${value}px`;
    if (/^skew|^rotate[XYZ]?$/.test(type) || (type === 'rotate3d' && index === 3)) return `${value}deg`;
    return String(value);
  };
  return `${type}(${args.map(unit).join(', ')})`;
}
