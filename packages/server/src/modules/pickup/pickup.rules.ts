import type { PickupAction, PickupStage } from '@omni/shared/contracts/pickup';
import type { ErrorCode } from '@omni/shared/errors';
import type { z } from 'zod';
import type { OrderStatus } from '../orders';

export type Stage = z.output<typeof PickupStage>;
type Action = z.output<typeof PickupAction>;

const DAY_MS = 24 * 3600_000;
/** How long the eight digits open an order; the QR code renews itself. */
export const DIGITS_LIVE_MS = 7 * DAY_MS;
/** Finished tasks stay in the queue this long, so that a store can look up what went over its counter. */
export const FINISHED_SHOWN_MS = 7 * DAY_MS;

const STAGES: Record<Stage, { text: string; actions: Action[]; open: boolean }> = {
  to_accept: { text: '待接单', actions: ['accept', 'reject'], open: true },
  preparing: { text: '备货中', actions: ['markReady', 'reject'], open: true },
  ready: { text: '待取货', actions: ['handOver'], open: true },
  handed_over: { text: '已取货', actions: [], open: false },
  shipped: { text: '已发货', actions: [], open: false },
  closed: { text: '已关闭', actions: [], open: false },
};
export const ALL_STAGES = Object.keys(STAGES) as Stage[];
export const OPEN_STAGES = ALL_STAGES.filter((stage) => STAGES[stage].open);

/** The store may still give it back. */
export const NOT_PACKED: readonly Stage[] = ['to_accept', 'preparing'];

export const stageText = (stage: Stage): string => STAGES[stage].text;
export const actionsOf = ({
  stage,
  fulfilment,
}: {
  stage: Stage;
  fulfilment: 'pickup' | 'delivery';
}): Action[] =>
  STAGES[stage].actions.map((action) =>
    action === 'markReady' && fulfilment === 'delivery' ? 'ship' : action,
  );

/** Whether the stage is one that `accept` (or `markReady`) has led to: then the same tap again is the same act. */
export const isAccepted = ({ stage }: { stage: Stage }): boolean =>
  stage === 'preparing' || stage === 'ready';
export const isReady = ({ stage }: { stage: Stage }): boolean => stage === 'ready';

type Closed = Extract<ErrorCode, 'PICKUP_ALREADY_HANDED_OVER' | 'PICKUP_ORDER_CLOSED' | 'PICKUP_NOT_READY'>;
/** Why an order cannot go over the counter, or null when it can. */
export function refusalOf(status: OrderStatus): Closed | null {
  switch (status) {
    case 'ready':
      return null;
    case 'handed_over':
    case 'shipped':
    case 'completed':
      return 'PICKUP_ALREADY_HANDED_OVER';
    case 'cancelled':
    case 'refunding':
    case 'refunded':
      return 'PICKUP_ORDER_CLOSED';
    case 'pending_payment':
    case 'paid':
    case 'accepted':
      return 'PICKUP_NOT_READY';
  }
}

export const digitsLive = (code: { issuedAt: Date }, now: Date): boolean =>
  now.getTime() - code.issuedAt.getTime() <= DIGITS_LIVE_MS;

/** The shopper is reminded once when the goods have waited this long. */
export const REMIND_AFTER_MS = 2 * DAY_MS;

/** `189****8001`, as WeChat wants a number it must not know whole. */
export const maskedContact = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(-4)}`;

/** `顾客 ****8001`: enough to call out, not to call up. */
export const customerText = (maskedPhone: string | null): string =>
  maskedPhone === null ? '顾客' : `顾客 ****${maskedPhone.slice(-4)}`;

/** `针织衫 ×1、长裤 ×2`, cut to what a platform takes. */
export function linesText(lines: { title: string; quantity: number }[], most: number): string {
  const text = [...lines.map((line) => `${line.title} ×${line.quantity}`).join('、')];
  return text.length <= most ? text.join('') : `${text.slice(0, most - 1).join('')}…`;
}
