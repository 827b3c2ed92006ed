import type { CallbackCheck } from '../../../control/types';
import type { Settings } from '../../types';
import { app, toggle } from '../app';
import { h } from '../dom';
import type { Child, Vnode } from '../dom';
import { icon } from '../icons';
import { act, fetched, post, refetch } from '../server';
import { button, copy, copyButton, empty, field, loading } from '../widgets';
import { dotenv, isSecret } from './env';
import { ruleList } from './rules';

const SETTINGS = 'screen/settings';
const ADDRESS_NAMES: Record<string, [string, string]> = {
  wecomCallbackUrl: ['企业微信的回调地址', '客户联系的事件发到这里；保存时发一次加密的 echostr。'],
  miniProgramPushUrl: ['小程序的消息推送地址', '保存时发一次 echostr。'],
  officialAccountPushUrl: ['公众号的消息推送地址', '关注、扫码等事件发到这里；保存时发一次 echostr。'],
};

export function configArea(): Vnode {
  const { value, failed } = fetched<Settings>(SETTINGS);
  return h(
    'div',
    { class: 'area page-area' },
    h(
      'header',
      { class: 'page-head' },
      h('h1', null, '配置'),
      h('p', null, '把服务端接到沙箱，只需要这一页。'),
    ),
    envCard(),
    failed !== undefined
      ? empty('config', '读不到配置', failed)
      : value
        ? [callbackCard(value), ruleList(value, () => refetch(SETTINGS))]
        : loading(),
  );
}

function envCard(): Vnode {
  const { value, failed } = fetched<Record<string, string>>('control/env');
  if (!value)
    return h(
      'section',
      { class: 'sheet-card' },
      failed ? empty('config', '读不到环境变量', failed) : loading(),
    );
  const all = app.open.has('secrets');
  return h(
    'section',
    { class: 'sheet-card' },
    h(
      'header',
      null,
      h('h2', null, '服务端的环境变量'),
      button({
        text: all ? '藏起密钥' : '显示密钥',
        icon: 'eye',
        look: 'quiet',
        onClick: () => toggle('secrets'),
        props: { 'aria-pressed': String(all) },
      }),
      button({
        text: '复制为 .env',
        icon: 'copy',
        look: 'primary',
        onClick: () => copy(dotenv(value), '全部环境变量'),
      }),
    ),
    h(
      'dl',
      { class: 'env', 'data-testid': 'env' },
      Object.entries(value).map(([name, text]) =>
        h(
          'div',
          { key: name },
          h('dt', null, name),
          h('dd', null, shown(name, text, all), copyButton(text, name)),
        ),
      ),
    ),
  );
}

/** Secrets are not there before somebody asks, long keys only begin. */
function shown(name: string, text: string, all: boolean): Child {
  const lines = text.trim().split('\n');
  const open = app.open.has(`env ${name}`);
  const hidden = isSecret(name) && !all && !open;
  if (!hidden && (lines.length === 1 || open)) return h('code', null, text.trim());
  return [
    h('code', null, hidden ? '••••••••' : `${lines[0]} … 共 ${lines.length} 行`),
    button({
      text: hidden ? '显示' : '展开',
      label: `${hidden ? '显示' : '展开'} ${name}`,
      look: 'quiet',
      onClick: () => toggle(`env ${name}`),
    }),
  ];
}

const checked: Record<string, CallbackCheck> = {};

function callbackCard({ callbacks }: Settings): Vnode {
  return h(
    'section',
    { class: 'sheet-card' },
    h('header', null, h('h2', null, '回调地址')),
    Object.entries(callbacks).map(([name, saved]) => callbackForm(name, saved)),
  );
}

function callbackForm(name: string, saved: string): Vnode {
  const [label, hint] = ADDRESS_NAMES[name] ?? [name, ''];
  app.drafts[name] ??= saved;
  const check = checked[name];
  return h(
    'form',
    {
      class: 'callback',
      key: name,
      onSubmit: (event: Event) => {
        event.preventDefault();
        save(name);
      },
    },
    field({
      name,
      label,
      hint,
      type: 'url',
      placeholder: 'http://127.0.0.1:3000/…',
      props: { required: true },
    }),
    h(
      'button',
      { type: 'submit', class: 'button primary', 'aria-disabled': app.busy.has(name) ? 'true' : undefined },
      '保存并验证',
    ),
    check
      ? h(
          'p',
          { class: `callback-check ${check.verified ? 'good' : 'bad'}`, role: 'status' },
          icon(check.verified ? 'check' : 'cross', 18),
          check.verified ? '回显正确，地址已生效。' : `回显不对（地址仍已保存）：${check.explanation}`,
        )
      : null,
  );
}

function save(name: string): void {
  void act(
    name,
    async () => {
      checked[name] = await post<CallbackCheck>('control/callbacks/config', { [name]: app.drafts[name] });
      await refetch(SETTINGS);
    },
    () => '已保存',
  );
}
