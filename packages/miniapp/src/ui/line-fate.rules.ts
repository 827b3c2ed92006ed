import { yuan } from '@omni/shared/yuan';

export type Fate = {
  handedOver: boolean;
  removed: boolean;
  refundedQuantity: number;
  refundedFen: number;
};

/** What became of a line, for people: `已取货`, `已退 1 件 ¥199.00`; null when nothing did. */
export function fateText(line: Partial<Fate>): string | null {
  const { handedOver = false, removed = false, refundedQuantity = 0, refundedFen = 0 } = line;
  const said: string[] = [];
  if (handedOver) said.push('已取货');
  if (removed) said.push('已从订单移除');
  if (refundedQuantity > 0) said.push(`已退 ${refundedQuantity} 件 ¥${yuan(refundedFen)}`);
  return said.length === 0 ? null : said.join(' · ');
}
