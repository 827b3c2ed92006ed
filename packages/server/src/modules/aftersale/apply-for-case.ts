import { createHash, randomInt } from 'node:crypto';
import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { shanghai } from '@omni/shared/time';
import type { Ctx } from '../../kernel/context';
import { inTransaction, isDuplicateKey } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import * as identity from '../identity';
import * as orders from '../orders';
import type { Order } from '../orders';
import { ASKED, DECIDE_WITHIN_MS, approvedPath } from './aftersale.rules';
import { askedPieces, findCase, findOfOrder, insertCase } from './case.model';
import type { Case, CaseLine } from './case.model';
import { claimPieces, openClaims } from './claim.model';
import { checkAsked, mostPieces, takesWhole, worthOf } from './eligible.rules';
import { holdReplacements, releaseReplacements } from './hold-replacement';
import type { Exchange } from './hold-replacement';
import { advance, askMoney, nameOf, tell } from './move-case';
import { presentCase } from './present';
import { isAutomatic, termsOf } from './reason.rules';
import type { Phase } from './reason.rules';

type Apply = Contracts['aftersale.apply'];
type Input = Parsed<Apply>;
type Intent = { caseId: string; contentHash: string };

const ID_SPACE = 36n ** 20n;
const digest = (text: string): string =>
  (BigInt(`0x${createHash('sha256').update(text).digest('hex')}`) % ID_SPACE).toString(36).padStart(20, '0');

/** The same intent is always the same case; the contract's parser has put the fields in one order. */
const intentOf = (origin: string, { requestId, ...content }: Input): Intent => ({
  caseId: digest(`aftersale ${origin} ${requestId.toLowerCase()}`),
  contentHash: digest(JSON.stringify(content)),
});

/**
 * Opens a case: the pieces are claimed, and where nobody has to decide it is approved in the same breath. A replacement is held
 * before the case exists; a crash in between costs its lease. Refuses: NOT_FOUND, AFTERSALE_NOT_ALLOWED, AFTERSALE_TOO_LATE,
 * AFTERSALE_LINE_TAKEN, AFTERSALE_REASON_UNFIT, AFTERSALE_NOTE_REQUIRED, AFTERSALE_NOT_EXCHANGEABLE, OUT_OF_STOCK, REQUEST_REUSED.
 */
export async function applyForCase(ctx: Ctx, input: Input): Promise<Answer<Apply>> {
  const { origin } = await identity.requireMember(ctx);
  const intent = intentOf(origin, input);
  const earlier = await findCase(intent.caseId);
  if (earlier) return answerAgain(earlier, intent);
  const order = await orders.requireOwnOrder(ctx, input.orderId);
  requireAllowed(ctx, order, input);
  await openClaims(order.orderId);
  const exchange = await holdReplacements(ctx, order, input);
  try {
    return presentCase(await open(ctx, input, { intent, exchange }));
  } catch (error) {
    const stored = await findCase(intent.caseId);
    if (exchange && stored?.exchange?.holdId !== exchange.holdId) await releaseReplacements(ctx, exchange);
    if (!stored) throw error;
    return answerAgain(stored, intent);
  }
}

function answerAgain(earlier: Case, { contentHash }: Intent): Answer<Apply> {
  if (earlier.contentHash !== contentHash) throw new AppError('REQUEST_REUSED');
  return presentCase(earlier);
}

/** Throws the refusal, or answers where the lines stand. */
function requireAllowed(ctx: Ctx, order: Order, input: Input): Phase {
  const checked = checkAsked(order, input, ctx.now);
  if ('refused' in checked)
    throw new AppError(
      checked.refused,
      checked.lineNo === undefined ? undefined : { lineNo: checked.lineNo },
    );
  return checked.phase;
}

type Given = { intent: Intent; exchange: Exchange | null };
const NUMBER_TRIES = 3;

async function open(ctx: Ctx, input: Input, given: Given): Promise<Case> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await inTransaction(() => openOnce(ctx, input, given));
    } catch (error) {
      const numberTaken = isDuplicateKey(error) && !(await findCase(given.intent.caseId));
      if (!numberTaken || tries === NUMBER_TRIES) throw error;
    }
  }
}

/** Everything is looked at again inside the transaction: the order may have moved since. */
async function openOnce(ctx: Ctx, input: Input, given: Given): Promise<Case> {
  const order = await orders.requireOwnOrder(ctx, input.orderId);
  const phase = requireAllowed(ctx, order, input);
  const cases = await findOfOrder(order.orderId);
  const claimed = await claimPieces(
    order.orderId,
    input.lines.map(({ lineNo, quantity }) => {
      const line = order.lines.find((one) => one.lineNo === lineNo);
      return { lineNo, quantity, most: line ? mostPieces(line, askedPieces(cases, lineNo)) : 0 };
    }),
  );
  if (!claimed) throw new AppError('AFTERSALE_LINE_TAKEN');
  if (phase === 'before_handover' && !takesWhole(order, input)) throw new AppError('AFTERSALE_NOT_ALLOWED');
  const draft = draftCase(ctx, order, { ...given, input });
  const terms = termsOf(phase, input.kind, input.reason);
  const automatic = terms !== null && isAutomatic(terms, draft.refundFen, autoSoFar(cases));
  const one = automatic ? await approveAtOnce(ctx, draft) : draft;
  await insertCase(one);
  await tell(ctx, one, one.state);
  return one;
}

async function approveAtOnce(ctx: Ctx, draft: Case): Promise<Case> {
  const next = advance(ctx, draft, approvedPath(draft.kind));
  const money = next.state === 'refunding' ? await askMoney(ctx, draft) : {};
  return { ...draft, ...next, ...money, automatic: true };
}

/** What the order got back without anybody deciding and without goods coming back. */
const autoSoFar = (cases: readonly Case[]): number =>
  cases
    .filter(({ automatic, kind, state }) => automatic && kind === 'refund_only' && ASKED.includes(state))
    .reduce((sum, { refundFen }) => sum + refundFen, 0);

function draftCase(ctx: Ctx, order: Order, { input, intent, exchange }: Given & { input: Input }): Case {
  const lines = input.lines.map((wanted) => lineOf(order, wanted, exchange));
  return {
    ...intent,
    caseNo: newCaseNo(ctx.now),
    orderId: order.orderId,
    orderNo: order.orderNo,
    customerId: order.customerId,
    origin: order.origin,
    channel: order.channel,
    kind: input.kind,
    state: 'applied',
    reason: input.reason,
    note: input.note ?? null,
    lines,
    refundFen: lines.reduce((sum, { refundFen }) => sum + refundFen, 0),
    hasGifts: order.lines.some(({ isGift, removed }) => isGift && !removed),
    store: order.store && { storeId: order.store.storeId, name: order.store.name },
    automatic: false,
    exchange: exchange && { storeId: exchange.storeId, name: exchange.name, holdId: exchange.holdId },
    received: null,
    declinedReason: null,
    escalatedAt: null,
    problem: null,
    timeline: [{ state: 'applied', at: ctx.now, by: nameOf(ctx.actor) }],
    appliedAt: ctx.now,
    dueAt: new Date(ctx.now.getTime() + DECIDE_WITHIN_MS),
    endedAt: null,
  };
}

function lineOf(order: Order, wanted: Input['lines'][number], exchange: Exchange | null): CaseLine {
  const { lineNo, quantity } = wanted;
  const line = order.lines.find((one) => one.lineNo === lineNo);
  if (!line) throw new AppError('AFTERSALE_NOT_ALLOWED', { lineNo });
  const { skuId, productId, title, valuesText, imageUrl } = line;
  const refundFen = exchange ? 0 : worthOf(order, lineNo, quantity);
  const replacement = exchange?.replacements.get(lineNo) ?? null;
  return { lineNo, skuId, productId, title, valuesText, imageUrl, quantity, refundFen, replacement };
}

const newCaseNo = (now: Date): string =>
  shanghai(now).date.replaceAll('-', '') + String(randomInt(1_000_000)).padStart(6, '0');
