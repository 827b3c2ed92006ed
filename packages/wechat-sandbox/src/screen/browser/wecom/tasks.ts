import type { MassTaskView, MomentTaskView } from '../../../wecom/control-types';
import type { DeskView } from '../../types';
import { app, redraw } from '../app';
import type { Face } from '../device';
import { h } from '../dom';
import type { Child, Vnode } from '../dom';
import { fullTime } from '../format';
import { messageParts } from '../message-view';
import { act, fetched, post, refetch } from '../server';
import { button, empty } from '../widgets';
import type { Member } from './desk';

const STATES: Record<MassTaskView['state'], [string, string]> = {
  waiting: ['待确认', 'wait'],
  sent: ['已发送', 'good'],
  ignored: ['没有发', 'idle'],
  cancelled: ['已取消', 'idle'],
};
const TARGET_STATES: [string, string][] = [
  ['未发送', 'idle'],
  ['已发送', 'good'],
  ['已不是好友', 'bad'],
  ['已收到其他群发', 'bad'],
];

/** Mass messages and posts that the app prepared: nothing goes out before the member confirms. */
export function tasks(desk: DeskView, who: Member): Face {
  const path = `control/staff/${who.userid}/moments`;
  const posts = fetched<MomentTaskView[]>(path, app.entries[app.entries.length - 1]?.id ?? 0).value ?? [];
  const inside =
    desk.tasks.length + posts.length === 0
      ? empty('task', '还没有任务', '服务端创建群发或朋友圈之后，要成员在这里确认，才会发出去。')
      : h(
          'div',
          { class: 'services' },
          waitingFirst(desk.tasks).map((task) => massCard(task, who)),
          [...posts].reverse().map((one) => momentCard(one, { who, path })),
        );
  return { title: '任务', inside };
}

function waitingFirst(list: MassTaskView[]): MassTaskView[] {
  const waits = ({ state }: MassTaskView): number => (state === 'waiting' ? 0 : 1);
  return [...list].sort((a, b) => waits(a) - waits(b));
}

function massCard(task: MassTaskView, who: Member): Vnode {
  const { msgid, createdAt, chatType, state, targets, text, attachments, reminders, creator } = task;
  const open = state === 'waiting' || state === 'ignored';
  const action = `mass ${msgid}`;
  return h(
    'article',
    { class: 'task', key: msgid },
    h(
      'header',
      null,
      h('strong', null, chatType === 'group' ? '群发到客户群' : '群发给客户'),
      h('span', { class: `state ${STATES[state][1]}` }, STATES[state][0]),
    ),
    h(
      'p',
      { class: 'task-note' },
      `${fullTime(createdAt)} ${creator === undefined ? '企业创建' : '自己创建'}${reminders > 0 ? `，被提醒 ${reminders} 次` : ''}`,
    ),
    h('div', { class: 'parts' }, messageParts({ msgtype: 'text', content: { text, attachments } })),
    recipients(task, open),
    open
      ? h(
          'div',
          { class: 'bill-buttons' },
          state === 'waiting'
            ? button({ text: '不发', action, onClick: () => decide(who, msgid, { what: 'ignore' }) })
            : null,
          button({
            text: `确认发送（${chosen(task).length}/${targets.length}）`,
            look: 'primary',
            action,
            disabled: targets.length > 0 && chosen(task).length === 0,
            onClick: () => send(who, task),
          }),
        )
      : null,
  );
}

/** With allow_select the member may leave some out. */
function recipients(task: MassTaskView, open: boolean): Child {
  const { targets, allowSelect, msgid } = task;
  if (targets.length === 0) return h('p', { class: 'task-note' }, '没有收件人');
  return h(
    'ul',
    { class: 'targets', 'aria-label': '收件人' },
    targets.map(({ id, status }) => {
      const [text, look] = TARGET_STATES[status] ?? ['', 'idle'];
      const name = h('span', null, nameOf(id));
      return h(
        'li',
        { key: id },
        open && allowSelect
          ? h(
              'label',
              { class: 'check-label' },
              h('input', {
                type: 'checkbox',
                checked: !app.open.has(leftOut(msgid, id)),
                onChange: () => {
                  if (!app.open.delete(leftOut(msgid, id))) app.open.add(leftOut(msgid, id));
                  redraw();
                },
              }),
              name,
            )
          : name,
        open ? null : h('span', { class: `state ${look}` }, text),
      );
    }),
  );
}

function chosen({ msgid, targets }: MassTaskView): string[] {
  return targets.map(({ id }) => id).filter((id) => !app.open.has(leftOut(msgid, id)));
}

function leftOut(msgid: string, id: string): string {
  return `left out ${msgid} ${id}`;
}

function nameOf(id: string): string {
  const shopper = app.data?.people.shoppers.find(({ external_userid }) => external_userid === id);
  const group = app.data?.desk?.groups.find(({ chatId }) => chatId === id);
  return shopper?.name ?? group?.name ?? id;
}

function send(who: Member, task: MassTaskView): void {
  const recipientsChosen = chosen(task);
  const body = task.allowSelect ? { recipients: recipientsChosen } : {};
  decide(who, task.msgid, { what: 'confirm', body });
}

type Decision = { what: 'confirm' | 'ignore'; body?: { recipients?: string[] } };

function decide(who: Member, msgid: string, { what, body = {} }: Decision): void {
  void act(
    `mass ${msgid}`,
    () => post(`control/staff/${who.userid}/mass-tasks/${encodeURIComponent(msgid)}/${what}`, body),
    () => (what === 'confirm' ? '已发送' : '这条不发'),
  );
}

function momentCard(task: MomentTaskView, { who, path }: { who: Member; path: string }): Vnode {
  const { momentId, createdAt, publishedAt, cancelled, text, attachments, customers } = task;
  const [words, look] =
    publishedAt !== undefined ? ['已发表', 'good'] : cancelled ? ['已取消', 'idle'] : ['待发表', 'wait'];
  const content = { text: { content: text ?? '' }, attachments };
  return h(
    'article',
    { class: 'task', key: momentId },
    h('header', null, h('strong', null, '客户朋友圈'), h('span', { class: `state ${look}` }, words)),
    h('p', { class: 'task-note' }, `${fullTime(createdAt)} · ${customers.length} 位客户可见`),
    h('div', { class: 'parts' }, messageParts({ msgtype: 'text', content })),
    publishedAt === undefined && !cancelled
      ? h(
          'div',
          { class: 'bill-buttons' },
          button({
            text: '发表',
            look: 'primary',
            action: `moment ${momentId}`,
            onClick: () =>
              void act(
                `moment ${momentId}`,
                () =>
                  post(`control/staff/${who.userid}/moments/${momentId}/publish`).finally(() =>
                    refetch(path),
                  ),
                () => '已发表',
              ),
          }),
        )
      : null,
  );
}
