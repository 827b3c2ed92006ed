import { compareLines, visible } from '../compare';
import type { Piece } from '../compare';
import { h } from '../dom';
import type { Child, Vnode } from '../dom';

/** A pair of texts; `line` is the number of the first line, when it is not 1. */
export type Pair = { given: string; expected: string; line?: number };

/** Texts side by side, line by line, with the characters marked that differ. */
export function comparison(pairs: Pair[], names: [string, string]): Vnode {
  const head = h(
    'tr',
    null,
    h('th', { scope: 'col' }, '行'),
    names.map((name) => h('th', { scope: 'col' }, name)),
  );
  const rows = pairs.flatMap(({ given, expected, line = 1 }) =>
    compareLines(given, expected).map((row, index) =>
      h(
        'tr',
        null,
        h('td', { class: 'line-number' }, line + index),
        h('td', { class: 'given', 'data-name': names[0] }, pieces(row.given)),
        h('td', { class: 'expected', 'data-name': names[1] }, pieces(row.expected)),
      ),
    ),
  );
  return h(
    'div',
    { class: 'compare', tabindex: '0', role: 'group', 'aria-label': `${names[0]}与${names[1]}` },
    h('table', null, h('thead', null, head), h('tbody', null, rows)),
  );
}

function pieces(list: Piece[] | null): Child {
  if (list === null) return h('span', { class: 'nothing' }, '没有这一行');
  return h(
    'code',
    null,
    list.map(({ text, differs }) => (differs ? h('mark', null, visible(text)) : visible(text))),
  );
}
