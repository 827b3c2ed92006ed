import { app } from './app';
import { h } from './dom';
import type { Vnode } from './dom';
import { act, post } from './server';
import { icon } from './icons';

export type Pair = { userid: string; shopperId: string };

/** Lets one of the two say something to the other; it stays written while another chat is looked at. */
export function composer(pair: Pair, from: 'customer' | 'member', to: string): Vnode {
  const name = `say ${from} ${pair.userid} ${pair.shopperId}`;
  const say = (event: Event): void => {
    event.preventDefault();
    const words = (app.drafts[name] ?? '').trim();
    if (words === '') return;
    void act(name, async () => {
      await post('control/wecom/chat', { ...pair, from, text: words });
      app.drafts[name] = '';
    });
  };
  return h(
    'form',
    { class: 'composer', onSubmit: say },
    h('input', {
      class: 'input',
      'aria-label': `对${to}说`,
      placeholder: `对${to}说…`,
      autocomplete: 'off',
      value: app.drafts[name] ?? '',
      onInput: (event: { target: { value: string } }) => {
        app.drafts[name] = event.target.value;
      },
    }),
    h(
      'button',
      { type: 'submit', class: 'button primary icon-only', 'aria-label': '发送', title: '发送' },
      icon('send', 18),
    ),
  );
}
