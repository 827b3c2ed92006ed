import { h } from './dom';
import type { Child, Vnode } from './dom';
import { externalUrl } from './widgets';

const INLINE = /\*\*(.+?)\*\*|\[([^\]]+)\]\((\S+?)\)|`([^`]+)`|<font color="(\w+)">(.*?)<\/font>/g;

/** The subset of Markdown that WeCom shows: headings, bold, links, code, quotes and three colours. */
export function markdown(text: string): Vnode[] {
  return text.split('\n').map((line) => {
    const heading = /^#{1,6}\s+(.*)$/.exec(line);
    if (heading) return h('p', { class: 'md-heading' }, inline(heading[1] ?? ''));
    const quote = /^>\s?(.*)$/.exec(line);
    if (quote) return h('p', { class: 'md-quote' }, inline(quote[1] ?? ''));
    return h('p', null, line === '' ? ' ' : inline(line));
  });
}

function inline(text: string): Child[] {
  const parts: Child[] = [];
  let last = 0;
  for (const match of text.matchAll(INLINE)) {
    parts.push(text.slice(last, match.index));
    last = match.index + match[0].length;
    const [, bold, label, url, code, colour, coloured] = match;
    if (bold !== undefined) parts.push(h('strong', null, bold));
    else if (code !== undefined) parts.push(h('code', null, code));
    else if (coloured !== undefined) parts.push(h('span', { class: `md-${colour ?? ''}` }, coloured));
    else parts.push(h('a', { href: externalUrl(url ?? ''), target: '_blank', rel: 'noreferrer' }, label));
  }
  return [...parts, text.slice(last)];
}
