import { config } from '../../config';

export type Account = { appid: string; secret: string; token: string; aesKey: string };

/** The account as it is configured; null when any part is missing. */
export function account(): Account | null {
  const { OFFICIAL_ACCOUNT_APPID: appid, OFFICIAL_ACCOUNT_SECRET: secret } = config();
  const { OFFICIAL_ACCOUNT_TOKEN: token, OFFICIAL_ACCOUNT_AES_KEY: aesKey } = config();
  return appid && secret && token && aesKey ? { appid, secret, token, aesKey } : null;
}

export const isConnected = (): boolean => account() !== null;
