import type { JournalEntry } from '../../../control/types';
import { app, redraw } from '../app';
import { h } from '../dom';
import type { Child, Vnode } from '../dom';
import { icon } from '../icons';
import { routeHash } from '../route';
import { fetched } from '../server';
import { empty, field, loading, roving, tabPanel, tabs } from '../widgets';
import { entryDetail } from './detail';
import { filterOf, fits, PLATFORMS } from './entries';
import type { Filter } from './entries';
import { noticeDetail } from './notice-detail';
import { noticeList } from './notices';
import { entryRow } from './row';

export function trafficArea(): Vnode {
  const { path, query } = app.route;
  const notices = path[0] === 'notices';
  const chosen = notices ? path[1] : path[0];
  const held = app.data?.notices.filter(({ status }) => status === 'held').length ?? 0;
  return h(
    'div',
    { class: `area traffic-area${chosen === undefined ? '' : ' has-detail'}` },
    h('h1', { class: 'hidden' }, '通信'),
    h(
      'section',
      { class: 'master', 'aria-label': '列表' },
      tabs(
        '通信',
        [
          { id: 'requests', name: '请求与回调', href: routeHash('traffic', [], query) },
          { id: 'notices', name: '通知投递', href: routeHash('traffic', ['notices']), count: held },
        ],
        { current: notices ? 'notices' : 'requests', panel: 'traffic-panel' },
      ),
      tabPanel(
        'traffic-panel',
        notices ? 'notices' : 'requests',
        notices ? noticeList(chosen) : requests(chosen),
      ),
    ),
    h(
      'section',
      { class: 'detail', 'aria-label': '详情', tabindex: '-1' },
      chosen === undefined
        ? empty('traffic', '选一条看看', '请求的核对过程、应当签名的字符串、首部与正文都在详情里。')
        : notices
          ? noticeDetail(chosen)
          : entryDetail(chosen),
    ),
  );
}

function requests(chosen: string | undefined): Child {
  const filter = filterOf(app.route.query);
  const found = matching(filter);
  return [
    filterBar(filter, found.entries.length),
    found.loading ? loading() : entryList(found.entries, chosen),
  ];
}

/** Words are looked for by the sandbox, which also knows headers and bodies; the rest is decided here. */
function matching(filter: Filter): { entries: JournalEntry[]; loading: boolean } {
  const last = app.entries[app.entries.length - 1]?.id ?? 0;
  if (filter.q.trim() === '') {
    return {
      entries: app.entries.filter((entry) => fits(entry, filter)).reverse(),
      loading: app.link === 'loading',
    };
  }
  const { value } = fetched<JournalEntry[]>(
    `control/requests?q=${encodeURIComponent(filter.q)}`,
    `${app.epoch} ${last}`,
  );
  return { entries: (value ?? []).filter((entry) => fits(entry, filter)), loading: value === undefined };
}

function entryList(entries: JournalEntry[], chosen: string | undefined): Vnode {
  if (entries.length === 0) {
    return app.entries.length === 0
      ? empty(
          'traffic',
          '还没有请求',
          '把服务端的基地址指到沙箱（见“配置”），它的每个请求和收到的回调都会列在这里。',
        )
      : empty('search', '没有符合的', '换个词，或放宽条件。');
  }
  const stop = entries.some(({ id }) => String(id) === chosen) ? chosen : String(entries[0]?.id);
  return h(
    'ul',
    { class: 'entries', onKeydown: roving, 'data-testid': 'entries' },
    entries.map((entry) =>
      entryRow(entry, {
        href: routeHash('traffic', [String(entry.id)], app.route.query),
        selected: String(entry.id) === chosen,
        stop: String(entry.id) === stop,
      }),
    ),
  );
}

function filterBar(filter: Filter, count: number): Vnode {
  if (document.activeElement?.id !== 'field-q') app.drafts.q = filter.q;
  return h(
    'form',
    { class: 'filters', role: 'search', onSubmit: (event: Event) => event.preventDefault() },
    h(
      'div',
      { class: 'search' },
      icon('search', 18),
      field({
        name: 'q',
        label: '搜索请求',
        type: 'search',
        placeholder: '搜索路径、错误码、正文里的任何字  （按 /）',
        props: { onInput: searchSoon },
      }),
    ),
    choices('平台', 'platform', [['', '全部'], ...Object.entries(PLATFORMS)]),
    choices('方向', 'direction', [
      ['', '双向'],
      ['in', '请求'],
      ['out', '回调'],
    ]),
    h(
      'label',
      { class: 'check-label' },
      h('input', {
        type: 'checkbox',
        checked: filter.failed,
        onChange: (event: { target: { checked: boolean } }) =>
          narrow({ failed: event.target.checked ? '1' : '' }),
      }),
      '只看失败',
    ),
    h('span', { class: 'count', role: 'status' }, `${count} 条`),
  );
}

function choices(label: string, name: 'platform' | 'direction', list: [string, string][]): Vnode {
  const current = app.route.query[name] ?? '';
  return h(
    'div',
    { class: 'choices', role: 'group', 'aria-label': label },
    list.map(([value, text]) =>
      h(
        'button',
        {
          key: value,
          type: 'button',
          class: 'choice',
          'aria-pressed': String(value === current),
          onClick: () => narrow({ [name]: value }),
        },
        text,
      ),
    ),
  );
}

const SEARCH_AFTER_MS = 200;
let searching: ReturnType<typeof setTimeout> | undefined;

function searchSoon(event: { target: { value: string } }): void {
  app.drafts.q = event.target.value;
  clearTimeout(searching);
  searching = setTimeout(() => narrow({ q: app.drafts.q ?? '' }), SEARCH_AFTER_MS);
}

/** The filter lives in the address, so what somebody sees can be sent to somebody else. */
function narrow(changes: Record<string, string>): void {
  const query = { ...app.route.query, ...changes };
  history.replaceState(null, '', routeHash('traffic', app.route.path, query));
  app.route = { ...app.route, query };
  redraw();
}
