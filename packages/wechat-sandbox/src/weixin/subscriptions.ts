import { ControlError } from '../control/read';
import type { Ctx } from '../ctx';
import { Refusal } from '../http/refusal';
import { queuePush } from '../push/push';
import type { PushFields } from '../push/render';
import type { MessageTemplate } from '../world';
import { appStateOf } from './apps';
import type { AppKind } from './state';

/** What a person did with one template: in a sheet, or in the settings. */
type Status = { TemplateId: string; SubscribeStatusString: string; PopupScene?: string };

export type SheetAnswer = { templateIds: string[]; answer: 'accept' | 'reject' };

const LONG_TERM = 3;

/**
 * What the sheet of wx.requestSubscribeMessage writes down, and what the page gets to hear: template id → accept, reject, ban, or
 * filter for one that is not the account's, or has the title of another.
 * A mistake of the page (too many: 20003; one-time and long-term together: 20002) opens no sheet.
 */
export function answerSheet(
  ctx: Ctx,
  kind: AppKind,
  asked: SheetAnswer & { openid: string; templates: MessageTemplate[] },
): Record<string, string> {
  const { openid, templates, templateIds, answer } = asked;
  if (templateIds.length > ctx.rules.subscribeTemplatesPerCall)
    throw new ControlError(400, '20003: Templates count out of max bounds');
  const shown = templates.filter(({ id }) => templateIds.includes(id));
  const longTerm = shown.filter(({ type }) => type === LONG_TERM);
  if (longTerm.length > 0 && longTerm.length < shown.length)
    throw new ControlError(400, '20002: Templates type must be same');
  const state = appStateOf(ctx, kind);
  const result: Record<string, string> = {};
  const statuses: Status[] = [];
  for (const templateId of templateIds) {
    const template = shown.find(({ id }) => id === templateId);
    const twin = statuses.some(({ TemplateId }) =>
      shown.some(({ id, title }) => id === TemplateId && title === template?.title),
    );
    if (!template || twin) result[templateId] = 'filter';
    else if (state.bannedTemplates.includes(templateId)) result[templateId] = 'ban';
    else {
      result[templateId] = answer;
      statuses.push({ TemplateId: templateId, SubscribeStatusString: answer, PopupScene: '0' });
      if (answer === 'accept') addAccept(ctx, kind, { openid, template });
    }
  }
  if (statuses.length > 0) tellStatuses(ctx, kind, { openid, event: 'popup', statuses });
  return result;
}

/** Somebody switches a template off in the settings: what was accepted is gone, and the server hears of it. */
export function switchOff(ctx: Ctx, kind: AppKind, of: { openid: string; templateId: string }): void {
  const { openid, templateId } = of;
  const { subscriptions } = appStateOf(ctx, kind);
  delete subscriptions[`${openid} ${templateId}`];
  const statuses = [{ TemplateId: templateId, SubscribeStatusString: 'reject' }];
  tellStatuses(ctx, kind, { openid, event: 'change', statuses });
}

/** One accept less; 43101 when there is none. A long-term one stays. */
export function takeAccept(ctx: Ctx, kind: AppKind, of: { openid: string; template: MessageTemplate }): void {
  const { subscriptions } = appStateOf(ctx, kind);
  const key = `${of.openid} ${of.template.id}`;
  const left = subscriptions[key] ?? 0;
  if (left <= 0) throw new Refusal(43101, 'user refuse to accept the msg');
  if (of.template.type !== LONG_TERM) subscriptions[key] = left - 1;
}

/** Template id → accepts left. */
export function acceptsOf(ctx: Ctx, kind: AppKind, openid: string): Record<string, number> {
  return Object.fromEntries(
    Object.entries(appStateOf(ctx, kind).subscriptions)
      .filter(([key]) => key.startsWith(`${openid} `))
      .map(([key, left]) => [key.slice(openid.length + 1), left]),
  );
}

/** subscribe_msg_sent_event: the message was delivered. */
export function tellSent(
  ctx: Ctx,
  kind: AppKind,
  sent: { openid: string; templateId: string; msgid: string },
): void {
  const { openid, templateId: TemplateId, msgid: MsgID } = sent;
  const one = { TemplateId, MsgID, ErrorCode: '0', ErrorStatus: 'success' };
  tell(ctx, kind, { openid, event: 'subscribe_msg_sent_event', list: [one] });
}

function addAccept(ctx: Ctx, kind: AppKind, of: { openid: string; template: MessageTemplate }): void {
  const { subscriptions } = appStateOf(ctx, kind);
  const key = `${of.openid} ${of.template.id}`;
  subscriptions[key] = of.template.type === LONG_TERM ? 1 : (subscriptions[key] ?? 0) + 1;
}

function tellStatuses(
  ctx: Ctx,
  kind: AppKind,
  what: { openid: string; event: 'popup' | 'change'; statuses: Status[] },
): void {
  const event = `subscribe_msg_${what.event}_event`;
  tell(ctx, kind, { openid: what.openid, event, list: what.statuses });
}

/** XML wraps the list in an element named after the event (SubscribeMsgPopupEvent); JSON has it at the top. */
function tell(ctx: Ctx, kind: AppKind, what: { openid: string; event: string; list: PushFields[] }): void {
  const { openid, event, list } = what;
  const [only] = list;
  const single = ctx.rules.subscribeEventList === 'object-when-one' && list.length === 1 ? only : undefined;
  const wrapper = event
    .split('_')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('');
  const isJson = appStateOf(ctx, kind).push.format === 'json';
  queuePush(ctx, kind, {
    from: openid,
    summary: event,
    fields: {
      MsgType: 'event',
      Event: event,
      ...(isJson ? { List: single ?? list } : { [wrapper]: { List: list } }),
    },
  });
}
