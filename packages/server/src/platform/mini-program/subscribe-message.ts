import { z } from 'zod';
import { post } from './api';

export type SubscribeMessage = {
  openid: string;
  templateId: string;
  /** Without a leading slash; may carry a query. */
  page: string;
  /** `{ thing1: '…', time2: '…' }`: the key's prefix says what a value may be, and WeChat refuses an empty one (47003). */
  data: Record<string, string>;
};

/** One message for one accept of wx.requestSubscribeMessage. Refuses: NOT_SUBSCRIBED, 47003 and others. */
export async function sendSubscribeMessage(message: SubscribeMessage): Promise<void> {
  const data = Object.fromEntries(Object.entries(message.data).map(([key, value]) => [key, { value }]));
  await post({
    api: 'subscribe_send',
    path: '/cgi-bin/message/subscribe/send',
    body: { touser: message.openid, template_id: message.templateId, page: message.page, data },
    answer: z.looseObject({}),
  });
}
