/**
 * WeChat's mini-program APIs (api.weixin.qq.com). Throws PlatformRefusal with WeChat's errcode when WeChat says no, and
 * PlatformError when there was no usable answer. A dead access token is replaced once, unnoticed by the caller.
 */
export { sendSubscribeMessage } from './subscribe-message';
export type { SubscribeMessage } from './subscribe-message';
export { code2Session, phoneNumber } from './login';
export type { WxPhone, WxSession } from './login';
export { unlimitedCode } from './scene-code';
export type { CodeImage } from './scene-code';
export { getShippingOrder, readShippingRefusal, uploadShipping } from './shipping';
export type { PaidOrderKey, Shipping, ShippingOrder, ShippingRefusal } from './shipping';

/** Refusals of code2Session and phoneNumber: the code is unknown, expired, of another app, or was used before. */
export const CODE_INVALID = 40029;
export const CODE_USED = 40163;
/** Refusal of phoneNumber. */
export const CODE_OF_ANOTHER_APP = 40013;
/** Refusal of code2Session: WeChat holds this person for a risk. */
export const PERSON_BLOCKED = 40226;
/** Refusal of sendSubscribeMessage: the person did not ask for this message (any more). */
export const NOT_SUBSCRIBED = 43101;
/** Refusals of uploadShipping that mean the platform already has what was told. */
export const ALREADY_SHIPPED: readonly number[] = [10060002, 10060003, 10060023];
