import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../kernel/context';

export type Handlers<P extends string> = {
  [N in Extract<keyof Contracts, `${P}.${string}`>]: (
    ctx: Ctx,
    input: Parsed<Contracts[N]>,
  ) => Promise<Answer<Contracts[N]>>;
};
export type Handler = (ctx: Ctx, input: never) => Promise<unknown>;

/** Every endpoint of one contract file has a handler here, or it is a type error that names the missing one. */
export const routesFor = <P extends string>(_module: P, handlers: Handlers<P>): Handlers<P> => handlers;

/** What a platform posts to us: raw, because signatures cover the bytes. */
export type Posted = {
  method: 'GET' | 'POST';
  headers: Record<string, string | undefined>;
  query: Record<string, string | undefined>;
  body: Buffer;
};
export type WebhookAnswer = { status: number; type: string; body: string };
/** An address that a platform calls. Outside the contracts: its shape and its answers are the platform's. */
export type Webhook = {
  name: string;
  path: string;
  run: (ctx: Ctx, posted: Posted) => Promise<WebhookAnswer>;
};
