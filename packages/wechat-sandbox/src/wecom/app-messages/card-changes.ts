import type { Ctx } from '../../ctx';
import type { ChatMessage } from '../state';
import { isRecord } from './app-message.rules';
import type { TemplateCard } from './template-card.rules';

/** Another text in the place of the buttons, or another card. */
export type Change = { replaceName: string } | { card: TemplateCard };

export function applyChange(message: ChatMessage, change: Change): void {
  if ('card' in change) message.content = change.card;
  else if (isRecord(message.content)) message.content.replace_name = change.replaceName;
}

/** Replaced buttons cannot be pressed any more. */
export function wasReplaced(message: ChatMessage): boolean {
  return isRecord(message.content) && message.content.replace_name !== undefined;
}

/** A passive reply changes the card of whoever pressed; false when the code is unknown or used. */
export function changeCardOf(ctx: Ctx, code: string, change: Change): boolean {
  const known = ctx.state.wecom.responseCodes.find((one) => one.code === code);
  if (!known || known.used) return false;
  known.used = true;
  const message = ctx.state.wecom.messages.find(
    ({ msgid, userid }) => msgid === known.msgid && userid === known.userid,
  );
  if (message) applyChange(message, change);
  return message !== undefined;
}
