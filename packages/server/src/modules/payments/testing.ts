import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../../kernel/ids';
import { Outbox } from '../../kernel/outbox';
import type { OutboxRow } from '../../kernel/outbox';
import type { Suite } from '../../testing';
import { prepay } from './prepay';
import type { PrepayInput, RequestPaymentParams } from './prepay';

export type Opened = { orderId: string; input: PrepayInput; params: RequestPaymentParams };

/** What a payment of a sandbox shopper is opened with; the order exists only by name. */
export async function aPrepayInput(suite: Suite, given: Partial<PrepayInput> = {}): Promise<PrepayInput> {
  const { shoppers } = await suite.sandbox.control.people();
  const lin = shoppers.find((shopper) => shopper.id === 'lin');
  return {
    orderId: newId(),
    customerId: newId(),
    openid: lin?.openid ?? '',
    amountFen: 123_45,
    description: '针织衫 等 2 种',
    payBefore: new Date(suite.ctx().now.getTime() + 15 * 60_000),
    ...given,
  };
}

export async function anOpenPayment(suite: Suite, given: Partial<PrepayInput> = {}): Promise<Opened> {
  const input = await aPrepayInput(suite, given);
  return { orderId: input.orderId, input, params: await prepay(suite.ctx(), input) };
}

/** The shopper pays with these params; answers what wx.requestPayment says. */
export const pay = async (suite: Suite, { params }: Pick<Opened, 'params'>): Promise<string> =>
  (await suite.sandbox.control.pay('lin', params)).errMsg;

/** Paid, and WeChat Pay has told us. */
export async function aPaidPayment(suite: Suite, given: Partial<PrepayInput> = {}): Promise<Opened> {
  const opened = await anOpenPayment(suite, given);
  await pay(suite, opened);
  await suite.sandbox.control.settle();
  return opened;
}

export async function eventually(look: () => Promise<boolean>, withinMs = 15_000): Promise<void> {
  const steps = Math.ceil(withinMs / 25);
  for (let step = 0; step < steps; step += 1) {
    if (await look()) return;
    await sleep(25);
  }
  throw new Error(`did not happen within ${withinMs} ms`);
}

export type News = {
  /** All news of this order so far: whatever was committed before this call is in it. */
  of: (orderId: string) => Promise<{ name: string; body: unknown }[]>;
  stop: () => Promise<void>;
};

/** Reads the outbox as it is written; the relay empties it too fast to look into it. */
export async function readNews(): Promise<News> {
  const rows: OutboxRow[] = [];
  const stream = Outbox.collection.watch([{ $match: { operationType: 'insert' } }]);
  const take = async (): Promise<OutboxRow> => {
    const change = await stream.next();
    const row = (change as unknown as { fullDocument: OutboxRow }).fullDocument;
    rows.push(row);
    return row;
  };
  const marker = async (): Promise<void> => {
    const _id = newId();
    const never = new Date('2999-01-01T00:00:00Z');
    const row: OutboxRow = {
      _id,
      kind: 'job',
      name: 'marker',
      key: _id,
      body: {},
      traceId: 'marker',
      dueAt: never,
      createdAt: never,
    };
    await Outbox.create([row]);
    while ((await take())._id !== _id);
  };
  await stream.tryNext();
  return {
    async of(orderId) {
      await marker();
      const events = rows.filter((row) => row.kind === 'event' && row.key === orderId);
      return events.map(({ name, body }) => ({ name, body }));
    },
    stop: () => stream.close(),
  };
}
