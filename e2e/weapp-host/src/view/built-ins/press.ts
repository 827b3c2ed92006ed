import type { ViewNode } from '../node';
import type { PageView } from '../page';

/** What a tap on this control does by itself; the tap event is sent by whoever saw the tap. */
export function pressButton(page: PageView, node: ViewNode): void {
  node.behaviour.tapped?.(node);
  page.emit(node, { type: 'tap', detail: { x: 0, y: 0 }, bubbles: false });
}
