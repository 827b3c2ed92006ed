import type { JournalDetail } from '../../../control/types';
import { visible } from '../compare';
import { h } from '../dom';
import type { Child, Vnode } from '../dom';
import { icon } from '../icons';
import { comparison } from './comparison';

type Checks = NonNullable<JournalDetail['checks']>;

/** What the platform looked at, in its order; at the first cross it stopped. `below`: what has a part of its own. */
export function checkList(checks: Checks, below: string | undefined): Vnode {
  return h(
    'section',
    { class: 'part', 'data-testid': 'checks' },
    h('h3', null, '平台的核对，按它的顺序'),
    h(
      'ol',
      { class: 'checks' },
      checks.map((step) => check(step, below)),
    ),
  );
}

function check(step: Checks[number], below: string | undefined): Vnode {
  const { name, ok, given, hint } = step;
  return h(
    'li',
    { class: ok ? 'check ok' : 'check bad' },
    h(
      'span',
      { class: 'check-mark', role: 'img', 'aria-label': ok ? '通过' : '不符' },
      icon(ok ? 'check' : 'cross', 16),
    ),
    h(
      'div',
      { class: 'check-words' },
      h('strong', null, name),
      ok && given !== undefined ? oneLine(given) : null,
      ok ? null : [hint ? h('p', { class: 'check-hint' }, hint) : null, difference(step, below)],
    ),
  );
}

function difference({ given, expected }: Checks[number], below: string | undefined): Child {
  if (expected !== undefined && expected !== below && given !== undefined) {
    return comparison([{ given, expected }], ['收到的', '应当是']);
  }
  const elsewhere = expected === below && below !== undefined;
  return [
    given === undefined ? null : h('p', { class: 'labelled' }, h('span', null, '收到的'), oneLine(given)),
    expected === undefined || elsewhere
      ? null
      : h('p', { class: 'labelled' }, h('span', null, '应当是'), h('code', null, visible(expected))),
  ];
}

/** Signatures and headers are long; the whole of it stands in the headers below. */
function oneLine(text: string): Vnode {
  return h('code', { class: 'one-line', title: text }, visible(text));
}
