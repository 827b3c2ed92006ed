import type { Answer } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import type { SkuCard } from '../catalog';
import * as staff from '../staff';
import { REASON_TEXTS, WHY_TEXTS } from './adjust.rules';
import type { CountTask } from './count-task.model';
import type { StockFigures } from './stock.model';
import { sellable } from './stock.rules';
import type { Movement, Stock } from './stock.rules';

export type StockView = Answer<Contracts['inventory.adjust']>;
export type MovementView = Answer<Contracts['inventory.history']>['items'][number];
export type CountTaskView = Answer<Contracts['inventory.askForCount']>;

/** Goods that the catalogue has lost still lie on the shelf: then the SKU is all there is to show. */
const cardOf = (skuId: string, cards: Map<string, SkuCard>): SkuCard =>
  cards.get(skuId) ?? { skuId, title: skuId, valuesText: '', imageUrl: '' };

export const presentStock = (stock: StockFigures | Stock, cards: Map<string, SkuCard>): StockView => ({
  ...cardOf(stock.skuId, cards),
  storeId: stock.locationId,
  onHand: stock.onHand,
  held: stock.held,
  unsellable: stock.unsellable ?? 0,
  safety: stock.safety,
  channelSafety: stock.channelSafety ?? {},
  available: sellable(stock),
  isShort: stock.held + (stock.unsellable ?? 0) > stock.onHand,
});

/** Names of staff by userid; of those who have left, the userid. */
export async function namesOf(
  ctx: Ctx,
  userids: (string | null | undefined)[],
): Promise<Map<string, string>> {
  const distinct = [...new Set(userids.filter((userid) => typeof userid === 'string'))];
  const members = await Promise.all(distinct.map((userid) => staff.findStaff(ctx, userid)));
  return new Map(distinct.map((userid, i) => [userid, members[i]?.name ?? userid]));
}

const nameIn = (names: Map<string, string>, by: string | null | undefined): string =>
  (by ? names.get(by) : undefined) ?? '系统';

export const presentMovement = (
  row: Movement,
  { balance, names }: { balance: number; names: Map<string, string> },
): MovementView => ({
  movementId: row._id,
  at: row.at.toISOString(),
  reason: row.reason,
  reasonText: REASON_TEXTS[row.reason],
  change: row.quantity,
  unsellableChange: row.unsellable ?? 0,
  balance,
  byText: nameIn(names, row.by),
  note: row.note ?? null,
  ref: row.ref,
});

export const presentCount = (
  task: CountTask,
  { basis, cards, names }: { basis: number; cards: Map<string, SkuCard>; names: Map<string, string> },
): CountTaskView => ({
  ...cardOf(task.skuId, cards),
  countId: task._id,
  storeId: task.locationId,
  why: task.why,
  whyText: WHY_TEXTS[task.why],
  state: task.state,
  openedAt: task.openedAt.toISOString(),
  basis,
  countedAt: task.countedAt?.toISOString() ?? null,
  counted: task.counted,
  difference: task.difference,
  byText: task.countedBy === null ? null : nameIn(names, task.countedBy),
});
