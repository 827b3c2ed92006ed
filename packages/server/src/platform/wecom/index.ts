/**
 * WeCom's APIs for one self-built app (qyapi.weixin.qq.com), its OAuth address, JS-SDK signatures and encrypted callbacks.
 * Throws PlatformRefusal with WeCom's errcode when it says no, and PlatformError when there was no usable answer. userids
 * are case-insensitive at WeCom and handed out in lower case here.
 */
export { sendAppMessage, user } from './members';
export type { AppMessage, WecomUser } from './members';
export { InvalidCallback, decryptCallback, verifyUrl } from './callbacks';
export type { CallbackQuery, InvalidCallbackReason } from './callbacks';
export { externalContact } from './contacts';
export type { ExternalContact } from './contacts';
export { externalUseridToPendingId, unionidToExternalUserid } from './id-conversion';
export type { ConvertedId } from './id-conversion';
export { jsapiTicket, signPage } from './pages';
export type { PageSignature, TicketKind } from './pages';
export { authorizeUrl, userinfo } from './login';
export type { Visitor } from './login';

/** Refusal of userinfo: the code is unknown, expired or was used before. */
export const CODE_INVALID = 40029;
/** Refusal of unionidToExternalUserid: no Open Platform account is bound to the company. */
export const NOT_BOUND = 41057;
/** Refusal of both conversions: this app may not call them. */
export const NOT_PERMITTED = 48002;
