import { z } from 'zod';
import { config } from '../../config';
import { ask } from './api';

export type WecomUser = { userid: string; name: string };
/** Text up to 2048 bytes, or a card: title up to 128, description up to 512 bytes. */
export type AppMessage = {
  userids: string[];
  content: { text: string } | { title: string; description: string; url: string };
};

/** Refuses: 60111 (no such member), 50002 (the app may not see this member). */
export async function user(userid: string): Promise<WecomUser> {
  const found = await ask({
    path: '/cgi-bin/user/get',
    query: { userid },
    answer: z.object({ userid: z.string().min(1), name: z.string() }),
  });
  return { userid: found.userid.toLowerCase(), name: found.name };
}

/** A message of the app to members; those WeCom cannot reach are left out. Refuses: 81013 when that is everybody. */
export async function sendAppMessage({ userids, content }: AppMessage): Promise<void> {
  const message =
    'text' in content
      ? { msgtype: 'text', text: { content: content.text } }
      : { msgtype: 'textcard', textcard: content };
  await ask({
    path: '/cgi-bin/message/send',
    body: { touser: userids.join('|'), agentid: Number(config().WECOM_AGENTID), ...message },
    answer: z.looseObject({}),
  });
}
