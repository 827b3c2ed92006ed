import type { Ctx } from '../ctx';
import type { CallbackSecret } from '../crypto/wecom';

/** What the console of the app was given for its callbacks; the receiver of a self-built app is the company. */
export function callbackSecret(ctx: Ctx): CallbackSecret {
  const { callbackToken, callbackAesKey, corpid } = ctx.world.corp;
  return { token: callbackToken, encodingAesKey: callbackAesKey, receiveId: corpid };
}
