import type { DeskView, GroupView } from '../../types';
import { app, openDialog } from '../app';
import { chatRow } from '../chat-row';
import { conversationView } from '../conversation';
import type { Face } from '../device';
import { h } from '../dom';
import type { Child } from '../dom';
import { summaryOf } from '../message-parts';
import { routeHash } from '../route';
import { act, post } from '../server';
import { button, dialogForm, empty, field } from '../widgets';
import type { Member } from './desk';

/** The customer groups this member is in. */
export function groups(desk: DeskView, who: Member): Face {
  const open = desk.groups.find(({ chatId }) => chatId === app.route.path[2]);
  if (open) return groupTalk(open, who);
  const inside =
    desk.groups.length === 0
      ? empty('group', '还没有客户群', `用“建客户群”，让${who.name}和客户在一个群里。`)
      : h(
          'ul',
          { class: 'chat-list' },
          desk.groups.map(({ chatId, name, members, messages }) =>
            chatRow({
              key: chatId,
              href: routeHash('wecom', [who.userid, 'groups', chatId]),
              name: name || '群聊',
              from: `${members.length} 人`,
              words: messages[0] ? summaryOf(messages[0]) : '还没有消息',
              at: messages[0]?.at,
            }),
          ),
        );
  return { title: '客户群', inside };
}

function groupTalk(group: GroupView, who: Member): Face {
  const names = new Map(group.members.map(({ id, name }) => [id, name]));
  return {
    title: `${group.name || '群聊'}（${group.members.length}）`,
    back: routeHash('wecom', [who.userid, 'groups']),
    inside: conversationView({
      messages: group.messages,
      start: group.notice ? `群公告：${group.notice}` : '还没有群公告',
      mine: ({ userid }) => userid === who.userid,
      nameOf: ({ userid }) => names.get(userid) ?? userid,
      end: memberList(group),
    }),
  };
}

function memberList(group: GroupView): Child {
  const path = `control/wecom/groups/${encodeURIComponent(group.chatId)}`;
  const remove = (id: string, name: string): void =>
    void act(
      `remove ${id}`,
      () => post(`${path}/remove`, { customers: [shopperIdOf(id)], left: true }),
      () => `${name}退出了群`,
    );
  return h(
    'section',
    { class: 'group-members' },
    h('h3', null, '群成员'),
    h(
      'ul',
      { class: 'targets' },
      group.members.map(({ id, name, outside }) =>
        h(
          'li',
          { key: id },
          h('span', null, name, id === group.owner ? h('span', { class: 'tag' }, '群主') : null),
          outside
            ? button({
                text: '退群',
                label: `${name}退群`,
                look: 'quiet',
                action: `remove ${id}`,
                onClick: () => remove(id, name),
              })
            : null,
        ),
      ),
    ),
    h(
      'div',
      { class: 'end-buttons' },
      button({ text: '邀请顾客', icon: 'plus', onClick: () => askWhomToInvite(group, path) }),
      button({ text: '改群公告', look: 'quiet', onClick: () => askForNotice(group, path) }),
    ),
  );
}

function shopperIdOf(external: string): string {
  return (
    app.data?.people.shoppers.find(({ external_userid }) => external_userid === external)?.id ?? external
  );
}

function askWhomToInvite(group: GroupView, path: string): void {
  const inside = new Set(group.members.map(({ id }) => id));
  const others =
    app.data?.people.shoppers.filter(({ external_userid }) => !inside.has(external_userid)) ?? [];
  app.drafts.invite = others[0]?.id ?? '';
  openDialog({
    title: '邀请谁进群？',
    body: () =>
      others.length === 0
        ? h('p', null, '所有顾客都在群里。')
        : dialogForm(
            '邀请',
            () =>
              void act(
                'invite',
                () => post(`${path}/add`, { customers: [app.drafts.invite] }),
                () => '进群了，服务端会收到 change_external_chat',
              ),
            field({
              name: 'invite',
              label: '顾客',
              options: others.map(({ id, name }) => ({ value: id, text: name })),
            }),
          ),
  });
}

function askForNotice(group: GroupView, path: string): void {
  app.drafts.notice = group.notice;
  openDialog({
    title: '群公告',
    body: () =>
      dialogForm(
        '发布',
        () =>
          void act(
            'notice',
            () => post(`${path}/change`, { notice: app.drafts.notice }),
            () => '已发布',
          ),
        field({ name: 'notice', label: '公告', rows: 3 }),
      ),
  });
}

export function askForGroup(who: Member): void {
  Object.assign(app.drafts, { groupName: '', groupWith: who.customers[0] ?? '' });
  const shoppers = app.data?.people.shoppers ?? [];
  openDialog({
    title: `${who.name}建客户群`,
    body: () =>
      dialogForm(
        '建群',
        () =>
          void act(
            'create-group',
            () =>
              post('control/wecom/groups', {
                owner: who.userid,
                name: app.drafts.groupName,
                customers: [app.drafts.groupWith].filter(Boolean),
              }),
            () => '建好了，服务端会收到 change_external_chat',
          ),
        field({ name: 'groupName', label: '群名', props: { maxlength: '50', required: true } }),
        field({
          name: 'groupWith',
          label: '第一位顾客',
          options: [
            { value: '', text: '先不加' },
            ...shoppers.map(({ id, name }) => ({ value: id, text: name })),
          ],
        }),
      ),
  });
}
