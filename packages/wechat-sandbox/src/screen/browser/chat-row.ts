import { now } from './app';
import { h } from './dom';
import type { Child, Vnode } from './dom';
import { chatTime } from './format';
import { avatar } from './widgets';

export type ChatRow = {
  key: string;
  href: string;
  name: string;
  /** Beside the name: the company, the group. */
  from?: string;
  words: string;
  at?: number | undefined;
  more?: Child;
};

/** One line of a list of chats. */
export function chatRow({ key, href, name, from, words, at, more }: ChatRow): Vnode {
  return h(
    'li',
    { key },
    h(
      'a',
      { class: 'chat-row', href },
      avatar(name),
      h(
        'span',
        { class: 'chat-words' },
        h('strong', null, name, from ? h('em', null, from) : null),
        h('small', null, words),
        more,
      ),
      at === undefined ? null : h('time', null, chatTime(at, now())),
    ),
  );
}
