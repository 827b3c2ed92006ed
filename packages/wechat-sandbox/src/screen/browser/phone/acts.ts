import type { NamedPlace } from '../../../control/types';
import { app, openDialog } from '../app';
import { actPanel } from '../act-panel';
import { h } from '../dom';
import type { Child } from '../dom';
import { act, fetched, post } from '../server';
import { copy, dialogForm, field } from '../widgets';
import { askToScan } from './scan';
import type { Shopper } from './phone';

type Contact = { userid: string; name: string };
const DROP_HINT = '企业微信会把 del_follow_user 回调给服务端，之后导购不能再给 TA 发消息。';

/** What can be done for a shopper, beside the phone. */
export function shopperActs(who: Shopper): Child {
  const following = app.data?.phone?.shopperId === who.id && app.data.phone.following;
  return actPanel(`替${who.name}操作`, [
    { name: '扫一扫', note: '小程序码、联系我、付款码', icon: 'scan', onClick: () => askToScan(who) },
    { name: '添加导购', note: '触发添加回调与欢迎语', icon: 'plus', onClick: () => askToAdd(who) },
    { name: '删除导购', note: '导购收到被删除的回调', icon: 'leave', onClick: () => askWhomToDrop(who) },
    following
      ? { name: '取关公众号', note: 'unsubscribe 事件', icon: 'star', onClick: () => follow(who, false) }
      : { name: '关注公众号', note: 'subscribe 事件', icon: 'star', onClick: () => follow(who, true) },
    { name: '换个位置', note: 'wx.getLocation 返回它', icon: 'place', onClick: () => askForPlace(who) },
    {
      name: '写给公众号或客服',
      note: '客服消息 48 小时内可回',
      icon: 'chat',
      onClick: () => askWhatToWrite(who),
    },
    {
      name: '取登录 code',
      note: '等于 wx.login，五分钟有效',
      icon: 'key',
      onClick: () => takeCode(who, 'login'),
    },
    {
      name: '取手机号 code',
      note: '等于点了手机号授权',
      icon: 'phone',
      onClick: () => takeCode(who, 'phone'),
    },
  ]);
}

function follow(who: Shopper, on: boolean): void {
  void act(
    'follow',
    () => post(`control/shoppers/${who.id}/official/${on ? 'follow' : 'unfollow'}`),
    () => `${who.name}${on ? '关注' : '取关'}了${app.data?.names.officialAccount ?? '公众号'}`,
  );
}

function askToAdd(who: Shopper): void {
  const has = new Set(app.data?.phone?.contacts.map(({ userid }) => userid));
  const others = app.data?.people.staff.filter(({ userid }) => !has.has(userid)) ?? [];
  app.drafts.addUserid = others[0]?.userid ?? '';
  app.drafts.addState = '';
  openDialog({
    title: `${who.name}添加导购`,
    body: () =>
      others.length === 0
        ? h('p', null, '已经添加了所有成员。')
        : dialogForm(
            '添加',
            () => add(who),
            field({
              name: 'addUserid',
              label: '添加谁',
              options: others.map(({ userid, name, note }) => ({
                value: userid,
                text: `${name}（${note}）`,
              })),
            }),
            field({
              name: 'addState',
              label: 'state（可不填）',
              hint: '来自哪个“联系我”，最多 30 个字符，会原样出现在回调里。',
              props: { maxlength: '30' },
            }),
          ),
  });
}

function add(who: Shopper): void {
  const { addUserid: userid = '', addState: state = '' } = app.drafts;
  const name = app.data?.people.staff.find((member) => member.userid === userid)?.name ?? userid;
  void act(
    'add-customer',
    () =>
      post('control/wecom/add-customer', {
        userid,
        shopperId: who.id,
        ...(state === '' ? {} : { state }),
      }),
    () => `${who.name}添加了${name}`,
  );
}

function askWhomToDrop(who: Shopper): void {
  const contacts = app.data?.phone?.contacts ?? [];
  app.drafts.dropUserid = contacts[0]?.userid ?? '';
  openDialog({
    title: `${who.name}删除导购`,
    body: () =>
      contacts.length === 0
        ? h('p', null, `${who.name}还没有导购。`)
        : dialogForm(
            '删除',
            () =>
              drop(
                who,
                contacts.find(({ userid }) => userid === app.drafts.dropUserid),
              ),
            field({
              name: 'dropUserid',
              label: '删除谁',
              hint: DROP_HINT,
              options: contacts.map(({ userid, name }) => ({ value: userid, text: name })),
            }),
          ),
  });
}

export function askToDrop(who: Shopper, member: Contact): void {
  openDialog({
    title: `${who.name}删除${member.name}？`,
    body: () => dialogForm('删除', () => drop(who, member), h('p', null, DROP_HINT)),
  });
}

function drop(who: Shopper, member: Contact | undefined): void {
  if (!member) return;
  void act(
    'drop-customer',
    () => post('control/wecom/drop-customer', { userid: member.userid, shopperId: who.id }),
    () => `${who.name}删除了${member.name}`,
  );
}

export function askForPlace(who: Shopper): void {
  Object.assign(app.drafts, {
    latitude: String(who.location.latitude),
    longitude: String(who.location.longitude),
    place: '',
  });
  const fill = (places: NamedPlace[], index: string): void => {
    const place = places[Number(index)];
    if (!place) return;
    app.drafts.latitude = String(place.latitude);
    app.drafts.longitude = String(place.longitude);
  };
  openDialog({
    title: `${who.name}换个位置`,
    body: () => {
      const places = fetched<NamedPlace[]>('control/places').value ?? [];
      return dialogForm(
        '就在这里',
        () => move(who),
        field({
          name: 'place',
          label: '有名字的地方',
          options: [
            { value: '', text: '自己填写' },
            ...places.map(({ name }, index) => ({ value: String(index), text: name })),
          ],
          props: {
            onChange: (event: { target: { value: string } }) => {
              app.drafts.place = event.target.value;
              fill(places, event.target.value);
            },
          },
        }),
        field({ name: 'latitude', label: '纬度（GCJ-02）', props: { inputmode: 'decimal', required: true } }),
        field({
          name: 'longitude',
          label: '经度（GCJ-02）',
          props: { inputmode: 'decimal', required: true },
        }),
      );
    },
  });
}

function move(who: Shopper): void {
  const { latitude, longitude } = app.drafts;
  void act(
    'location',
    () =>
      post(`control/shoppers/${who.id}/location`, {
        latitude: Number(latitude),
        longitude: Number(longitude),
      }),
    () => `${who.name}到了 ${latitude}, ${longitude}`,
  );
}

function askWhatToWrite(who: Shopper): void {
  app.drafts.toApp = '';
  app.drafts.toWhich = 'official-account';
  openDialog({
    title: `${who.name}发消息`,
    body: () =>
      dialogForm(
        '发送',
        () =>
          void act(
            'to-app',
            () =>
              post(`control/shoppers/${who.id}/apps/${app.drafts.toWhich ?? ''}/message`, {
                text: app.drafts.toApp,
              }),
            () => '已发送，消息推送给服务端',
          ),
        field({
          name: 'toWhich',
          label: '发给',
          options: [
            { value: 'official-account', text: `公众号 ${app.data?.names.officialAccount ?? ''}` },
            { value: 'mini-program', text: `小程序客服 ${app.data?.names.miniProgram ?? ''}` },
          ],
        }),
        field({ name: 'toApp', label: '内容', props: { required: true } }),
      ),
  });
}

function takeCode(who: Shopper, kind: 'login' | 'phone'): void {
  void act(
    `code ${kind}`,
    async () => {
      const { code } = await post<{ code: string }>(`control/shoppers/${who.id}/${kind}-code`);
      openDialog({
        title: kind === 'login' ? 'wx.login 的 code' : '手机号授权的 code',
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
