/**
 * A member's card. Promises: the code on it is signed here and names nobody but by the member number; it is good for about a minute and
 * for one till, which may ask again; whoever shows it is noted as having been in that store once per showing. Nothing is kept of a code
 * but that it was taken, for a day, under a hash.
 */
export { memberRecognised } from './events';
export { resolveCode } from './resolve-code';
export type { CouponHere, Reader, ShownMember } from './resolve-code';
