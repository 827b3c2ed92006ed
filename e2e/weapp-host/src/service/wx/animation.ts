type Step = { option: Record<string, unknown>; animates: { type: string; args: unknown[] }[] };
type Timing = { duration?: number; timingFunction?: string; delay?: number; transformOrigin?: string };

const TRANSFORMS =
  `matrix matrix3d rotate rotate3d rotateX rotateY rotateZ scale scale3d scaleX scaleY scaleZ skew skewX skewY translate
translate3d translateX translateY translateZ`.split(/\s+/);
const LENGTHS = ['width', 'height', 'top', 'right', 'bottom', 'left'];
const STYLES = ['opacity', 'backgroundColor', ...LENGTHS];

/**
 * https://developers.weixin.qq.com/miniprogram/dev/api/ui/animation/wx.createAnimation.html: steps are noted, `export` hands them over
 * for the attribute `animation` and forgets them.
 */
export function createAnimation(given: Timing = {}) {
  let steps: Step[] = [];
  let current: Step['animates'] = [];
  const animation: Record<string, (...given: never[]) => unknown> = {
    step: (more: Timing = {}) => {
      const { transformOrigin = '50% 50% 0', ...times } = { ...given, ...more };
      const transition = { duration: 400, timingFunction: 'linear', delay: 0, ...times };
      steps.push({ option: { transformOrigin, transition }, animates: current });
      current = [];
      return animation;
    },
    export: () => {
      const actions = steps;
      steps = [];
      return { actions };
    },
  };
  const note = (type: string, args: unknown[]) => {
    const isSame = (it: Step['animates'][number]) =>
      it.type === type && (type !== 'style' || it.args[0] === args[0]);
    current = [...current.filter((it) => !isSame(it)), { type, args }];
    return animation;
  };
  for (const type of TRANSFORMS) animation[type] = (...args: never[]) => note(type, args);
  for (const name of STYLES)
    animation[name] = (value: unknown) => note('style', [kebab(name), length(name, value)]);
  return animation;
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const length = (name: string, value: unknown): unknown =>
  LENGTHS.includes(name) && typeof value === 'number' ? `${value}px` : value;
