import type { Channel } from '../channel';
import { PAGE_TAG } from '../render-ops';
import type { PageView } from './page';
import type { Screen } from './screen';

type Question = { pageId: number; node: number; what: 'rect' | 'scroll' };
type Observation = {
  id: number;
  pageId: number;
  node: number;
  relative: number | null;
  margin: string;
  thresholds: number[];
};

/** Answers what selector queries and intersection observers of the service ask. */
export function answerMeasures(screen: Screen, channel: Channel): void {
  const observers = new Map<number, IntersectionObserver>();
  channel.on<Question>('measure', ({ pageId, node, what }) => {
    const page = screen.page(pageId);
    if (page === undefined || !page.has(node))
      return { left: 0, top: 0, width: 0, height: 0, scrollLeft: 0, scrollTop: 0 };
    return what === 'rect' ? rectOf(page, node) : scrollOf(page, node);
  });
  channel.on<Observation>('observe', (observation) => {
    const page = screen.page(observation.pageId);
    if (page?.has(observation.node) !== true) return;
    observers.set(observation.id, watch(page, observation, channel));
  });
  channel.on<{ pageId: number; node: number; bitmap: ImageBitmap }>('canvas', ({ pageId, node, bitmap }) => {
    const page = screen.page(pageId);
    if (page?.has(node) === true) showBitmap(page.node(node).element, bitmap);
  });
  channel.on<number>('unobserve', (id) => {
    observers.get(id)?.disconnect();
    observers.delete(id);
  });
}

type Box = { left: number; top: number; width: number; height: number };
const boxOf = ({ left, top, width, height }: DOMRectReadOnly): Box => ({ left, top, width, height });

/** Of the page itself glass-easel takes the rectangle for its scroll offset. */
function rectOf(page: PageView, id: number): Box {
  const { element, kind } = page.node(id);
  if (kind.tag !== PAGE_TAG) return boxOf(element.getBoundingClientRect());
  const { scrollLeft, scrollTop, scrollWidth, scrollHeight } = page.document.documentElement;
  return { left: scrollLeft, top: scrollTop, width: scrollWidth, height: scrollHeight };
}

function scrollOf(page: PageView, id: number) {
  const { scrollLeft, scrollTop, scrollWidth, scrollHeight } = page.node(id).element;
  return { scrollLeft, scrollTop, scrollWidth, scrollHeight };
}

function watch(page: PageView, observation: Observation, channel: Channel): IntersectionObserver {
  const { id, node, relative, margin, thresholds } = observation;
  const root = relative === null ? null : page.node(relative).element;
  const observer = new page.window.IntersectionObserver(
    (entries) => {
      for (const entry of entries) channel.tell('intersection', { id, status: statusOf(entry) });
    },
    { root, rootMargin: margin, threshold: thresholds },
  );
  observer.observe(page.node(node).element);
  return observer;
}

const statusOf = (entry: IntersectionObserverEntry) => ({
  intersectionRatio: entry.intersectionRatio,
  boundingClientRect: boxOf(entry.boundingClientRect),
  intersectionRect: boxOf(entry.intersectionRect),
  relativeRect: boxOf(entry.rootBounds ?? new DOMRect()),
  time: entry.time,
});

function showBitmap(element: HTMLElement, bitmap: ImageBitmap): void {
  const canvas = element.querySelector('canvas');
  if (canvas === null) return;
  Object.assign(canvas, { width: bitmap.width, height: bitmap.height });
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
}
