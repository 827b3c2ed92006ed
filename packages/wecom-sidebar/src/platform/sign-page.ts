import { call } from '../api/session';
import type { Sign } from './signer';

/** Signatures come from our server; a refusal is thrown, because the SDK awaits a value. */
export const signPage: Sign = async (url) => {
  const result = await call('staff.signPage', { url });
  if (!result.ok) throw Object.assign(new Error(result.message), { code: result.code });
  return result.data;
};
