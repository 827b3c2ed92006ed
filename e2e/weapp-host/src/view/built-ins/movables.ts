import type { BuiltIn } from '../node';

/** https://developers.weixin.qq.com/miniprogram/dev/component/movable-view.html: a move ends where it was told to, without inertia. */
const movableView: BuiltIn = (node, page) => {
  let at = { x: 0, y: 0 };
  const move = (to: { x: number; y: number }, source: string) => {
    const direction = node.text('direction', 'none');
    at = {
      x: /horizontal|all/.test(direction) ? to.x : at.x,
      y: /vertical|all/.test(direction) ? to.y : at.y,
    };
    node.element.style.transform = `translate(${at.x}px, ${at.y}px)`;
    page.emit(node, { type: 'change', detail: { ...at, source } });
  };
  return {
    attribute: (name) => {
      if (name === 'x' || name === 'y') move({ x: node.number('x', 0), y: node.number('y', 0) }, '');
    },
    properties: () => ({ _translateX: at.x, _translateY: at.y, x: at.x, y: at.y }),
    functions: { moveTo: (x: number, y: number) => move({ x, y }, 'touch') },
  };
};

export const movables: Record<string, BuiltIn> = { 'movable-view': movableView };
