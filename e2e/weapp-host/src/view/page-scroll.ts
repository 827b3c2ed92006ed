import type { PageView } from './page';

/** How far a finger pulls before the page refreshes. */
const PULL = 50;

/** onPageScroll, onReachBottom and the pull of a finger at the top. */
export function watchPageScroll(page: PageView, onPull: () => void): void {
  const { window, document, parts } = page;
  const tell = (name: string, value: unknown) =>
    parts.channel.tell('pageEvent', { pageId: page.id, name, value });
  let wasAtBottom = false;
  window.addEventListener('scroll', () => {
    const { scrollTop, scrollHeight, clientHeight } = document.documentElement;
    tell('onPageScroll', { scrollTop });
    const atBottom = scrollHeight - clientHeight - scrollTop <= (parts.config.onReachBottomDistance ?? 50);
    if (atBottom && !wasAtBottom) tell('onReachBottom', undefined);
    wasAtBottom = atBottom;
  });
  if (parts.config.enablePullDownRefresh !== true) return;
  let from: number | null = null;
  document.addEventListener('pointerdown', ({ clientY }) => {
    from = window.scrollY === 0 ? clientY : null;
  });
  document.addEventListener('pointerup', ({ clientY }) => {
    if (from !== null && clientY - from > PULL) onPull();
    from = null;
  });
}
