import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { PlatformError, PlatformRefusal } from '../../kernel/call-out';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { cutPage, readCursor } from '../../kernel/paging';
import * as staff from '../staff';
import { findChannelOrder, listByState, moveChannelOrder } from './channel-order.model';
import type { ChannelOrder, State } from './channel-order.model';
import { pull } from './pull-order';
import { apiOf, isConnector } from './refund-at-channel';
import { requireOperator } from './require-operator';

type List = Contracts['channels.listOrders'];
type View = Answer<Contracts['channels.resolveOrder']>;

/** Not ours yet: a person may still decide. */
const OPEN: readonly State[] = ['stuck', 'waiting_mapping'];
const BY_PERSON = '已在渠道退款';

/** Refuses: FORBIDDEN, INVALID_INPUT (cursor). */
export async function listOrders(ctx: Ctx, input: Parsed<List>): Promise<Answer<List>> {
  await requireOperator(ctx);
  const after = readCursor(input.cursor);
  const found = await listByState({
    state: input.state,
    limit: input.limit + 1,
    ...(after ? { after } : {}),
  });
  const { page, nextCursor } = cutPage(found, input.limit, ({ seenAt, _id }) => ({ at: seenAt, id: _id }));
  return { items: page.map(present), nextCursor };
}

/**
 * Tries an order again that could not become ours, or gives its money back at the platform for good.
 * Refuses: FORBIDDEN, NOT_FOUND, ORDER_STATE_CONFLICT (it is ours by now, or closed), CHANNEL_NOT_CONNECTED (that platform
 * cannot be asked, or said no), BUSY (it did not answer).
 */
export async function resolveOrder(
  ctx: Ctx,
  input: Parsed<Contracts['channels.resolveOrder']>,
): Promise<View> {
  await requireOperator(ctx);
  const { source, channelOrderId: foreignId, action } = input;
  const order = await findChannelOrder(source, foreignId);
  if (!order) throw new AppError('NOT_FOUND');
  if (!OPEN.includes(order.state)) throw new AppError('ORDER_STATE_CONFLICT');
  if (!isConnector(source) || !apiOf(source)) throw new AppError('CHANNEL_NOT_CONNECTED');
  await staff.recordAudit(ctx, {
    action: `channels.resolveOrder.${action}`,
    subject: `${source}/${foreignId}`,
  });
  if (action === 'retry') await pull(ctx, source, foreignId);
  else await giveBack(order);
  return present((await findChannelOrder(source, foreignId)) ?? order);
}

/** Closed first, so that it cannot become ours while its money goes back; the refund number makes the second try the same one. */
async function giveBack(order: ChannelOrder): Promise<void> {
  const { source, foreignId, paidFen } = order;
  if (!(await moveChannelOrder(order, OPEN, { state: 'closed', reason: BY_PERSON })))
    throw new AppError('ORDER_STATE_CONFLICT');
  try {
    await apiOf(source)?.refund({
      orderId: foreignId,
      refundNo: `${foreignId}-closed`,
      amountFen: paidFen,
      reason: '无法履约',
    });
  } catch (error) {
    await moveChannelOrder(order, ['closed'], { state: order.state, reason: order.reason });
    if (error instanceof PlatformError) throw new AppError('BUSY');
    if (error instanceof PlatformRefusal) throw new AppError('CHANNEL_NOT_CONNECTED');
    throw error;
  }
}

const present = (order: ChannelOrder): View => ({
  source: order.source,
  channel: order.channel,
  channelOrderId: order.foreignId,
  state: order.state,
  reason: order.reason,
  orderId: order.orderId,
  paidFen: order.paidFen,
  seenAt: order.seenAt.toISOString(),
  priceDifferenceFen: order.priceDifferenceFen,
});
