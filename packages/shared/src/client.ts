import type { Contracts } from './contracts';
import type { Failure, Input, Reply } from './contract';

export type EndpointName = keyof Contracts & string;
export type Result<N extends EndpointName> =
  { ok: true; data: Reply<Contracts[N]> } | ({ ok: false } & (Failure<Contracts[N]> | Offline));
/** The request never reached the server, or no understandable answer came back. */
export type Offline = { code: 'OFFLINE'; message: string; details?: Record<string, unknown> };
/** Sends one call; `status` is the HTTP status, `body` the parsed JSON. Rejects when there is no network. */
export type Send = (name: string, input: unknown) => Promise<{ status: number; body: unknown }>;
export type Call = <N extends EndpointName>(name: N, input: Input<Contracts[N]>) => Promise<Result<N>>;

const offline: { ok: false } & Offline = { ok: false, code: 'OFFLINE', message: '网络不给力，请检查后重试' };

/** A typed client over any transport: `await call('orders.place', {...})` gives data or a named refusal, and never throws. */
export const createClient =
  (send: Send): Call =>
  async <N extends EndpointName>(name: N, input: Input<Contracts[N]>): Promise<Result<N>> => {
    const answer = await send(name, input).catch(() => null);
    if (answer === null) return offline;
    if (answer.status >= 200 && answer.status < 300)
      return { ok: true, data: answer.body as Reply<Contracts[N]> };
    const failure = (answer.body as { error?: Failure<Contracts[N]> } | null)?.error;
    return failure ? { ok: false, ...failure } : offline;
  };
