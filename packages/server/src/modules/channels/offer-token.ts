import { lookupHash, sameText } from '../../kernel/crypto';

const SIGNATURE_CHARS = 32;
const signatureOf = (offerId: string): string =>
  lookupHash('pickup offer', offerId).slice(0, SIGNATURE_CHARS);

/** Signed, so that nobody can make one up; what it is good for once, the offer's state says. */
export const tokenOf = (offerId: string): string => `${offerId}.${signatureOf(offerId)}`;

/** The offer a token names, or null for one we did not sign. */
export function offerIdOf(token: string): string | null {
  const [offerId = '', signature = ''] = token.split('.');
  return sameText(signature, signatureOf(offerId)) ? offerId : null;
}
