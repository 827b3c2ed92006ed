import { app, openDialog } from '../app';
import { h } from '../dom';
import type { Child } from '../dom';
import { act, post } from '../server';
import { copy, dialogForm, field } from '../widgets';
import { actPanel } from '../act-panel';
import type { Member } from './desk';
import { askForGroup } from './groups';

/** What can be done for a member, beside the WeCom. */
export function staffActs(who: Member): Child {
  return actPanel(`替${who.name}操作`, [
    { name: '被顾客添加', note: '触发添加回调与欢迎语', icon: 'plus', onClick: () => askWhoAdds(who) },
    {
      name: '建客户群',
      note: '服务端收到 change_external_chat',
      icon: 'group',
      onClick: () => askForGroup(who),
    },
    { name: '写一条群发', note: '自己创建，再到任务里确认', icon: 'send', onClick: () => askForMass(who) },
    { name: '打开应用', note: 'enter_agent 事件', icon: 'staff', onClick: () => openApp(who) },
    { name: '取 OAuth code', note: '等于在工作台打开应用', icon: 'key', onClick: () => takeCode(who) },
  ]);
}

function askWhoAdds(who: Member): void {
  const others = app.data?.people.shoppers.filter(({ id }) => !who.customers.includes(id)) ?? [];
  app.drafts.addShopper = others[0]?.id ?? '';
  openDialog({
    title: `谁添加${who.name}？`,
    body: () =>
      others.length === 0
        ? h('p', null, '所有顾客都已经是客户。')
        : dialogForm(
            '添加',
            () =>
              void act(
                'add-customer',
                () =>
                  post('control/wecom/add-customer', {
                    userid: who.userid,
                    shopperId: app.drafts.addShopper,
                  }),
                () => `${who.name}有了新客户`,
              ),
            field({
              name: 'addShopper',
              label: '顾客',
              options: others.map(({ id, name, note }) => ({ value: id, text: `${name}（${note}）` })),
            }),
          ),
  });
}

function askForMass(who: Member): void {
  app.drafts.mass = '';
  openDialog({
    title: `${who.name}写一条群发`,
    body: () =>
      dialogForm(
        '创建',
        () =>
          void act(
            'member-mass',
            () => post(`control/staff/${who.userid}/mass-tasks`, { text: app.drafts.mass }),
            () => '创建了，在“任务”里确认发送',
          ),
        field({ name: 'mass', label: '发给自己的全部客户', rows: 3, props: { required: true } }),
      ),
  });
}

function openApp(who: Member): void {
  void act(
    'open-app',
    () => post(`control/staff/${who.userid}/open-app`),
    () => `${who.name}打开了应用`,
  );
}

function takeCode(who: Member): void {
  void act(
    'oauth-code',
    async () => {
      const { code } = await post<{ code: string }>(`control/staff/${who.userid}/oauth-code`);
      openDialog({
        title: 'OAuth 的 code',
        body: () =>
          dialogForm(
            '复制',
            () => copy(code, ' code'),
            h('p', null, '只能用一次，五分钟内有效。'),
            h('pre', { class: 'block', tabindex: '0' }, code),
          ),
      });
      return code;
    },
    () => undefined,
  );
}
