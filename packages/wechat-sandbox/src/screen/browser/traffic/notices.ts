import type { NoticeLine } from '../../types';
import { app, now } from '../app';
import { h } from '../dom';
import type { Child, Vnode } from '../dom';
import { clockTime, span } from '../format';
import { routeHash } from '../route';
import { act, post } from '../server';
import { button, empty, roving } from '../widgets';

export const NOTICE_STATES: Record<NoticeLine['status'], [string, string]> = {
  waiting: ['等待', 'wait'],
  held: ['扣住', 'wait'],
  delivered: ['已送达', 'good'],
  'given-up': ['已放弃', 'bad'],
  lost: ['丢失', 'bad'],
};
const CHANNELS = {
  pay: ['pay', '微信支付'],
  wecom: ['wecom', '企业微信'],
  push: ['weixin', '消息推送'],
  douyin: ['channel', '抖音'],
} as const;

/** Notices rather than their attempts: what is still under way, held or given up. */
export function noticeList(chosen: string | undefined): Child {
  const notices = app.data?.notices ?? [];
  const held = notices.filter(({ status }) => status === 'held');
  if (notices.length === 0) {
    return empty('bell', '还没有通知', '付款、退款、加好友之后，平台发给服务端的通知会列在这里。');
  }
  const stop = notices.some(({ id }) => id === chosen) ? chosen : notices[0]?.id;
  return [
    held.length > 0
      ? h(
          'div',
          { class: 'held-bar', role: 'group', 'aria-label': '扣住的通知' },
          h('span', null, `扣住了 ${held.length} 条`),
          button({ text: '按顺序放行', look: 'primary', action: 'flush', onClick: () => flush(false) }),
          button({ text: '倒序放行', action: 'flush', onClick: () => flush(true) }),
        )
      : null,
    h(
      'ul',
      { class: 'entries', onKeydown: roving },
      notices.map((notice) =>
        noticeRow(notice, { selected: notice.id === chosen, stop: notice.id === stop }),
      ),
    ),
  ];
}

function flush(reverse: boolean): void {
  void act(
    'flush',
    () => post<{ flushed: number }>('control/notices/flush', { reverse }),
    ({ flushed }) => `放行了 ${flushed} 条`,
  );
}

function noticeRow(notice: NoticeLine, { selected, stop }: { selected: boolean; stop: boolean }): Vnode {
  const { id, channel, event, subject, summary, status, createdAt, nextAttemptAt, attempts } = notice;
  const [look, name] = CHANNELS[channel];
  const [text, tone] = NOTICE_STATES[status];
  const waits = status === 'waiting' && nextAttemptAt !== undefined;
  const next = waits ? `${span(Math.max(0, nextAttemptAt - now()) / 1000)}后再发` : '';
  return h(
    'li',
    { key: id },
    h(
      'a',
      {
        class: 'entry notice',
        href: routeHash('traffic', ['notices', id]),
        tabindex: stop ? '0' : '-1',
        'aria-current': selected ? 'true' : undefined,
      },
      h(
        'span',
        { class: 'entry-words' },
        h(
          'span',
          { class: 'entry-line' },
          h('span', { class: `platform ${look}` }, name),
          h('b', null, event),
          h('span', { class: 'entry-path' }, subject),
        ),
        h(
          'span',
          { class: 'entry-note' },
          h('time', null, clockTime(createdAt)),
          h('span', null, summary),
          h('span', null, attempts.map(({ status: code }) => code || '无应答').join(' → ')),
          next ? h('span', { class: 'entry-why' }, next) : null,
        ),
      ),
      h('span', { class: `state ${tone}` }, text),
    ),
  );
}
