import type { BuiltIn, ViewNode } from '../node';
import type { PageView } from '../page';

/** https://developers.weixin.qq.com/miniprogram/dev/component/scroll-view.html */
const scrollView: BuiltIn = (node, page) => {
  const { element } = node;
  watchScroll(node, page);
  return {
    attribute: (name, value) => {
      element.style.setProperty('overflow-x', node.flag('scroll-x') ? 'auto' : 'hidden');
      element.style.setProperty('overflow-y', node.flag('scroll-y') ? 'auto' : 'hidden');
      if (node.flag('scroll-x') && node.flag('enable-flex')) element.style.display = 'flex';
      if (name === 'scroll-top') scrollTo(node, { top: Number(value ?? 0) });
      else if (name === 'scroll-left') scrollTo(node, { left: Number(value ?? 0) });
      else if (name === 'scroll-into-view') scrollInto(node, page, String(value ?? ''));
      else if (name === 'refresher-triggered') tellRefresher(node, page, value === true);
    },
    functions: {
      scrollTo: (left: number, top: number) => element.scrollTo(left, top),
      scrollTop: () => element.scrollTop,
      scrollLeft: () => element.scrollLeft,
      scrollWidth: () => element.scrollWidth,
      scrollHeight: () => element.scrollHeight,
    },
    properties: () => ({ scrollTop: element.scrollTop, scrollLeft: element.scrollLeft }),
  };
};

type Seen = { left: number; top: number; atUpper: boolean; atLower: boolean };

function watchScroll(node: ViewNode, page: PageView): void {
  const { element } = node;
  let seen: Seen = { left: 0, top: 0, atUpper: true, atLower: false };
  element.addEventListener('scroll', () => {
    const now = look(node);
    const { scrollLeft, scrollTop, scrollWidth, scrollHeight } = element;
    const deltas = { deltaX: seen.left - now.left, deltaY: seen.top - now.top };
    page.emit(node, {
      type: 'scroll',
      detail: { scrollLeft, scrollTop, scrollWidth, scrollHeight, ...deltas },
    });
    const horizontal = node.flag('scroll-x') && !node.flag('scroll-y');
    if (now.atUpper && !seen.atUpper)
      page.emit(node, { type: 'scrolltoupper', detail: { direction: horizontal ? 'left' : 'top' } });
    if (now.atLower && !seen.atLower)
      page.emit(node, { type: 'scrolltolower', detail: { direction: horizontal ? 'right' : 'bottom' } });
    seen = now;
  });
}

function look(node: ViewNode): Seen {
  const {
    scrollLeft: left,
    scrollTop: top,
    scrollWidth,
    scrollHeight,
    clientWidth,
    clientHeight,
  } = node.element;
  const vertical = node.flag('scroll-y');
  const before = vertical ? top : left;
  const after = vertical ? scrollHeight - clientHeight - top : scrollWidth - clientWidth - left;
  return {
    left,
    top,
    atUpper: before <= node.number('upper-threshold', 50),
    atLower: after <= node.number('lower-threshold', 50),
  };
}

/** After the batch, when the content has its size. */
function scrollTo(node: ViewNode, to: { left?: number; top?: number }): void {
  const behavior = node.flag('scroll-with-animation') ? 'smooth' : 'instant';
  queueMicrotask(() => node.element.scrollTo({ ...to, behavior }));
}

function scrollInto(node: ViewNode, page: PageView, id: string): void {
  if (id === '') return;
  queueMicrotask(() => {
    const target = page.document.getElementById(id);
    if (target === null || !node.element.contains(target)) return;
    const from = node.element.getBoundingClientRect();
    const at = target.getBoundingClientRect();
    node.element.scrollBy({
      left: node.flag('scroll-x') ? at.left - from.left : 0,
      top: node.flag('scroll-y') ? at.top - from.top : 0,
    });
  });
}

function tellRefresher(node: ViewNode, page: PageView, triggered: boolean): void {
  if (!node.flag('refresher-enabled')) return;
  page.emit(node, { type: triggered ? 'refresherrefresh' : 'refresherrestore', detail: {} });
}

export const scrolling: Record<string, BuiltIn> = { 'scroll-view': scrollView };
