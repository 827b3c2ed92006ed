import { InvalidCallback, requireSigned, unsealCallback } from '../../kernel/sealed-callback';
import type { CallbackQuery } from '../../kernel/sealed-callback';
import { account } from './account';
import type { Account } from './account';

export { InvalidCallback } from '../../kernel/sealed-callback';
export type { CallbackQuery, InvalidCallbackReason } from '../../kernel/sealed-callback';

/** WeChat's is digits. The signature does not cover it, so nothing else that could mean something is handed back. */
const ECHO = /^[\w-]{1,64}$/;

/** Without an account, whatever comes is for somebody else. */
function connected(): Account {
  const own = account();
  if (!own) throw new InvalidCallback('other_receiver');
  return own;
}

/**
 * The fields of a message or event, all as text; the console has to be set to safe mode and XML, so messages in the clear, whose
 * signature covers no word of them, are refused as not_xml. The same one may come up to three times, each time signed anew: tell
 * messages apart by MsgId, events by FromUserName and CreateTime. Throws InvalidCallback.
 */
export function decryptCallback(query: CallbackQuery, body: Buffer): Record<string, string> {
  const { token, aesKey, appid } = connected();
  return unsealCallback({ token, aesKey, receiver: appid }, query, body);
}

/** The echo that proves to WeChat that this address is ours: in the clear and unsealed in every mode, unlike WeCom's. Throws InvalidCallback. */
export function verifyUrl(query: CallbackQuery): string {
  const { echostr, signature } = query;
  if (!echostr || !ECHO.test(echostr)) throw new InvalidCallback('missing_parameters');
  requireSigned(connected().token, { query, signature, covered: '' });
  return echostr;
}
