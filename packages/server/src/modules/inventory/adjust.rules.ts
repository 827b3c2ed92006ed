import type { AdjustReason, CountWhy, MovementReason } from '@omni/shared/contracts/inventory';

/** What one piece of an adjustment does to the pieces on hand and to those set aside. */
const EFFECTS: Record<AdjustReason, { onHand: -1 | 0 | 1; unsellable: -1 | 0 | 1 }> = {
  received: { onHand: 1, unsellable: 0 },
  found: { onHand: 1, unsellable: 0 },
  transferred_in: { onHand: 1, unsellable: 0 },
  damaged: { onHand: -1, unsellable: 0 },
  lost: { onHand: -1, unsellable: 0 },
  transferred_out: { onHand: -1, unsellable: 0 },
  correction: { onHand: 1, unsellable: 0 },
  set_aside: { onHand: 0, unsellable: 1 },
  back_on_sale: { onHand: 0, unsellable: -1 },
  written_off: { onHand: -1, unsellable: -1 },
};

export type AdjustEffect = {
  change: number;
  unsellable: number;
  /** So many pieces must be neither promised nor set aside. */
  needsFree: number;
  /** So many pieces must be set aside. */
  needsSetAside: number;
};

/** `quantity` is positive, except for a correction downwards. */
export function effectOf(reason: AdjustReason, quantity: number): AdjustEffect {
  const { onHand, unsellable } = EFFECTS[reason];
  const change = onHand * quantity;
  const setAside = unsellable * quantity;
  return {
    // −0 is not 0 to those who compare documents.
    change: change === 0 ? 0 : change,
    unsellable: setAside === 0 ? 0 : setAside,
    needsFree: Math.max(0, setAside - change),
    needsSetAside: Math.max(0, -setAside),
  };
}

export const REASON_TEXTS: Record<MovementReason, string> = {
  received: '收货入库',
  found: '找到',
  transferred_in: '调入',
  damaged: '报损',
  lost: '丢失',
  transferred_out: '调出',
  correction: '更正',
  set_aside: '移出可售',
  back_on_sale: '恢复可售',
  written_off: '销毁',
  counted: '盘点',
  imported: '导入',
  handed_over: '交货',
  returned: '退货入库',
  rejected: '门店拒单',
};

export const WHY_TEXTS: Record<CountWhy, string> = {
  rejected: '门店拒单后核对',
  not_found: '交货数与账面不符',
  asked: '人工发起',
  routine: '例行盘点',
};
