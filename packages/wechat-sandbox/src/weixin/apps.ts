import type { Ctx } from '../ctx';
import type { Incoming } from '../http/message';
import type { PushSecrets, Shopper } from '../world';
import type { AppKind, AppState } from './state';

export type App = {
  appid: string;
  secret: string;
  name: string;
  /** gh_…: who a message push is addressed to. */
  originalId: string;
  push: PushSecrets;
};

export const APP_KINDS: readonly AppKind[] = ['mini', 'official'];

export function appOf(ctx: Ctx, kind: AppKind): App {
  return kind === 'mini' ? ctx.world.miniProgram : ctx.world.officialAccount;
}

export function appStateOf(ctx: Ctx, kind: AppKind): AppState {
  return kind === 'mini' ? ctx.state.mini : ctx.state.official;
}

export function kindByAppid(ctx: Ctx, appid: string): AppKind | undefined {
  return APP_KINDS.find((kind) => appOf(ctx, kind).appid === appid);
}

/** Each app knows a person by an openid of its own. */
export function openidFor(shopper: Shopper, kind: AppKind): string {
  return kind === 'mini' ? shopper.openid : shopper.officialOpenid;
}

export function shopperOf(ctx: Ctx, kind: AppKind, openid: string): Shopper | undefined {
  return ctx.world.shoppers.find((shopper) => openidFor(shopper, kind) === openid);
}

/** Given only where the app is bound to the Open Platform account. */
export function unionidFor(ctx: Ctx, kind: AppKind, shopper: Shopper): { unionid?: string } {
  const { miniProgram, officialAccount } = ctx.world.openPlatform;
  return (kind === 'mini' ? miniProgram : officialAccount) ? { unionid: shopper.unionid } : {};
}

/** Whose request this is: by its token, or else by the appid it names. */
export function callerOf(ctx: Ctx, request: Incoming): AppKind | undefined {
  const token = request.query.get('access_token');
  if (token !== null) {
    return APP_KINDS.find((kind) => appStateOf(ctx, kind).tokens.some((known) => known.token === token));
  }
  const named = request.query.get('appid') ?? /"appid"\s*:\s*"([^"]*)"/.exec(request.body.toString())?.[1];
  return named === undefined ? undefined : kindByAppid(ctx, named);
}
