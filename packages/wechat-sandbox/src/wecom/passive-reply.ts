import type { Ctx } from '../ctx';
import { callbackSignature, decryptCallback } from '../crypto/wecom';
import type { Delivery } from '../delivery/types';
import { changeCardOf } from './app-messages/card-changes';
import { callbackSecret } from './callback-secret';
import { recordMessage } from './chat';
import { staffById } from './members';
import { xmlText } from './xml';

/**
 * What an answer to a callback says, when it says more than `success`: an encrypted reply is verified as WeCom does it, a text goes to the
 * member who caused the event, an update_button changes the card that was pressed. Words for the journal; nothing when there is no reply.
 */
export function heedReply(ctx: Ctx, delivery: Delivery, body: string): string | undefined {
  const text = body.trim();
  if (text === '' || text === 'success') return undefined;
  if (!text.startsWith('<')) return '应答既不是空、success，也不是被动回复';
  const opened = openReply(ctx, text);
  return 'problem' in opened ? `被动回复无效：${opened.problem}` : carryOut(ctx, delivery, opened.message);
}

function openReply(ctx: Ctx, xml: string): { message: string } | { problem: string } {
  const encrypt = xmlText(xml, 'Encrypt');
  if (encrypt === undefined) return { problem: '必须加密，缺少 Encrypt' };
  const timestamp = xmlText(xml, 'TimeStamp') ?? '';
  const nonce = xmlText(xml, 'Nonce') ?? '';
  const { token, encodingAesKey, receiveId } = callbackSecret(ctx);
  const expected = callbackSignature(token, { timestamp, nonce, encrypt });
  if (xmlText(xml, 'MsgSignature') !== expected) return { problem: `MsgSignature 应为 ${expected}` };
  try {
    const opened = decryptCallback(encrypt, encodingAesKey);
    if (opened.receiveId !== receiveId) return { problem: `receiveid 应为 ${receiveId}` };
    return { message: opened.message };
  } catch {
    return { problem: 'Encrypt 无法解密' };
  }
}

function carryOut(ctx: Ctx, delivery: Delivery, message: string): string {
  const type = xmlText(message, 'MsgType') ?? '';
  const member = staffById(ctx, xmlText(delivery.message, 'FromUserName') ?? '');
  if (!member) return `被动回复 ${type}：这个事件没有可以回复的成员`;
  if (type === 'text') {
    const content = xmlText(message, 'Content') ?? '';
    recordMessage(ctx, { kind: 'app', userid: member.userid, msgtype: 'text', content: { content } });
    return '被动回复 text 已送达';
  }
  if (type === 'update_button') {
    const code = xmlText(delivery.message, 'ResponseCode') ?? '';
    const replaceName = xmlText(message, 'ReplaceName') ?? '';
    return changeCardOf(ctx, code, { replaceName })
      ? '被动回复已更新按钮'
      : '被动回复 update_button：没有可更新的卡片';
  }
  return `被动回复 ${type}：沙箱只处理 text 和 update_button`;
}
