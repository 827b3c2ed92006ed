import type { Notice } from '../../../control/types';
import { app, now } from '../app';
import { h } from '../dom';
import type { Child, Vnode } from '../dom';
import { MODE_WORDS } from '../fault-words';
import { clockTime, fullTime, span } from '../format';
import { icon } from '../icons';
import { routeHash } from '../route';
import { act, fetched, post } from '../server';
import { button, empty, fact, loading } from '../widgets';
import { bodyBlock, detailHead } from './parts';
import { NOTICE_STATES } from './notices';

/** One notice: each attempt, when the next one is due, and what it says in the clear. */
export function noticeDetail(id: string): Child {
  const line = app.data?.notices.find((notice) => notice.id === id);
  const version = `${line?.status} ${line?.attempts.length} ${line?.nextAttemptAt}`;
  const { value, failed } = fetched<Notice>(`screen/notices/${encodeURIComponent(id)}`, version);
  if (failed !== undefined) return empty('bell', '没有这条通知', failed);
  if (!value) return loading();
  const [text, tone] = NOTICE_STATES[value.status];
  return [
    detailHead({
      key: id,
      title: value.event,
      under: `${value.summary} · ${value.subject}`,
      state: h('span', { class: `state ${tone}` }, text),
      back: routeHash('traffic', ['notices']),
      buttons: [
        value.status === 'held'
          ? button({
              text: '放行',
              look: 'primary',
              action: `notice ${id}`,
              onClick: () => send(id, 'control/notices/flush', { ids: [id] }),
            })
          : button({
              text: '再发一次',
              icon: 'redo',
              action: `notice ${id}`,
              onClick: () => send(id, `control/notices/${encodeURIComponent(id)}/redeliver`, {}),
            }),
      ],
    }),
    h('section', { class: 'part' }, h('h3', null, '投递'), h('ol', { class: 'timeline' }, timeline(value))),
    h(
      'section',
      { class: 'part' },
      h('h3', null, '发往'),
      h('dl', { class: 'facts' }, fact('编号', value.id), fact('地址', value.url)),
    ),
    bodyBlock('明文（每次投递时重新加密、签名）', value.message),
  ];
}

function send(id: string, path: string, body: unknown): void {
  void act(
    `notice ${id}`,
    () => post(path, body),
    () => '已发出',
  );
}

type Step = { tone: 'idle' | 'good' | 'bad' | 'wait'; at?: number; title: string; text?: string };

function timeline(notice: Notice): Vnode[] {
  const steps: Step[] = [{ tone: 'idle', at: notice.createdAt, title: '产生' }];
  for (const { at, mode, status, answer, error } of notice.attempts) {
    const good = status === 200 || status === 204;
    const how = mode === 'deliver' ? '' : `（${MODE_WORDS[mode] ?? mode}）`;
    const text = error ?? `${status} ${answer ?? ''}`.trim();
    steps.push({ tone: good ? 'good' : 'bad', at, title: `${good ? '送达' : '失败'}${how}`, text });
  }
  if (notice.status === 'held') steps.push({ tone: 'wait', title: '扣住，等人放行' });
  if (notice.status === 'waiting' && notice.nextAttemptAt !== undefined) {
    const wait = span(Math.max(0, notice.nextAttemptAt - now()) / 1000);
    const left = Math.max(0, notice.retrySeconds.length - notice.attempts.length);
    const next = { at: notice.nextAttemptAt, title: `${wait}后再发`, text: `之后还有 ${left} 次` };
    steps.push({ tone: 'wait', ...next });
  }
  return steps.map(stepView);
}

const MARKS = { good: 'check', bad: 'cross', idle: 'clock', wait: 'clock' } as const;

function stepView({ tone, at, title, text }: Step): Vnode {
  return h(
    'li',
    { class: `step ${tone}` },
    h('span', { class: 'step-mark', 'aria-hidden': 'true' }, icon(MARKS[tone], 14)),
    h(
      'span',
      null,
      h('strong', null, title),
      at === undefined ? null : h('time', { title: fullTime(at) }, clockTime(at)),
      text ? h('code', null, text) : null,
    ),
  );
}
