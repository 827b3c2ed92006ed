import type { Ctx } from '../ctx';
import { call } from '../http/post';
import type { Call } from '../http/post';
import type { Delivery, DeliveryAttempt, DeliveryMode } from './types';

/** WeChat Pay and WeCom both give a receiver five seconds. */
const ANSWER_WITHIN_MS = 5000;
const KEPT = 500;

export type BuildCall = (ctx: Ctx, delivery: Delivery, mode: DeliveryMode) => Call;
export type DeliveryDraft = Pick<
  Delivery,
  'id' | 'channel' | 'event' | 'subject' | 'url' | 'message' | 'summary' | 'retrySeconds'
>;

/** Sends notices, repeats the unanswered ones after the platform's table, and does to them what a test asked for. */
export class Deliveries {
  constructor(
    private readonly ctx: () => Ctx,
    private readonly builders: Record<Delivery['channel'], BuildCall>,
  ) {}

  queue(draft: DeliveryDraft): Delivery {
    const { state, clock } = this.ctx();
    const delivery: Delivery = { ...draft, createdAt: clock.now(), status: 'waiting', attempts: [] };
    state.deliveries.push(delivery);
    if (state.deliveries.length > KEPT) state.deliveries.splice(0, state.deliveries.length - KEPT);
    this.plan(delivery, clock.now());
    return delivery;
  }

  /** Sends what is held, oldest first unless asked otherwise, one after the other. */
  async flush(options: { reverse?: boolean; ids?: string[] }): Promise<number> {
    const held = this.ctx().state.deliveries.filter(
      (delivery) => delivery.status === 'held' && (options.ids?.includes(delivery.id) ?? true),
    );
    if (options.reverse) held.reverse();
    for (const delivery of held) await this.attempt(delivery, 'deliver');
    return held.length;
  }

  /** The platform's right to send a notice once more, even one that was answered. */
  async redeliver(id: string): Promise<Delivery | undefined> {
    const delivery = this.ctx().state.deliveries.find((candidate) => candidate.id === id);
    if (delivery) await this.attempt(delivery, 'deliver');
    return delivery;
  }

  /** After a restart: what was waiting goes on waiting. */
  resume(): void {
    for (const delivery of this.ctx().state.deliveries) {
      if (delivery.status === 'waiting') this.plan(delivery, delivery.nextAttemptAt ?? 0);
    }
  }

  private plan(delivery: Delivery, dueMs: number): void {
    delivery.nextAttemptAt = dueMs;
    const { clock, state } = this.ctx();
    clock.schedule(dueMs, async () => {
      if (delivery.status !== 'waiting' || !state.deliveries.includes(delivery)) return;
      const mode = this.takeFault(delivery.channel);
      if (mode === 'hold') delivery.status = 'held';
      else await this.attempt(delivery, mode);
    });
  }

  private takeFault(channel: Delivery['channel']): DeliveryMode {
    const fault = this.ctx().state.faults[channel];
    if (fault.times <= 0) return 'deliver';
    fault.times -= 1;
    return fault.mode;
  }

  private async attempt(delivery: Delivery, mode: DeliveryMode): Promise<void> {
    delete delivery.nextAttemptAt;
    const accepted = await this.send(delivery, mode);
    if (accepted && mode === 'duplicate') await this.send(delivery, mode);
    if (accepted) {
      delivery.status = 'delivered';
      return;
    }
    const waitSeconds = delivery.retrySeconds[delivery.attempts.length - 1];
    delivery.status = waitSeconds === undefined ? 'given-up' : 'waiting';
    if (waitSeconds !== undefined) this.plan(delivery, this.ctx().clock.now() + waitSeconds * 1000);
  }

  private async send(delivery: Delivery, mode: DeliveryMode): Promise<boolean> {
    const ctx = this.ctx();
    const startedAt = ctx.clock.now();
    const attempt: DeliveryAttempt = { at: startedAt, mode };
    delivery.attempts.push(attempt);
    const outgoing = this.builders[delivery.channel](ctx, delivery, mode);
    try {
      const answer = await call(outgoing, ANSWER_WITHIN_MS);
      attempt.status = answer.status;
      attempt.answer = answer.body.slice(0, 500);
    } catch (error) {
      attempt.error = error instanceof Error ? error.message : String(error);
    }
    ctx.journal.add({
      at: startedAt,
      direction: 'out',
      host: delivery.channel === 'pay' ? 'WeChat Pay → notify_url' : 'WeCom → callback',
      method: outgoing.method,
      path: outgoing.url,
      status: attempt.status ?? 0,
      durationMs: ctx.clock.now() - startedAt,
      errcode: delivery.event,
      explanation: explain(delivery, attempt),
    });
    return attempt.status === 200 || (attempt.status === 204 && delivery.channel === 'pay');
  }
}

function explain(delivery: Delivery, attempt: DeliveryAttempt): string {
  const how = attempt.mode === 'deliver' ? '' : `(${attempt.mode})`;
  const answer = attempt.error ?? `${attempt.status} ${attempt.answer ?? ''}`.trim();
  return `${delivery.summary}${how} ${delivery.subject}: ${answer}`;
}
