import type { Ctx } from '../ctx';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import type { Route } from '../http/router';
import { countCall } from './limits';
import { requireToken } from './tokens';
import type { AppKind } from './state';

type Answer = Outgoing | Promise<Outgoing>;
type Place = { method: 'GET' | 'POST'; path: string };

/** Called with an access token of one of the apps it belongs to; each call is counted. */
export type TokenEndpoint = Place & {
  of: readonly AppKind[];
  handle(ctx: Ctx, request: Incoming, kind: AppKind): Answer;
};

/** Called without an access token: it checks for itself who asks. */
export type OpenEndpoint = Place & { open(ctx: Ctx, request: Incoming): Answer };

export type Endpoint = TokenEndpoint | OpenEndpoint;

export function toRoute(ctx: Ctx, endpoint: Endpoint): Route {
  const { method, path } = endpoint;
  return {
    method,
    pattern: path,
    handle: (request) => {
      if ('open' in endpoint) return endpoint.open(ctx, request);
      const kind = requireToken(ctx, request);
      if (!endpoint.of.includes(kind)) throw new Refusal(48001, 'api unauthorized');
      countCall(ctx, kind, path);
      return endpoint.handle(ctx, request, kind);
    },
  };
}
