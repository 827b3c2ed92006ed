import type { JournalDetail } from '../../../control/types';
import { app } from '../app';
import { curlOf, hasCurl } from '../curl';
import { h } from '../dom';
import type { Child, Vnode } from '../dom';
import { fullTime } from '../format';
import { icon } from '../icons';
import { routeHash } from '../route';
import { fetched } from '../server';
import { button, copy, empty, loading } from '../widgets';
import { checkList } from './checks';
import { hasFailed, noticeOf, shortPath } from './entries';
import { bodyBlock, detailHead, headerTable } from './parts';
import { stringToSign } from './string-to-sign';

/** One request or callback with everything that was said and, when it was refused, why. */
export function entryDetail(id: string): Child {
  const { value, failed } = fetched<JournalDetail>(`control/requests/${encodeURIComponent(id)}`, app.epoch);
  if (failed !== undefined) return empty('traffic', '没有这条记录', failed);
  if (!value) return loading();
  const bad = hasFailed(value);
  return [
    detailHead({
      key: id,
      title: `${value.method} ${value.direction === 'in' ? shortPath(value.path).split('?')[0] : value.errcode}`,
      under: `${value.host} · ${fullTime(value.at)} · ${value.durationMs} ms`,
      state: h('span', { class: `state ${bad ? 'bad' : 'good'}` }, value.status || '无应答'),
      back: routeHash('traffic', [], app.route.query),
      buttons: hasCurl(value) ? [curlButton(value)] : [],
    }),
    verdict(value, bad),
    noticeLink(value),
    value.checks ? checkList(value.checks, value.expected) : null,
    value.expected === undefined ? null : stringToSign(value, value.expected),
    h(
      'section',
      { class: 'part' },
      h('h3', null, '地址'),
      h('pre', { class: 'block wrap', tabindex: '0', 'aria-label': '地址' }, `${value.method} ${value.path}`),
    ),
    value.sent ? [headerTable('请求首部', value.sent.headers), bodyBlock('请求正文', value.sent.body)] : null,
    value.plain === undefined ? null : bodyBlock('解密后的明文', value.plain),
    value.answered
      ? [headerTable('应答首部', value.answered.headers), bodyBlock('应答正文', value.answered.body)]
      : null,
  ];
}

function curlButton(detail: JournalDetail): Vnode {
  const whole = !/… \(\d+ characters\)$/.test(detail.sent?.body ?? '');
  return button({
    text: whole ? '复制 curl' : '正文太长，没有留全',
    icon: 'copy',
    disabled: !whole,
    onClick: () => copy(curlOf(detail, location.href.split('#')[0]?.replace(/\/$/, '') ?? ''), ' curl 命令'),
  });
}

function verdict(value: JournalDetail, bad: boolean): Child {
  if (!bad) return null;
  const code = value.direction === 'in' ? value.errcode : undefined;
  return h(
    'div',
    { class: 'verdict' },
    icon('cross'),
    h(
      'div',
      null,
      h('strong', null, code ?? (value.status === 0 ? '没有应答' : `HTTP ${value.status}`)),
      h('p', null, value.explanation ?? '被拒绝'),
    ),
  );
}

function noticeLink(value: JournalDetail): Child {
  const notice = noticeOf(value, app.data?.notices ?? []);
  if (!notice) return null;
  const nth = notice.attempts.findIndex(({ at }) => at === value.at) + 1;
  return h(
    'a',
    { class: 'card-row', href: routeHash('traffic', ['notices', notice.id]) },
    icon('bell', 18),
    h('span', null, `通知 ${notice.subject} 的第 ${nth} 次投递，共 ${notice.attempts.length} 次`),
    icon('next', 18),
  );
}
