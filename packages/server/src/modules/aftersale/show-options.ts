import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import * as inventory from '../inventory';
import * as orders from '../orders';
import type { Order } from '../orders';
import { KIND_TEXT } from './aftersale.rules';
import type { Kind } from './aftersale.rules';
import { askedPieces, findOfOrder } from './case.model';
import type { Case } from './case.model';
import { claimedOf } from './claim.model';
import { kindsOf, mostPieces, phaseOf, reasonsFor, worthOf } from './eligible.rules';
import { replacementsFor } from './hold-replacement';
import { REASONS } from './reason.rules';
import type { Phase } from './reason.rules';

type Options = Contracts['aftersale.options'];
type View = Answer<Options>;
type LineView = View['lines'][number];

/** What can be done about an own order now. Refuses: NOT_FOUND. */
export async function showOptions(ctx: Ctx, input: Parsed<Options>): Promise<View> {
  const order = await orders.requireOwnOrder(ctx, input.orderId);
  const claimed = await claimedOf(order.orderId);
  const cases = await findOfOrder(order.orderId);
  const phases = new Set(order.lines.flatMap((line) => phaseOf(order, line) ?? []));
  const reasons = reasonsFor(order, phases, ctx.now);
  const lines: LineView[] = [];
  for (const line of order.lines) {
    const taken = claimed.get(line.lineNo) ?? 0;
    const free = mostPieces(line, askedPieces(cases, line.lineNo)) - taken;
    const kinds = free > 0 ? kindsOf(phaseOf(order, line)).filter((kind) => reasons.has(kind)) : [];
    lines.push(await presentLine(ctx, { order, line, free, kinds, storeId: input.storeId }));
  }
  return {
    orderId: order.orderId,
    wholeOrder: wholeOrderOf(order),
    hint: hintOf(order, { phases, lines, cases }),
    lines,
    kinds: [...reasons].map(([kind, list]) => ({
      kind,
      text: KIND_TEXT[kind],
      reasons: list.map(({ reason, noteRequired, applyBefore }) => ({
        reason,
        text: REASONS[reason].text,
        noteRequired,
        applyBefore: applyBefore?.toISOString() ?? null,
      })),
    })),
  };
}

type Given = {
  order: Order;
  line: Order['lines'][number];
  free: number;
  kinds: Kind[];
  storeId: string | undefined;
};

async function presentLine(ctx: Ctx, { order, line, free, kinds, storeId }: Given): Promise<LineView> {
  const { lineNo, skuId, productId, title, valuesText, imageUrl, quantity, isGift } = line;
  const others = kinds.includes('exchange') ? await replacementsFor(ctx, line) : [];
  const skuIds = others.map((other) => other.skuId);
  const stock =
    storeId === undefined || skuIds.length === 0
      ? null
      : (await inventory.availableAt(ctx, [storeId], skuIds)).get(storeId);
  return {
    ...{ lineNo, skuId, productId, title, valuesText, imageUrl, quantity, isGift },
    availableQuantity: kinds.length > 0 ? free : 0,
    refundFen: kinds.length > 0 ? worthOf(order, lineNo, free) : 0,
    wholeLineOnly: phaseOf(order, line) === 'before_handover',
    kinds,
    replacements: others.map((other) => ({
      ...other,
      available: stock ? (stock.get(other.skuId) ?? 0) > 0 : null,
    })),
  };
}

function wholeOrderOf(order: Order): View['wholeOrder'] {
  if (order.status === 'pending_payment') return 'cancel';
  const isHere = order.status === 'paid' || order.status === 'accepted' || order.status === 'ready';
  return isHere && order.lines.every((line) => !line.handedOver) ? 'refund' : null;
}

function hintOf(
  order: Order,
  { phases, lines, cases }: { phases: ReadonlySet<Phase>; lines: LineView[]; cases: Case[] },
): string {
  if (order.status === 'pending_payment') return '订单还没支付，可以直接取消';
  if (order.status === 'cancelled') return '订单已取消';
  if (order.status === 'refunding' || order.status === 'refunded') return '订单已退款';
  if (lines.some(({ kinds }) => kinds.length > 0))
    return phases.has('after_handover') ? '请选择要处理的商品' : '商品还没交付，可以整行退掉';
  return cases.length > 0 ? '所选商品已在售后处理中或已处理完' : '已超过售后申请期限';
}
