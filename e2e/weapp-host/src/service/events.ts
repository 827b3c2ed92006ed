import * as glassEasel from 'glass-easel';
import type { ViewEvent } from '../render-ops';
import type { RecordingContext } from './backend';

type Target = { id: string; dataset: Record<string, unknown>; offsetLeft: number; offsetTop: number };
type Offsets = { offsetLeft?: number; offsetTop?: number };
type Shadowed = ReturnType<glassEasel.Event<unknown>['wrapShadowedEvent']>;

const CONTROLS = ['preventDefault', 'stopPropagation', 'markMutated', 'getEventName'] as const;

/**
 * Listeners of a mini-program get a plain object: `type`, `timeStamp`, `target`, `currentTarget`, `mark`, `detail`, `touches`.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/view/wxml/event.html
 */
export function usePlainEvents(): void {
  const prototype = glassEasel.Event.prototype as glassEasel.Event<unknown>;
  prototype.wrapShadowedEvent = function plainEvent(target, mark, currentTarget): Shadowed {
    const fields = (this.extraFields ?? {}) as Record<string, unknown>;
    const offsets = (fields.targetOffsets ?? {}) as Offsets;
    const { targetOffsets: _, ...others } = fields;
    const event: Record<string, unknown> = {
      type: this.type,
      timeStamp: this.timeStamp,
      target: plainTarget(target, offsets),
      currentTarget: plainTarget(currentTarget, offsets),
      mark: mark ?? {},
      detail: this.detail,
      ...others,
    };
    for (const name of CONTROLS) {
      Object.defineProperty(event, name, { value: this[name].bind(this), enumerable: false });
    }
    return event as unknown as Shadowed;
  };
}

/** A node as listeners see it. */
export function plainTarget(element: glassEasel.Element, offsets: Offsets = {}): Target {
  return {
    id: element.id,
    dataset: { ...(element.dataset as Record<string, unknown> | null) },
    offsetLeft: offsets.offsetLeft ?? 0,
    offsetTop: offsets.offsetTop ?? 0,
  };
}

/** Events of the built-ins that go up the tree; all others stay with their component. */
export function dispatchViewEvent(context: RecordingContext, event: ViewEvent): void {
  if (event.model !== undefined) {
    context.nodes.get(event.node)?.changeModel(event.model.name, event.model.value);
  }
  const { type, detail, bubbles, fields = {} } = event;
  const options = { bubbles, composed: bubbles, capturePhase: true, extraFields: fields };
  context.dispatch(event.node, type, { detail, options });
}
