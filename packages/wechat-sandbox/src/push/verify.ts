import type { CallbackAddresses, CallbackCheck } from '../control/types';
import type { Ctx } from '../ctx';
import { sha1 } from '../crypto/wecom';
import { call } from '../http/post';
import { verifyCallbackUrl } from '../wecom/callbacks';
import { appOf, appStateOf } from '../weixin/apps';
import type { AppKind } from '../weixin/state';

const VERIFY_WITHIN_MS = 5000;

/** Saves each address that is given and does its console's echo check. All have to pass to count as verified. */
export async function configureCallbacks(ctx: Ctx, addresses: CallbackAddresses): Promise<CallbackCheck> {
  saveAddresses(ctx, addresses);
  const { wecomCallbackUrl, miniProgramPushUrl, officialAccountPushUrl } = addresses;
  const checks: Record<string, CallbackCheck> = {};
  if (wecomCallbackUrl !== undefined) {
    checks.wecomCallbackUrl = await verifyCallbackUrl(ctx, wecomCallbackUrl);
  }
  if (miniProgramPushUrl !== undefined) {
    checks.miniProgramPushUrl = await verifyPushUrl(ctx, 'mini', miniProgramPushUrl);
  }
  if (officialAccountPushUrl !== undefined) {
    checks.officialAccountPushUrl = await verifyPushUrl(ctx, 'official', officialAccountPushUrl);
  }
  const named = Object.entries(checks);
  const [only] = Object.values(checks);
  if (named.length === 1 && only) return only;
  return {
    verified: named.every(([, { verified }]) => verified),
    explanation: named.map(([name, { explanation }]) => `${name}: ${explanation}`).join('; '),
  };
}

/** Saves without asking: a configuration file is read before the server behind the addresses is there. */
export function saveAddresses(ctx: Ctx, addresses: CallbackAddresses): void {
  const { wecomCallbackUrl, miniProgramPushUrl, officialAccountPushUrl } = addresses;
  if (wecomCallbackUrl !== undefined) ctx.state.wecom.callbackUrl = wecomCallbackUrl;
  if (miniProgramPushUrl !== undefined) appStateOf(ctx, 'mini').push.url = miniProgramPushUrl;
  if (officialAccountPushUrl !== undefined) appStateOf(ctx, 'official').push.url = officialAccountPushUrl;
}

/** What the console does when the address is saved: the echo has to come back as it was, in a signed GET. */
async function verifyPushUrl(ctx: Ctx, kind: AppKind, url: string): Promise<CallbackCheck> {
  const timestamp = String(ctx.clock.seconds());
  const nonce = ctx.random.digits(10);
  const echostr = ctx.random.digits(19);
  const signature = sha1([appOf(ctx, kind).push.token, timestamp, nonce].sort().join(''));
  const target = new URL(url);
  for (const [name, value] of Object.entries({ signature, timestamp, nonce, echostr })) {
    target.searchParams.set(name, value);
  }
  try {
    const answer = await call({ method: 'GET', url: target.href, headers: {} }, VERIFY_WITHIN_MS);
    const verified = answer.status === 200 && answer.body === echostr;
    return {
      verified,
      explanation: verified ? 'ok' : `expected ${echostr}, got ${answer.status} ${answer.body.slice(0, 200)}`,
    };
  } catch (error) {
    return { verified: false, explanation: error instanceof Error ? error.message : String(error) };
  }
}
