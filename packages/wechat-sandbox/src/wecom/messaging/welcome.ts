import { z } from 'zod';
import type { Ctx } from '../../ctx';
import { shopperById } from '../../ctx';
import type { Incoming, Outgoing } from '../../http/message';
import { Refusal } from '../../http/refusal';
import { externalUserid } from '../../world';
import { ok, readBody } from '../api';
import { lastTalk, recordMessage } from '../chat';
import { findFollow } from '../customers';
import { settingsOf } from '../members';
import { contentFields, contentMessages, requireContent } from './attachments';
import type { WelcomeCode } from './types';

const welcomeSchema = z.object({ welcome_code: z.string().optional(), ...contentFields(4000) });

/**
 * Twenty seconds from the event, and one success. Refuses: 41049, 40063, 40007, 90206, the rule's code for a code nobody was given,
 * 41051 when it is used or late or the two have begun to chat, 41096 while another app is sending, 41054 for a member who never logs in.
 */
export function sendWelcome(ctx: Ctx, request: Incoming): Outgoing {
  const body = readBody(request, welcomeSchema);
  if (!body.welcome_code) throw new Refusal(41049, 'welcome_code missing');
  requireContent(ctx, body);
  const code = ctx.state.wecom.welcomeCodes.find((candidate) => candidate.code === body.welcome_code);
  if (!code) throw new Refusal(ctx.rules.unknownWelcomeCode, 'invalid welcome_code');
  if (code.rivalSending) throw new Refusal(41096, 'another app is sending the welcome message');
  if (code.delivered || ctx.clock.now() >= code.expiresAt || hasChatted(ctx, code)) {
    throw new Refusal(41051, 'externaluser has started chatting, or the welcome code is used or expired');
  }
  if (!settingsOf(ctx, code.userid).active) throw new Refusal(41054, 'user is not activated');
  markDelivered(ctx, code);
  const shopper = shopperById(ctx, code.shopperId);
  const [first] = contentMessages(body);
  recordMessage(ctx, {
    kind: 'welcome',
    userid: code.userid,
    ...(shopper ? { externalUserid: externalUserid(shopper) } : {}),
    msgtype: first?.msgtype ?? 'text',
    content: { text: body.text, attachments: body.attachments ?? [] },
  });
  return ok();
}

export type RivalStep = 'sending' | 'sent' | 'failed';

/** What another app of the company does with the same code; undefined when there is no such code. */
export function rivalWelcome(ctx: Ctx, welcomeCode: string, step: RivalStep): WelcomeCode | undefined {
  const code = ctx.state.wecom.welcomeCodes.find((candidate) => candidate.code === welcomeCode);
  if (!code) return undefined;
  delete code.rivalSending;
  if (step === 'sending') code.rivalSending = true;
  if (step === 'sent') markDelivered(ctx, code);
  return code;
}

/** All codes of the pair are spent: the half-add may have given one and the confirmation another. */
function markDelivered(ctx: Ctx, { userid, shopperId }: WelcomeCode): void {
  for (const code of ctx.state.wecom.welcomeCodes) {
    if (code.userid === userid && code.shopperId === shopperId) code.delivered = true;
  }
  const follow = findFollow(ctx, userid, shopperId);
  if (follow) follow.welcomed = true;
}

/** There is no code for two who had begun before, so whatever was said came after it. */
function hasChatted(ctx: Ctx, { userid, shopperId }: WelcomeCode): boolean {
  return lastTalk(ctx, userid, shopperId) !== undefined;
}
