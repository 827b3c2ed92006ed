import { config } from '../../config';
import { unsealCallback, unsealEcho } from '../../kernel/sealed-callback';
import type { CallbackQuery, CallbackSecrets } from '../../kernel/sealed-callback';

export { InvalidCallback } from '../../kernel/sealed-callback';
export type { CallbackQuery, InvalidCallbackReason } from '../../kernel/sealed-callback';

const secrets = (): CallbackSecrets => ({
  token: config().WECOM_CALLBACK_TOKEN,
  aesKey: config().WECOM_CALLBACK_AES_KEY,
  receiver: config().WECOM_CORPID,
});

/** The decrypted message's fields, all as text. Throws InvalidCallback. */
export const decryptCallback = (query: CallbackQuery, body: Buffer): Record<string, string> =>
  unsealCallback(secrets(), query, body);

/** The plaintext that proves to WeCom that this address is ours. Throws InvalidCallback. */
export const verifyUrl = (query: CallbackQuery): string => unsealEcho(secrets(), query);
