import type { Order, OrderStatus } from '../orders';
import { hasLeft, priceRefund, refundFenOf } from '../orders';
import type { Kind } from './aftersale.rules';
import { ALL_REASONS, applyBefore, termsOf } from './reason.rules';
import type { Phase, Reason } from './reason.rules';

type Line = Order['lines'][number];
export const KINDS: readonly Kind[] = ['refund_only', 'return', 'exchange'];
const OURS: readonly OrderStatus[] = ['paid', 'accepted', 'ready'];
const THEIRS: readonly OrderStatus[] = ['handed_over', 'shipped', 'completed'];

/** When the time to complain began; null: not yet. */
export const handedOverAt = (order: Pick<Order, 'handedOverAt' | 'completedAt'>): Date | null =>
  order.handedOverAt ?? order.completedAt;

/** Where a line stands; null: there is nothing to give back. */
export function phaseOf(order: Order, line: Line): Phase | null {
  if (line.isGift) return null;
  if (THEIRS.includes(order.status)) return line.removed ? null : 'after_handover';
  if (!OURS.includes(order.status) || order.stockKeptAt === null) return null;
  if (hasLeft(order, line)) return 'after_handover';
  return line.removed ? null : 'before_handover';
}

/** What can be asked for a line, whatever the reason. */
export const kindsOf = (phase: Phase | null): readonly Kind[] =>
  phase === null ? [] : phase === 'before_handover' ? ['refund_only'] : KINDS;

/** Pieces that may be in cases: all but those whose money went back otherwise. `inCases`: pieces whose cases asked for money. */
export const mostPieces = (line: Pick<Line, 'quantity' | 'refundedQuantity'>, inCases: number): number =>
  line.quantity - Math.max(0, line.refundedQuantity - inCases);

export type Asked = {
  kind: Kind;
  reason: Reason;
  note?: string | undefined;
  lines: readonly { lineNo: number; quantity: number }[];
};
export type Refused =
  'AFTERSALE_NOT_ALLOWED' | 'AFTERSALE_TOO_LATE' | 'AFTERSALE_REASON_UNFIT' | 'AFTERSALE_NOTE_REQUIRED';

/** Why a case cannot be opened like this, or the phase of its lines. Whether the pieces are free is another question. */
export function checkAsked(
  order: Order,
  asked: Asked,
  now: Date,
): { refused: Refused; lineNo?: number } | { phase: Phase } {
  const phases = asked.lines.map(({ lineNo }) => {
    const line = order.lines.find((one) => one.lineNo === lineNo);
    return line ? phaseOf(order, line) : null;
  });
  const bad = phases.findIndex(
    (phase) => phase === null || phase !== phases[0] || !kindsOf(phase).includes(asked.kind),
  );
  const [phase] = phases;
  if (!phase || bad >= 0)
    return { refused: 'AFTERSALE_NOT_ALLOWED', lineNo: asked.lines[Math.max(0, bad)]?.lineNo ?? 0 };
  const terms = termsOf(phase, asked.kind, asked.reason);
  if (!terms) return { refused: 'AFTERSALE_REASON_UNFIT' };
  const until = applyBefore(terms, phase === 'before_handover' ? null : handedOverAt(order));
  if (until && now > until) return { refused: 'AFTERSALE_TOO_LATE' };
  if (terms.noteRequired && !asked.note) return { refused: 'AFTERSALE_NOTE_REQUIRED' };
  return { phase };
}

/** Of goods still here, each SKU goes whole. */
export const takesWhole = (order: Order, asked: Asked): boolean => priceRefund(order, asked.lines) !== null;

/** What pieces would bring back, to the fen. */
export function worthOf(order: Order, lineNo: number, quantity: number): number {
  const line = order.lines.find((one) => one.lineNo === lineNo);
  return line ? refundFenOf(line, Math.min(quantity, line.quantity - line.refundedQuantity)) : 0;
}

export type ReasonOption = { reason: Reason; noteRequired: boolean; applyBefore: Date | null };

/** The reasons that can be given now, by kind, for lines in these phases. */
export function reasonsFor(order: Order, phases: ReadonlySet<Phase>, now: Date): Map<Kind, ReasonOption[]> {
  const found = new Map<Kind, ReasonOption[]>();
  for (const kind of KINDS) {
    const options = [...phases].flatMap((phase) => optionsOf(order, { phase, kind, now }));
    if (options.length > 0) found.set(kind, options);
  }
  return found;
}

function optionsOf(
  order: Order,
  { phase, kind, now }: { phase: Phase; kind: Kind; now: Date },
): ReasonOption[] {
  const since = phase === 'before_handover' ? null : handedOverAt(order);
  return ALL_REASONS.flatMap((reason) => {
    const terms = termsOf(phase, kind, reason);
    const until = terms && applyBefore(terms, since);
    if (!terms || (until && now > until)) return [];
    return [{ reason, noteRequired: terms.noteRequired, applyBefore: until }];
  });
}
