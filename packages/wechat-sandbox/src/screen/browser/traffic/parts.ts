import { h } from '../dom';
import type { Child, Vnode } from '../dom';
import { icon } from '../icons';
import { jsonTokens, pretty } from '../pretty';
import { copy, copyButton, button } from '../widgets';

const NARROW = '(max-width: 1099px)';

export type HeadParts = {
  key: string;
  title: string;
  under: string;
  state: Vnode;
  back: string;
  buttons: Child[];
};

/** The top of a detail. Where it covers the list, focus comes here when it opens. */
export function detailHead({ key, title, under, state, back, buttons }: HeadParts): Vnode {
  return h(
    'header',
    { class: 'detail-head', key },
    h('a', { class: 'button quiet icon-only back', href: back, 'aria-label': '返回列表' }, icon('back', 22)),
    h(
      'div',
      { class: 'detail-title' },
      h(
        'h2',
        {
          tabindex: '-1',
          onMount: (element: HTMLElement) => {
            if (matchMedia(NARROW).matches) element.focus();
          },
        },
        title,
        state,
      ),
      h('p', null, under),
    ),
    h(
      'div',
      { class: 'detail-buttons' },
      buttons,
      button({ text: '复制链接', icon: 'link', look: 'quiet', onClick: () => copy(location.href, '链接') }),
    ),
  );
}

export function bodyBlock(title: string, body: string): Child {
  if (body === '') return null;
  const { text, language } = pretty(body);
  const code =
    language === 'json'
      ? jsonTokens(text).map((token) => h('span', { class: `t-${token.kind}` }, token.text))
      : text;
  return h(
    'section',
    { class: 'part' },
    h('h3', null, title, copyButton(body, title)),
    h('pre', { class: 'block', tabindex: '0', 'aria-label': title }, code),
  );
}

export function headerTable(title: string, headers: Record<string, string | string[] | undefined>): Child {
  const rows = Object.entries(headers).filter(
    (row): row is [string, string | string[]] => row[1] !== undefined,
  );
  if (rows.length === 0) return null;
  return h(
    'details',
    { class: 'part headers' },
    h('summary', null, `${title}（${rows.length}）`),
    h(
      'dl',
      { class: 'header-table' },
      rows.map(([name, value]) =>
        h('div', { key: name }, h('dt', null, name), h('dd', null, [value].flat().join('\n'))),
      ),
    ),
  );
}
