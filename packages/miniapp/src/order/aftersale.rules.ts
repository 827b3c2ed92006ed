import type {
  AftersaleCase,
  AftersaleInput,
  AftersaleKind,
  AftersaleLine,
  AftersaleOptions,
} from '../api/views';

/** What the shopper has filled in so far. `picked` is by line: pieces, and for an exchange what is wanted instead. */
export type Application = {
  kind: AftersaleKind | null;
  picked: Readonly<Record<number, Picked>>;
  reason: AftersaleInput['reason'] | null;
  note: string;
};
type Picked = { quantity: number; replacementSkuId: string | null };
type Options = Pick<AftersaleOptions, 'lines' | 'kinds'>;
type Reason = AftersaleOptions['kinds'][number]['reasons'][number];

/** The first thing that can be asked for is chosen from the start. */
export const startApplication = ({ kinds }: Pick<Options, 'kinds'>): Application => ({
  kind: kinds[0]?.kind ?? null,
  picked: {},
  reason: null,
  note: '',
});

export const reasonsOf = ({ kinds }: Pick<Options, 'kinds'>, kind: AftersaleKind | null): readonly Reason[] =>
  kinds.find((one) => one.kind === kind)?.reasons ?? [];

export const canPick = (line: AftersaleLine, kind: AftersaleKind | null): boolean =>
  kind !== null && line.availableQuantity > 0 && line.kinds.includes(kind);

/** Another kind keeps what also fits it. */
export function withKind(options: Options, form: Application, kind: AftersaleKind): Application {
  const kept = pickedLines(options, form).filter(({ line }) => canPick(line, kind));
  const reasonFits = reasonsOf(options, kind).some(({ reason }) => reason === form.reason);
  return {
    ...form,
    kind,
    picked: Object.fromEntries(kept.map(({ line, picked }) => [line.lineNo, picked])),
    reason: reasonFits ? form.reason : null,
  };
}

/**
 * Taps a line on or off. Goods that are still at the store and goods that were handed over are never in one case: picking one
 * leaves the others out.
 */
export function toggled(options: Options, form: Application, line: AftersaleLine): Application {
  const { [line.lineNo]: held, ...others } = form.picked;
  if (held !== undefined) return { ...form, picked: others };
  const alike = pickedLines(options, form).filter((one) => one.line.wholeLineOnly === line.wholeLineOnly);
  const picked = Object.fromEntries(alike.map((one) => [one.line.lineNo, one.picked]));
  return {
    ...form,
    picked: { ...picked, [line.lineNo]: { quantity: line.availableQuantity, replacementSkuId: null } },
  };
}

/** Changes a picked line; one that is not picked stays so. */
export function changed(form: Application, lineNo: number, change: Partial<Picked>): Application {
  const held = form.picked[lineNo];
  if (held === undefined) return form;
  return { ...form, picked: { ...form.picked, [lineNo]: { ...held, ...change } } };
}

/** Picked lines as the server knows them now, in its order, never more pieces than can still be given back. */
export function pickedLines({ lines }: Pick<Options, 'lines'>, { kind, picked }: Application) {
  return lines.flatMap((line) => {
    const held = picked[line.lineNo];
    if (held === undefined || !canPick(line, kind)) return [];
    const quantity = line.wholeLineOnly
      ? line.availableQuantity
      : Math.min(held.quantity, line.availableQuantity);
    return [{ line, picked: { ...held, quantity } }];
  });
}

/** What would come back; `exact` unless only some pieces of a line go, where a fen may be rounded off. */
export function expectedRefund(options: Options, form: Application): { fen: number; exact: boolean } {
  if (form.kind === 'exchange') return { fen: 0, exact: true };
  const all = pickedLines(options, form);
  return {
    fen: all.reduce(
      (sum, { line, picked }) =>
        sum + Math.floor((line.refundFen * picked.quantity) / line.availableQuantity),
      0,
    ),
    exact: all.every(({ line, picked }) => picked.quantity === line.availableQuantity),
  };
}

/** What is still to be filled in; null when it can be sent. */
export function applicationTrouble(
  options: Options,
  form: Application,
  storeId: string | null,
): string | null {
  const all = pickedLines(options, form);
  if (form.kind === null) return '没有可以申请的售后';
  if (all.length === 0) return '请选择要处理的商品';
  const reason = reasonsOf(options, form.kind).find((one) => one.reason === form.reason);
  if (reason === undefined) return '请选择原因';
  if (reason.noteRequired && form.note.trim() === '') return '请补充问题说明';
  if (form.kind !== 'exchange') return null;
  if (storeId === null) return '请选择换货门店';
  const open = all.find(({ line, picked }) => !canHave(line, picked.replacementSkuId));
  return open === undefined ? null : `请为「${open.line.title}」选择要换的规格`;
}

const canHave = (line: AftersaleLine, skuId: string | null): boolean =>
  line.replacements.some((one) => one.skuId === skuId && one.available !== false);

type Sent = Omit<AftersaleInput, 'requestId' | 'orderId'>;

/** Null while something is to be filled in. */
export function applicationInput(options: Options, form: Application, storeId: string | null): Sent | null {
  const { kind, reason, note } = form;
  if (applicationTrouble(options, form, storeId) !== null || kind === null || reason === null) return null;
  const isExchange = kind === 'exchange';
  const lines = pickedLines(options, form).map(({ line, picked }) => ({
    lineNo: line.lineNo,
    quantity: picked.quantity,
    ...(isExchange && picked.replacementSkuId !== null ? { replacementSkuId: picked.replacementSkuId } : {}),
  }));
  return {
    kind,
    lines,
    reason,
    ...(note.trim() === '' ? {} : { note: note.trim() }),
    ...(isExchange && storeId !== null ? { storeId } : {}),
  };
}

const ended: readonly AftersaleCase['state'][] = ['refunded', 'exchanged', 'declined', 'cancelled', 'closed'];

export const isMoving = ({ state }: Pick<AftersaleCase, 'state'>): boolean => !ended.includes(state);

/** Whether the number is wanted at a counter now: goods are to be brought back, or those of an exchange to be collected. */
export const isForCounter = ({
  kind,
  state,
  actions,
}: Pick<AftersaleCase, 'kind' | 'state' | 'actions'>): boolean =>
  actions.includes('showReturnNumber') || (kind === 'exchange' && state === 'received');
