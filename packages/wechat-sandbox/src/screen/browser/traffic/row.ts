import type { JournalEntry } from '../../../control/types';
import { h } from '../dom';
import type { Vnode } from '../dom';
import { clockTime } from '../format';
import { icon } from '../icons';
import { hasFailed, platformOf, PLATFORMS, shortPath } from './entries';

export type RowParts = { href: string; selected: boolean; stop: boolean };

const drawn = new WeakMap<JournalEntry, { print: string; row: Vnode }>();

/** One request or callback as a link to its detail. The same row is the same object, so a long list costs nothing to redraw. */
export function entryRow(entry: JournalEntry, parts: RowParts): Vnode {
  const print = `${parts.href} ${parts.selected} ${parts.stop}`;
  const known = drawn.get(entry);
  if (known?.print === print) return known.row;
  const row = draw(entry, parts);
  drawn.set(entry, { print, row });
  return row;
}

function draw(entry: JournalEntry, { href, selected, stop }: RowParts): Vnode {
  const { id, at, direction, method, path, durationMs, errcode, explanation } = entry;
  const failed = hasFailed(entry);
  const platform = platformOf(entry);
  const inward = direction === 'in';
  return h(
    'li',
    { key: id },
    h(
      'a',
      {
        class: `entry${failed ? ' failed' : ''}`,
        href,
        tabindex: stop ? '0' : '-1',
        'aria-current': selected ? 'true' : undefined,
        'data-entry': id,
      },
      h(
        'span',
        { class: `way ${direction}`, title: inward ? '服务端的请求' : '平台的回调' },
        icon(inward ? 'out' : 'in', 16),
      ),
      h(
        'span',
        { class: 'entry-words' },
        h(
          'span',
          { class: 'entry-line' },
          h('span', { class: `platform ${platform}` }, PLATFORMS[platform]),
          h('b', null, inward ? method : (errcode ?? method)),
          h('span', { class: 'entry-path' }, inward ? shortPath(path) : path),
        ),
        h(
          'span',
          { class: 'entry-note' },
          h('time', null, clockTime(at)),
          h('span', null, `${durationMs} ms`),
          explanation ? h('span', { class: 'entry-why' }, explanation) : null,
        ),
      ),
      outcome(entry, failed),
    ),
  );
}

/** A refusal is known by its code; the HTTP status beside it says less. */
function outcome({ direction, errcode, status }: JournalEntry, failed: boolean): Vnode {
  const code = direction === 'in' && errcode !== undefined && errcode !== '0' ? errcode : undefined;
  return h(
    'span',
    { class: `state ${failed ? 'bad' : 'good'}` },
    code !== undefined && status > 0 ? h('small', null, status) : null,
    code ?? (status || (direction === 'in' ? '—' : '无应答')),
  );
}
