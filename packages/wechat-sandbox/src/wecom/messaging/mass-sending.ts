import type { Ctx } from '../../ctx';
import { recordMessage } from '../chat';
import { externalIds } from '../customers';
import { contentMessages } from './attachments';
import { MOST_REMEMBERED, mayReceive } from './mass-quota.rules';
import type { MassMessage, MassResultStatus, MassTarget, MassTask } from './types';

/** What the member's client shows of a mass message. */
export type MassTaskView = {
  msgid: string;
  chatType: MassMessage['chatType'];
  creator?: string;
  text?: { content: string };
  attachments: MassMessage['attachments'];
  allowSelect: boolean;
  createdAt: number;
  reminders: number;
  state: 'waiting' | 'sent' | 'ignored' | 'cancelled';
  targets: MassTarget[];
};

export function tasksOfMember(ctx: Ctx, userid: string): MassTaskView[] {
  return ctx.state.wecom.massMessages.flatMap((message) => {
    const task = message.tasks.find((one) => one.userid === userid);
    return task ? [view(message, task)] : [];
  });
}

/** Why the member cannot confirm, in words; or the task as it is afterwards. */
export function confirmMass(
  ctx: Ctx,
  userid: string,
  choice: { msgid: string; recipients?: string[] | undefined },
): MassTaskView | string {
  const message = ctx.state.wecom.massMessages.find(({ msgid }) => msgid === choice.msgid);
  const task = message?.tasks.find((one) => one.userid === userid);
  if (!message || !task) return `${userid} has no task ${choice.msgid}`;
  if (message.cancelled) return 'the mass message was cancelled';
  if (task.status === 2) return 'the member has sent it already';
  const { recipients } = choice;
  if (recipients && !message.allowSelect) return 'allow_select is false: the member cannot choose again';
  const stranger = recipients?.find((id) => !task.targets.some((target) => target.id === id));
  if (stranger !== undefined) return `${stranger} is not among those the message is for`;
  const chosen = task.targets.filter(({ id }) => recipients?.includes(id) ?? true);
  task.status = 2;
  task.sentAt = ctx.clock.now();
  const reachable = message.chatType === 'group' ? ownGroups(ctx, userid) : ownCustomers(ctx, userid);
  for (const target of chosen) deliver(ctx, { message, userid, target, reachable });
  return view(message, task);
}

/** The member leaves the task alone; it can be confirmed later all the same. */
export function ignoreMass(ctx: Ctx, userid: string, msgid: string): MassTaskView | string {
  const message = ctx.state.wecom.massMessages.find((one) => one.msgid === msgid);
  const task = message?.tasks.find((one) => one.userid === userid);
  if (!message || !task) return `${userid} has no task ${msgid}`;
  if (task.status === 0) task.ignored = true;
  return view(message, task);
}

type Sending = {
  message: MassMessage;
  userid: string;
  target: MassTarget;
  /** The ids the member can send to at this moment. */
  reachable: Set<string>;
};

function deliver(ctx: Ctx, { message, userid, target, reachable }: Sending): void {
  const { massReceived } = ctx.state.wecom;
  const now = ctx.clock.now();
  target.status = reachable.has(target.id) ? withinQuota(ctx, target.id) : 2;
  if (target.status !== 1) return;
  target.sentAt = now;
  massReceived[target.id] = [...(massReceived[target.id] ?? []), now].slice(-MOST_REMEMBERED);
  const to = message.chatType === 'group' ? { chatId: target.id } : { externalUserid: target.id };
  for (const part of contentMessages(message)) {
    recordMessage(ctx, { kind: 'mass', userid, msgid: message.msgid, ...to, ...part });
  }
}

function withinQuota(ctx: Ctx, id: string): MassResultStatus {
  const received = ctx.state.wecom.massReceived[id] ?? [];
  return mayReceive(ctx.rules.massMessageQuota, received, ctx.clock.now()) ? 1 : 3;
}

function ownGroups(ctx: Ctx, userid: string): Set<string> {
  const own = ctx.state.wecom.groups.filter(({ owner }) => owner === userid);
  return new Set(own.map(({ chatId }) => chatId));
}

function ownCustomers(ctx: Ctx, userid: string): Set<string> {
  const own = ctx.state.wecom.follows.filter((follow) => follow.userid === userid);
  return new Set(
    externalIds(
      ctx,
      own.map(({ shopperId }) => shopperId),
    ),
  );
}

function view(message: MassMessage, task: MassTask): MassTaskView {
  const { msgid, chatType, creator, text, attachments, allowSelect, createdAt } = message;
  return {
    msgid,
    chatType,
    ...(creator === undefined ? {} : { creator }),
    ...(text ? { text } : {}),
    attachments,
    allowSelect,
    createdAt,
    reminders: task.reminders,
    state: stateOf(message, task),
    targets: task.targets,
  };
}

function stateOf(message: MassMessage, task: MassTask): MassTaskView['state'] {
  if (task.status === 2) return 'sent';
  if (message.cancelled) return 'cancelled';
  return task.ignored ? 'ignored' : 'waiting';
}
