import { Counter } from 'prom-client';
import type { Posted, Webhook, WebhookAnswer } from '../../http/routes';
import type { Ctx } from '../../kernel/context';
import { log } from '../../kernel/log';
import { registry } from '../../kernel/metrics';
import { CONNECTORS, connectorOf } from '../../platform/channels';
import type { ChannelNews, Connector, ConnectorName } from '../../platform/channels';
import { keepMessage } from './message.model';
import { pull } from './pull-order';

const counted = new Counter({
  name: 'omni_channel_messages_total',
  help: 'Messages of platforms by what became of them',
  labelNames: ['connector', 'outcome'],
  registers: [registry],
});

const NOT_HERE: WebhookAnswer = { status: 404, type: 'application/json', body: '{"error":"not connected"}' };

/**
 * Answers as the platform wants it and within a few writes: who posted is checked on the raw bytes, the body is kept for 30
 * days, the same message counts once, and the order it names is asked for later. News of nothing we follow is kept and counted.
 */
async function receive(ctx: Ctx, name: ConnectorName, posted: Posted): Promise<WebhookAnswer> {
  const connector = connectorOf(name);
  if (!connector) return NOT_HERE;
  const { headers, query, body } = posted;
  const reading = connector.read({ path: pathOf(name), headers, query, body }, ctx.now);
  if (reading.kind === 'refused') {
    counted.inc({ connector: name, outcome: `refused: ${reading.because}` });
    log.warn({ traceId: ctx.traceId, connector: name, because: reading.because }, 'message refused');
  }
  if (reading.kind === 'news')
    for (const news of reading.news) await keep(ctx, connector, { news, body: posted.body });
  return reading.answer;
}

async function keep(
  ctx: Ctx,
  { name }: Connector,
  { news, body }: { news: ChannelNews; body: Buffer },
): Promise<void> {
  const { messageId, event, orderId: foreignId } = news;
  const message = { connector: name, messageId, event, foreignId, body, receivedAt: ctx.now };
  const isNew = await keepMessage(message, async () => {
    if (foreignId !== null) await pull(ctx, name, foreignId);
  });
  const outcome = !isNew ? 'repeated' : foreignId === null ? 'ignored' : 'queued';
  counted.inc({ connector: name, outcome });
}

const pathOf = (name: ConnectorName): string => `/webhooks/channels/${name}`;

export const webhooks: Webhook[] = CONNECTORS.map((name) => ({
  name: `channel.${name}`,
  path: pathOf(name),
  run: (ctx, posted) => receive(ctx, name, posted),
}));
