import { z } from 'zod';
import type { Ctx } from '../../ctx';
import type { Incoming, Outgoing } from '../../http/message';
import { Refusal } from '../../http/refusal';
import { ok, readBody } from '../api';
import { queueEvent } from '../callbacks';
import { employees, membersOfDepartment, membersOfTag, staffById } from '../members';
import { requireAgent } from '../tokens';
import type { Xml } from '../xml';
import { applyChange, wasReplaced } from './card-changes';
import type { Change } from './card-changes';
import { newResponseCode } from './response-codes';
import { pressableKeys, questionsOf, readCard } from './template-card.rules';
import type { TemplateCard } from './template-card.rules';

const updateSchema = z.object({
  userids: z.array(z.string()).max(1000).optional(),
  partyids: z.array(z.int()).max(100).optional(),
  tagids: z.array(z.int()).max(100).optional(),
  atall: z.union([z.literal(0), z.literal(1)]).optional(),
  agentid: z.union([z.number(), z.string()]).optional(),
  response_code: z.string(),
  enable_id_trans: z.union([z.literal(0), z.literal(1)]).optional(),
  button: z.object({ replace_name: z.string().min(1) }).optional(),
  template_card: z.record(z.string(), z.unknown()).optional(),
});

/**
 * Replaces the text of the buttons, or the card as a whole, for some of those who got it. Refuses: 41011, 40056, 40058 for a code that is
 * unknown, used or late (the page gives no code) and for wrong cards, 40063 without anything to change or anybody.
 */
export function updateTemplateCard(ctx: Ctx, request: Incoming): Outgoing {
  const body = readBody(request, updateSchema);
  requireAgent(ctx, body.agentid);
  const code = ctx.state.wecom.responseCodes.find((one) => one.code === body.response_code);
  if (!code || code.used || ctx.clock.now() >= code.expiresAt) {
    throw new Refusal(40058, 'invalid response_code');
  }
  const change = changeOf(body);
  const wanted = wantedUsers(ctx, body);
  code.used = true;
  const cards = ctx.state.wecom.messages.filter(({ msgid }) => msgid === code.msgid);
  for (const card of cards) if (wanted.includes(card.userid)) applyChange(card, change);
  const got = cards.map(({ userid }) => userid);
  const invalid = (body.userids ?? []).filter(
    (userid) => !got.includes(staffById(ctx, userid)?.userid ?? ''),
  );
  return ok({ invaliduser: invalid.map((userid) => userid.toLowerCase()) });
}

export type Press = {
  /** task_id of the card, or the msgid of the message. */
  card: string;
  key: string;
  /** Answers of a vote or a selection, by question_key. */
  selected?: Record<string, string[]> | undefined;
};

/** The member presses a button: the app is called back. Answers why that is not possible, or the response_code. */
export function pressCard(ctx: Ctx, userid: string, press: Press): { response_code: string } | string {
  const { messages, appMessages } = ctx.state.wecom;
  const sent = appMessages.find(({ msgid, taskId }) => msgid === press.card || taskId === press.card);
  const message = messages.find((one) => one.msgid === sent?.msgid && one.userid === userid);
  if (!message || message.recalled) return `${userid} has no card ${press.card}`;
  const read = readCard(message.content);
  if ('problem' in read) return `${press.card} is no card`;
  const { card } = read;
  if (wasReplaced(message)) return 'the buttons were replaced';
  if (!pressableKeys(card).includes(press.key)) return `no button ${press.key}`;
  const problem = selectionProblem(card, press.selected ?? {});
  if (problem) return problem;
  const code = newResponseCode(ctx, { msgid: message.msgid ?? '', userid });
  queueEvent(ctx, {
    event: 'template_card_event',
    subject: userid,
    from: userid,
    fields: {
      EventKey: press.key,
      TaskId: card.task_id ?? '',
      CardType: card.card_type,
      ResponseCode: code,
      AgentID: Number(ctx.world.corp.agentid),
      ...(press.selected ? { SelectedItems: { SelectedItem: selectedItems(press.selected) } } : {}),
    },
  });
  return { response_code: code };
}

/** The member opens the app. */
export function enterAgent(ctx: Ctx, userid: string): void {
  queueEvent(ctx, {
    event: 'enter_agent',
    subject: userid,
    from: userid,
    fields: { EventKey: '', AgentID: Number(ctx.world.corp.agentid) },
  });
}

function changeOf(body: z.infer<typeof updateSchema>): Change {
  if (body.template_card) {
    const read = readCard(body.template_card);
    if ('problem' in read) throw new Refusal(read.problem.errcode, read.problem.words);
    return read;
  }
  if (!body.button) throw new Refusal(40063, 'button and template_card are both empty');
  return { replaceName: body.button.replace_name };
}

function wantedUsers(ctx: Ctx, body: z.infer<typeof updateSchema>): string[] {
  if (body.atall === 1) return employees(ctx).map(({ userid }) => userid);
  if (!body.userids?.length && !body.partyids?.length && !body.tagids?.length) {
    throw new Refusal(40063, 'userids, partyids and tagids are all empty');
  }
  const named = (body.userids ?? []).flatMap((userid) => staffById(ctx, userid) ?? []);
  const parties = (body.partyids ?? []).flatMap((id) => membersOfDepartment(ctx, id) ?? []);
  const tags = (body.tagids ?? []).flatMap((id) => membersOfTag(ctx, id) ?? []);
  return [...named, ...parties, ...tags].map(({ userid }) => userid);
}

function selectionProblem(card: TemplateCard, selected: Record<string, string[]>): string | undefined {
  const questions = questionsOf(card);
  for (const [key, ids] of Object.entries(selected)) {
    const options = questions.get(key);
    if (!options) return `no question ${key}`;
    const unknown = ids.find((id) => !options.includes(id));
    if (unknown !== undefined) return `no option ${unknown} of ${key}`;
  }
  return undefined;
}

function selectedItems(selected: Record<string, string[]>): Xml[] {
  return Object.entries(selected).map(([QuestionKey, ids]) => ({
    QuestionKey,
    OptionIds: { OptionId: ids },
  }));
}
