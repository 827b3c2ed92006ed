import { app, closeDialog, dropToast, now, openDialog, redraw } from './app';
import { h } from './dom';
import type { Child, Vnode } from './dom';
import { activeFaults } from './fault-words';
import { clockTime, dayName, span } from './format';
import { icon } from './icons';
import type { IconName } from './icons';
import { routeHash } from './route';
import type { Area } from './route';
import { act, post, shopperId, userid } from './server';
import { badge, button, dialogForm } from './widgets';

const AREA_NAMES: [Area, string, IconName][] = [
  ['phone', '手机', 'phone'],
  ['wecom', '企业微信', 'staff'],
  ['traffic', '通信', 'traffic'],
  ['faults', '故障', 'fault'],
  ['config', '配置', 'config'],
];
const JUMPS: [string, number][] = [
  ['+1 分钟', 60],
  ['+15 分钟', 900],
  ['+2 小时', 7200],
  ['+1 天', 86_400],
];

export function areaName(area: Area): string {
  return AREA_NAMES.find(([id]) => id === area)?.[1] ?? '';
}

export function topBar(): Vnode {
  const { data } = app;
  return h(
    'header',
    { class: 'top' },
    h(
      'a',
      { class: 'brand', href: '#phone', 'aria-label': '微信沙箱，回到首页' },
      h('span', { class: 'mark', 'aria-hidden': 'true' }, icon('chat', 22)),
      h('span', null, h('strong', null, '微信沙箱'), h('small', null, data?.names.miniProgram ?? ' ')),
    ),
    data ? clock(data.clock.offsetSeconds) : null,
    data ? jumps() : null,
    h('div', { class: 'top-end' }, data ? faultBadge() : null, resetButton()),
  );
}

function clock(offsetSeconds: number): Vnode {
  const ahead = offsetSeconds > 0 ? `比真实时间快 ${span(offsetSeconds)}` : '与真实时间一致';
  return h(
    'div',
    { class: 'clock', role: 'group', 'aria-label': '沙箱的时钟' },
    h('time', { class: 'clock-time', 'data-testid': 'clock' }, clockTime(now())),
    h('span', { class: 'clock-day' }, dayName(now()), h('em', { 'data-testid': 'clock-offset' }, ahead)),
  );
}

function jumps(): Vnode {
  const due = app.data?.nextDue ?? null;
  const waitSeconds = due ? Math.max(0, Math.ceil((due.at - now()) / 1000)) : 0;
  const toNotice = due
    ? button({
        text: `到下一条通知（${span(waitSeconds)}后）`,
        icon: 'bell',
        action: 'clock',
        onClick: () => jump(waitSeconds),
        props: { 'data-testid': 'jump-due' },
      })
    : null;
  return h(
    'div',
    { class: 'jumps', role: 'group', 'aria-label': '快进' },
    JUMPS.map(([text, seconds]) =>
      button({
        text,
        label: `快进 ${text.slice(1)}`,
        action: 'clock',
        onClick: () => jump(seconds),
      }),
    ),
    toNotice,
  );
}

function jump(advanceSeconds: number): void {
  void act(
    'clock',
    () => post('control/clock', { advanceSeconds }),
    () => `快进了 ${span(advanceSeconds)}`,
  );
}

function faultBadge(): Child {
  const faults = app.data ? activeFaults(app.data.faults) : [];
  if (faults.length === 0) return null;
  return h(
    'a',
    { class: 'fault-badge', href: '#faults', title: faults.join('\n'), 'data-testid': 'fault-badge' },
    icon('fault', 18),
    h('span', null, faults.length === 1 ? (faults[0] ?? '') : `${faults.length} 个故障生效中`),
  );
}

function resetButton(): Vnode {
  return button({
    text: '全部重来',
    label: '全部重来',
    icon: 'redo',
    look: 'quiet',
    onClick: () =>
      openDialog({
        title: '全部重来？',
        body: () =>
          dialogForm(
            '清空并重来',
            () =>
              void act(
                'reset',
                () => post('control/reset'),
                () => '已回到最初',
              ),
            h('p', null, '订单、退款、消息、令牌、故障和时钟都回到最初。人、密钥和回调地址保留。'),
          ),
      }),
  });
}

export function rail(): Vnode {
  const targets: Partial<Record<Area, string[]>> = { phone: [shopperId()], wecom: [userid()] };
  return h(
    'nav',
    { class: 'rail', 'aria-label': '区域' },
    AREA_NAMES.map(([area, name, symbol]) => {
      const here = app.route.area === area;
      return h(
        'a',
        {
          key: area,
          href: routeHash(area, targets[area] ?? []),
          class: 'rail-item',
          'aria-current': here ? 'page' : undefined,
        },
        icon(symbol, 24),
        h('span', null, name),
        area === 'faults' && app.data && activeFaults(app.data.faults).length > 0
          ? h('span', { class: 'dot', role: 'img', 'aria-label': '有故障生效' })
          : null,
        railBadge(area),
      );
    }),
  );
}

function railBadge(area: Area): Child {
  const waiting = app.data?.waiting ?? {};
  const people = {
    phone: app.data?.people.shoppers.map(({ id }) => id),
    wecom: app.data?.people.staff.map(({ userid: id }) => id),
  };
  const ids = area === 'phone' || area === 'wecom' ? (people[area] ?? []) : [];
  const sum = ids.reduce((total, id) => total + (waiting[id] ?? 0), 0);
  return sum > 0 ? badge(sum) : null;
}

export function lostBanner(): Child {
  if (app.link !== 'lost') return null;
  return h(
    'div',
    { class: 'lost', role: 'alert' },
    h('span', { class: 'spinner' }),
    '沙箱没有应答，正在重试',
  );
}

export function toasts(): Vnode {
  return h(
    'div',
    { class: 'toasts', role: 'status', 'aria-live': 'polite' },
    app.toasts.map((one) =>
      h(
        'div',
        { key: one.id, class: `toast ${one.kind}`, 'data-testid': 'toast' },
        icon(one.kind === 'good' ? 'check' : 'cross', 18),
        h('span', null, one.text),
        button({
          text: '关闭提示',
          icon: 'cross',
          iconOnly: true,
          look: 'quiet',
          onClick: () => dropToast(one),
        }),
      ),
    ),
  );
}

/** The browser's own dialog: focus stays inside, Escape closes it and focus goes back. */
export function dialogView(): Child {
  const { dialog } = app;
  if (!dialog) return null;
  const onClose = (): void => {
    if (app.dialog?.id === dialog.id) app.dialog = null;
    redraw();
  };
  return h(
    'dialog',
    {
      key: dialog.id,
      class: dialog.wide ? 'dialog wide' : 'dialog',
      'aria-labelledby': 'dialog-title',
      onClose,
      onClick: (event: MouseEvent) => {
        if (event.target === event.currentTarget) closeDialog();
      },
      onMount: opened,
    },
    h(
      'div',
      { class: 'dialog-inside' },
      h(
        'header',
        null,
        h('h2', { id: 'dialog-title' }, dialog.title),
        button({ text: '关闭', icon: 'cross', iconOnly: true, look: 'quiet', onClick: closeDialog }),
      ),
      dialog.body(),
    ),
  );
}

/** Focus goes to what is to be filled in or chosen; where something is only to be confirmed, to the way out. */
function opened(element: HTMLElement): void {
  (element as HTMLDialogElement).showModal();
  const first = element.querySelector<HTMLElement>('input,select,textarea');
  (first ?? element.querySelector<HTMLElement>('.act,.dialog-form button'))?.focus();
}
