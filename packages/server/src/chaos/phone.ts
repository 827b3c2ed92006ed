import { setTimeout as sleep } from 'node:timers/promises';
import type { Input, Reply } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Tally } from './tally';

type Name = keyof Contracts & string;
/** `unsure`: an earlier attempt of the same call went without an answer, so that it may have had its effect already. */
export type Said<T> = {
  ok: boolean;
  body: T;
  code: string | undefined;
  details: Record<string, unknown>;
  unsure: boolean;
};

const ANSWER_WITHIN_MS = 20_000;
const AGAIN_AFTER_MS = 250;
const PATIENCE_MS = 600_000;

/** Somebody's phone on a bad line: the same call again until it is answered, and a refusal is an answer unless it says BUSY. */
export class Phone {
  token: string | undefined;

  constructor(
    private readonly api: string,
    private readonly tally: Tally,
  ) {}

  ask<N extends Name>(name: N, input: Input<Contracts[N]>): Promise<Said<Reply<Contracts[N]>>> {
    return this.askAny(name, input) as Promise<Said<Reply<Contracts[N]>>>;
  }

  /** The same for endpoints that may not exist. */
  async askAny(name: string, input: unknown): Promise<Said<unknown>> {
    const began = performance.now();
    for (let unsure = false; ;) {
      const answer = await this.send(name, input);
      if (typeof answer === 'string') {
        this.tally.count(name, answer);
        unsure ||= answer === 'cut off';
        await this.waitOrGiveUp(name, began);
        continue;
      }
      const { code, details = {} } = answer.body.error ?? {};
      this.tally.count(name, code ?? (answer.status === 200 ? 'ok' : `HTTP ${answer.status}`));
      if (answer.status < 500) return { ok: answer.status === 200, body: answer.body, code, details, unsure };
      unsure = true;
      if (code !== 'BUSY') this.tally.blame(`${name} answered ${answer.status} ${code}`, answer.body);
      await this.waitOrGiveUp(name, began);
    }
  }

  private async waitOrGiveUp(name: string, began: number): Promise<void> {
    if (performance.now() - began > PATIENCE_MS) throw new Error(`${name}: nobody answered for ten minutes`);
    await sleep(AGAIN_AFTER_MS);
  }

  /** Asks once and answers whether that went well; counted nowhere. */
  async once(name: Name, input: unknown): Promise<boolean> {
    const answer = await this.send(name, input);
    return typeof answer === 'object' && answer.status === 200;
  }

  private async send(name: string, input: unknown): Promise<{ status: number; body: Body } | Silence> {
    try {
      const answer = await fetch(`${this.api}/api/${name}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
        },
        body: JSON.stringify(input),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      return { status: answer.status, body: (await answer.json()) as Body };
    } catch (error) {
      const { cause } = error as { cause?: { code?: string } };
      return cause?.code === 'ECONNREFUSED' ? 'nobody there' : 'cut off';
    }
  }
}

/** Nothing heard the call, or it was heard and its answer got lost. */
type Silence = 'nobody there' | 'cut off';
type Body = { error?: { code: string; details?: Record<string, unknown> } };
