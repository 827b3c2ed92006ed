import type { JournalEntry, Notice } from '../../control/types';
import type { Child } from './dom';
import { button, clockTime, node, redraw } from './dom';

const SHOWN = 200;
const NOTICE_STATES = {
  waiting: '等待重试',
  held: '扣住',
  delivered: '已送达',
  'given-up': '已放弃',
  lost: '丢失',
};
const NOTICE_LOOK = { waiting: 'wait', held: 'wait', delivered: 'good', 'given-up': 'bad', lost: 'bad' };

export type NoticeActions = {
  redeliver: (id: string) => Promise<unknown>;
  release: (id: string) => Promise<unknown>;
};

export function drawNotices(notices: Notice[], actions: NoticeActions): void {
  redraw('notices', notices, () =>
    notices.length === 0
      ? [node('p', 'empty', '还没有通知')]
      : notices.map((notice) => noticeRow(notice, actions)),
  );
}

function noticeRow(notice: Notice, actions: NoticeActions): HTMLElement {
  const held = notice.status === 'held';
  const action = held
    ? button('放行', () => actions.release(notice.id))
    : button('再发一次', () => actions.redeliver(notice.id));
  const attempts = notice.attempts.map(
    (attempt) =>
      `${clockTime(attempt.at)} ${attempt.mode === 'deliver' ? '' : `[${attempt.mode}] `}${attempt.error ?? `${attempt.status} ${attempt.answer ?? ''}`}`,
  );
  const next = notice.nextAttemptAt ? [`下一次：${clockTime(notice.nextAttemptAt)}`] : [];
  return expandable(
    [
      node('time', '', clockTime(notice.createdAt)),
      node('span', 'who', notice.channel === 'pay' ? '微信支付' : '企业微信'),
      node('span', 'what', `${notice.event} ${notice.subject}`, node('em', '', notice.url)),
      node(
        'span',
        `state ${NOTICE_LOOK[notice.status]}`,
        `${NOTICE_STATES[notice.status]} ${notice.statuses.join(' ')}`,
      ),
    ],
    [action, pre([...attempts, ...next, '', prettyJson(notice.message)].join('\n'))],
  );
}

export function drawRequests(entries: JournalEntry[], filter: { words: string; failedOnly: boolean }): void {
  const matching = entries.filter((entry) => matches(entry, filter)).reverse();
  const shown = matching.slice(0, SHOWN);
  redraw('count', [matching.length, entries.length], () => [`${matching.length} / ${entries.length} 条`]);
  redraw('requests', shown, () =>
    shown.length === 0 ? [node('p', 'empty', '没有符合的请求')] : shown.map(requestRow),
  );
}

function matches(entry: JournalEntry, filter: { words: string; failedOnly: boolean }): boolean {
  if (filter.failedOnly && !failed(entry)) return false;
  const text = `${entry.host} ${entry.method} ${entry.path} ${entry.status} ${entry.errcode ?? ''} ${entry.explanation ?? ''}`;
  const lower = text.toLowerCase();
  return filter.words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}

function failed(entry: JournalEntry): boolean {
  if (entry.status < 200 || entry.status >= 400) return true;
  return entry.direction === 'in' && entry.errcode !== undefined && entry.errcode !== '0';
}

function requestRow(entry: JournalEntry): HTMLElement {
  const words = entry.explanation === undefined ? [] : [node('em', '', entry.explanation)];
  const cells = [
    node('time', '', clockTime(entry.at)),
    node('span', 'who', `${entry.direction === 'in' ? '→' : '←'} ${entry.host}`),
    node('span', 'what', `${entry.method} ${shortened(entry.path)}`, ...words),
    node('span', `state ${failed(entry) ? 'bad' : 'good'}`, stateOf(entry)),
  ];
  if (entry.expected === undefined) return node('div', 'row', ...cells);
  return expandable(cells, [
    node('p', '', '本应是（换行以 ⏎ 标出）：'),
    pre(entry.expected.replaceAll('\n', '⏎\n')),
  ]);
}

/** Tokens and secrets are long and say nothing. */
function shortened(path: string): string {
  return path.replace(/((?:access_token|secret|corpsecret|code)=[^&]{6})[^&]{6,}/g, '$1…');
}

function stateOf(entry: JournalEntry): string {
  const code = entry.direction === 'in' && entry.errcode !== undefined ? ` ${entry.errcode}` : '';
  return `${entry.status || '无应答'}${code} · ${entry.durationMs} ms`;
}

function expandable(cells: Child[], inside: Child[]): HTMLElement {
  return node('details', '', node('summary', 'row', ...cells), node('div', '', ...inside));
}

function pre(text: string): HTMLElement {
  return node('pre', '', text);
}

function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
