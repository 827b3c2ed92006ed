import type { ChatMessage } from '../../control/types';
import { h } from './dom';
import type { Child, Vnode } from './dom';
import { fullTime } from './format';
import { messageParts } from './message-view';
import { avatar } from './widgets';

export const KIND_NAMES: Record<string, string> = {
  welcome: '欢迎语',
  chat: '聊天',
  mass: '群发',
  app: '应用消息',
};

export type Talk = {
  /** Newest first. */
  messages: ChatMessage[];
  start: string | null;
  /** Said by who holds the phone. */
  mine: (message: ChatMessage) => boolean;
  nameOf: (message: ChatMessage) => string;
  end: Child;
};

/** What was said, oldest first, as a phone shows it. */
export function conversationView({ messages, start, mine, nameOf, end }: Talk): Vnode {
  const oldestFirst = [...messages].reverse();
  return h(
    'div',
    { class: 'conversation' },
    start === null ? null : h('p', { class: 'system' }, start),
    oldestFirst.map((message, index) =>
      h(
        'article',
        { class: mine(message) ? 'message out' : 'message', key: `${message.at}-${index}` },
        h('p', { class: 'system' }, fullTime(message.at), tag(message.kind)),
        message.recalled
          ? h('p', { class: 'system' }, '消息已撤回')
          : h(
              'div',
              { class: 'said' },
              avatar(nameOf(message), 'small'),
              h('div', { class: 'parts' }, messageParts(message)),
            ),
      ),
    ),
    end,
    // A new message is a new element, and that scrolls the conversation to its end.
    h('span', { key: `end-${messages.length}`, class: 'end', onMount: scrollToEnd }),
  );
}

function tag(kind: ChatMessage['kind']): Child {
  return kind === 'chat' ? null : h('span', { class: 'tag' }, KIND_NAMES[kind] ?? kind);
}

function scrollToEnd(element: HTMLElement): void {
  const panel = element.closest('.panel');
  if (panel) panel.scrollTop = panel.scrollHeight;
}
