import type { Ctx } from '../ctx';
import { takeDeliveryFault } from '../faults/take';
import type { DeliveryFault } from '../faults/types';
import { call } from '../http/post';
import type { Answer, Call } from '../http/post';
import type { Channel, Delivery, DeliveryAttempt, DeliveryMode } from './types';

/** WeChat Pay, WeCom and the message push all give a receiver five seconds. */
const ANSWER_WITHIN_MS = 5000;
/** Finished deliveries that are remembered; those still under way always are. */
const KEPT = 500;
const USUAL_DELAY_SECONDS = 60;
/** An overtaken notice goes out after this even when nothing overtakes it. */
const REORDER_WITHIN_MS = 30_000;
const WHO = {
  pay: 'WeChat Pay → notify_url',
  wecom: 'WeCom → callback',
  push: 'message push → URL',
  douyin: 'Douyin → webhook',
};

export type BuildCall = (ctx: Ctx, delivery: Delivery, mode: DeliveryMode) => Call | Promise<Call>;
export type DeliveryDraft = Pick<
  Delivery,
  'id' | 'channel' | 'event' | 'subject' | 'url' | 'message' | 'summary' | 'retrySeconds' | 'appid'
>;

/** Sends notices, repeats the unanswered ones after the platform's table, and does to them what a test asked for. */
export class Deliveries {
  /** Events go out one after the other, so that they come in their order unless a fault is asked for; payments do not wait. */
  private readonly lanes = { wecom: Promise.resolve(true), push: Promise.resolve(true) };

  constructor(
    private readonly ctx: () => Ctx,
    private readonly builders: Record<Channel, BuildCall>,
  ) {}

  queue(draft: DeliveryDraft): Delivery {
    const { state, clock } = this.ctx();
    const delivery: Delivery = { ...draft, createdAt: clock.now(), status: 'waiting', attempts: [] };
    state.deliveries.push(delivery);
    forgetOldest(state.deliveries);
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
      if (delivery.reordered) this.planRelease(delivery, 0);
    }
  }

  private plan(delivery: Delivery, dueMs: number, untouched = false): void {
    delivery.nextAttemptAt = dueMs;
    const { clock, state } = this.ctx();
    clock.schedule(dueMs, async () => {
      // A reset puts another state in the place of the one this delivery belongs to.
      if (delivery.status !== 'waiting' || this.ctx().state !== state) return;
      const fault = untouched ? undefined : takeDeliveryFault(this.ctx(), delivery.channel);
      await this.meet(delivery, fault ?? { mode: 'deliver', times: 0 });
    });
  }

  private async meet(delivery: Delivery, fault: DeliveryFault): Promise<void> {
    const { clock } = this.ctx();
    const { mode } = fault;
    if (mode === 'hold') {
      delivery.status = 'held';
    } else if (mode === 'lose') {
      delivery.status = 'lost';
      delivery.attempts.push({ at: clock.now(), mode, error: 'lost on its way' });
    } else if (mode === 'delay') {
      this.plan(delivery, clock.now() + (fault.delaySeconds ?? USUAL_DELAY_SECONDS) * 1000, true);
    } else if (mode === 'reorder') {
      delivery.status = 'held';
      delivery.reordered = true;
      this.planRelease(delivery, clock.now() + REORDER_WITHIN_MS);
    } else {
      await this.attempt(delivery, mode);
    }
  }

  private planRelease(delivery: Delivery, dueMs: number): void {
    this.ctx().clock.schedule(dueMs, async () => {
      if (delivery.reordered) await this.attempt(delivery, 'deliver');
    });
  }

  private async attempt(delivery: Delivery, mode: DeliveryMode): Promise<void> {
    delete delivery.nextAttemptAt;
    delete delivery.reordered;
    const { state } = this.ctx();
    const accepted = await this.sendInTurn(delivery, mode);
    if (accepted && mode === 'duplicate') await this.sendInTurn(delivery, mode);
    // A reset forgets what is on its way.
    if (this.ctx().state !== state) return;
    if (accepted) {
      delivery.status = 'delivered';
      await this.releaseOvertaken(delivery);
      return;
    }
    const waitSeconds = delivery.retrySeconds[delivery.attempts.length - 1];
    delivery.status = waitSeconds === undefined ? 'given-up' : 'waiting';
    if (waitSeconds !== undefined) this.plan(delivery, this.ctx().clock.now() + waitSeconds * 1000);
  }

  private async releaseOvertaken(by: Delivery): Promise<void> {
    const overtaken = this.ctx().state.deliveries.filter(
      (delivery) => delivery.reordered && delivery.channel === by.channel,
    );
    for (const delivery of overtaken) await this.attempt(delivery, 'deliver');
  }

  private sendInTurn(delivery: Delivery, mode: DeliveryMode): Promise<boolean> {
    const { channel } = delivery;
    if (channel === 'pay' || channel === 'douyin') return this.send(delivery, mode);
    const { state } = this.ctx();
    const whenItsTurn = async (): Promise<boolean> =>
      this.ctx().state === state && (await this.send(delivery, mode));
    this.lanes[channel] = this.lanes[channel].then(whenItsTurn, whenItsTurn);
    return this.lanes[channel];
  }

  private async send(delivery: Delivery, mode: DeliveryMode): Promise<boolean> {
    const ctx = this.ctx();
    const attempt: DeliveryAttempt = { at: ctx.clock.now(), mode };
    delivery.attempts.push(attempt);
    const outgoing = await this.builders[delivery.channel](ctx, delivery, mode);
    let answer: Answer | undefined;
    let heeded: string | undefined;
    try {
      answer = await call(outgoing, ANSWER_WITHIN_MS);
      attempt.status = answer.status;
      attempt.answer = answer.body.slice(0, 500);
      heeded = outgoing.heed?.(answer);
    } catch (error) {
      attempt.error = error instanceof Error ? error.message : String(error);
    }
    ctx.journal.add({
      at: attempt.at,
      direction: 'out',
      host: WHO[delivery.channel],
      method: outgoing.method,
      path: outgoing.url,
      status: attempt.status ?? 0,
      durationMs: ctx.clock.now() - attempt.at,
      errcode: delivery.event,
      explanation: explain(delivery, attempt) + (heeded === undefined ? '' : ` (${heeded})`),
      sent: { headers: outgoing.headers, body: outgoing.body ?? '' },
      ...(answer ? { answered: { headers: answer.headers, body: answer.body } } : {}),
      plain: delivery.message,
    });
    return accepted(delivery, answer);
  }
}

/** WeChat Pay also takes 204; a message push wants `success`, nothing, or a message in reply. */
function accepted({ channel }: Delivery, answer: Answer | undefined): boolean {
  if (channel === 'push') return answer?.status === 200 && /^(success)?$|^[<{]/.test(answer.body.trim());
  return answer?.status === 200 || (answer?.status === 204 && channel === 'pay');
}

function forgetOldest(deliveries: Delivery[]): void {
  if (deliveries.length <= KEPT) return;
  const finished = deliveries.findIndex(({ status }) => status !== 'waiting' && status !== 'held');
  if (finished >= 0) deliveries.splice(finished, 1);
}

function explain(delivery: Delivery, attempt: DeliveryAttempt): string {
  const how = attempt.mode === 'deliver' ? '' : `(${attempt.mode})`;
  const answer = attempt.error ?? `${attempt.status} ${attempt.answer ?? ''}`.trim();
  return `${delivery.summary}${how} ${delivery.subject}: ${answer}`;
}
