import type { Ctx } from '../ctx';
import { callbackSignature, decryptCallback } from '../crypto/wecom';
import type { Delivery } from '../delivery/types';
import { appOf, appStateOf } from '../weixin/apps';
import { arrive } from '../weixin/phone-messages';
import type { AppKind } from '../weixin/state';
import { xmlText } from '../wecom/xml';

/**
 * What an answer to a message says, when it is more than `success`: a text or an article comes to the person who caused it. It is
 * sealed where the message was. Words for the journal; nothing when there is no reply.
 */
export function heedReply(
  ctx: Ctx,
  kind: AppKind,
  answered: { delivery: Delivery; body: string },
): string | undefined {
  const text = answered.body.trim();
  if (text === '' || text === 'success') return undefined;
  if (!text.startsWith('<')) return '应答既不是空、success，也不是被动回复：该公众号暂时无法提供服务';
  const opened = openReply(ctx, kind, text);
  if ('problem' in opened) return `被动回复无效：${opened.problem}`;
  return carryOut(ctx, kind, { to: answered.delivery.subject, message: opened.message });
}

function openReply(ctx: Ctx, kind: AppKind, xml: string): { message: string } | { problem: string } {
  const encrypt = xmlText(xml, 'Encrypt');
  const { mode } = appStateOf(ctx, kind).push;
  if (encrypt === undefined) return mode === 'safe' ? { problem: '安全模式必须加密' } : { message: xml };
  const { appid, push } = appOf(ctx, kind);
  const timestamp = xmlText(xml, 'TimeStamp') ?? '';
  const nonce = xmlText(xml, 'Nonce') ?? '';
  const expected = callbackSignature(push.token, { timestamp, nonce, encrypt });
  if (xmlText(xml, 'MsgSignature') !== expected) return { problem: `MsgSignature 应为 ${expected}` };
  try {
    const { message, receiveId } = decryptCallback(encrypt, push.encodingAesKey);
    return receiveId === appid ? { message } : { problem: `appid 应为 ${appid}` };
  } catch {
    return { problem: 'Encrypt 无法解密' };
  }
}

function carryOut(ctx: Ctx, kind: AppKind, reply: { to: string; message: string }): string {
  const { to, message } = reply;
  const type = xmlText(message, 'MsgType') ?? '';
  if (kind === 'mini') return `被动回复 ${type}：小程序只能用客服消息接口回复`;
  if (xmlText(message, 'ToUserName') !== to) return `被动回复 ${type}：ToUserName 应为 ${to}`;
  if (type === 'text') {
    arrive(ctx, kind, { openid: to, kind: 'reply', title: '', text: xmlText(message, 'Content') ?? '' });
    return '被动回复 text 已送达';
  }
  if (type === 'news') {
    const [title, text, url] = ['Title', 'Description', 'Url'].map((tag) => xmlText(message, tag) ?? '');
    arrive(ctx, kind, { openid: to, kind: 'reply', title: title ?? '', text: text ?? '', url: url ?? '' });
    return '被动回复 news 已送达';
  }
  return `被动回复 ${type}：沙箱只处理 text 和 news`;
}
