/**
 * The brand's official account (api.weixin.qq.com): who follows it, and the messages and events WeChat pushes. One without its
 * appid, secret, token and AES key is not connected. Throws PlatformRefusal with WeChat's errcode when WeChat says no, and
 * PlatformError when there was no usable answer.
 */
export { isConnected } from './account';
export { InvalidCallback, decryptCallback, verifyUrl } from './callbacks';
export type { CallbackQuery, InvalidCallbackReason } from './callbacks';
export { follower } from './followers';
export type { Follower } from './followers';
