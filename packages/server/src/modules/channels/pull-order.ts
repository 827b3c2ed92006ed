import type { Ctx } from '../../kernel/context';
import { later } from '../../kernel/outbox';
import type { ConnectorName } from '../../platform/channels';
import { pullChannelOrder } from './jobs';
import { listUnhandled } from './message.model';

const LOST_AFTER_MS = 45 * 60_000;
const BATCH = 100;

/** The platform will be asked for this order. Joins the caller's transaction. */
export const pull = (ctx: Ctx, connector: ConnectorName, foreignId: string): Promise<void> =>
  later(ctx, pullChannelOrder, {
    key: `${connector}/${foreignId}`,
    body: { connector, foreignId },
    at: ctx.now,
  });

/** Orders whose asking was lost (a platform that did not answer for long) are asked for again. */
export async function resumeMessages(ctx: Ctx): Promise<void> {
  const lost = await listUnhandled(new Date(ctx.now.getTime() - LOST_AFTER_MS), BATCH);
  const orders = new Map(lost.map((message) => [`${message.connector}/${message.foreignId}`, message]));
  for (const { connector, foreignId } of orders.values())
    if (foreignId !== null) await pull(ctx, connector, foreignId);
}
