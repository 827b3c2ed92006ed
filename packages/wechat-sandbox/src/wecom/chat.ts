import type { Ctx } from '../ctx';
import type { ChatMessage } from './state';

const KEPT = 1000;

/** Puts a message into the chats; the newest thousand are kept. */
export function recordMessage(ctx: Ctx, message: Omit<ChatMessage, 'at'>): void {
  const { messages } = ctx.state.wecom;
  messages.push({ at: ctx.clock.now(), ...message });
  if (messages.length > KEPT) messages.splice(0, messages.length - KEPT);
}

/** Member and customer have exchanged a message: from here on there is no welcome, and mass messages go through this member. */
export function noteTalk(ctx: Ctx, userid: string, shopperId: string): void {
  ctx.state.wecom.talks[talkKey(userid, shopperId)] = ctx.clock.now();
}

export function lastTalk(ctx: Ctx, userid: string, shopperId: string): number | undefined {
  return ctx.state.wecom.talks[talkKey(userid, shopperId)];
}

export function forgetTalk(ctx: Ctx, userid: string, shopperId: string): void {
  delete ctx.state.wecom.talks[talkKey(userid, shopperId)];
}

function talkKey(userid: string, shopperId: string): string {
  return `${userid} ${shopperId}`;
}
