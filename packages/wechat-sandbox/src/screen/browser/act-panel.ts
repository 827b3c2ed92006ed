import { closeDialog, openDialog } from './app';
import { h } from './dom';
import type { Child, Vnode } from './dom';
import { icon } from './icons';
import type { IconName } from './icons';
import { button } from './widgets';

export type Act = { name: string; note: string; icon: IconName; onClick: () => void };

/** Beside the phone where there is room; on a narrow page behind one button. */
export function actPanel(title: string, acts: Act[], ...more: Child[]): Child {
  return [
    h(
      'section',
      { class: 'acts', 'aria-label': title },
      h('h2', null, title),
      actList(acts, (act) => act.onClick()),
      ...more,
    ),
    button({
      text: '操作',
      icon: 'plus',
      look: 'primary',
      label: title,
      onClick: () => openDialog({ title, body: () => actList(acts, doInstead) }),
      props: { class: 'button primary act-opener' },
    }),
  ];
}

/** The list makes room for the dialog of the action, which is to find nothing else open. */
function doInstead(act: Act): void {
  closeDialog();
  act.onClick();
}

export function actList(acts: Act[], choose: (act: Act) => void): Vnode {
  return h(
    'ul',
    { class: 'act-list' },
    acts.map((act) =>
      h(
        'li',
        { key: act.name },
        h(
          'button',
          { type: 'button', class: 'act', onClick: () => choose(act) },
          h('span', { class: 'act-icon' }, icon(act.icon)),
          h('span', null, h('strong', null, act.name), h('small', null, act.note)),
        ),
      ),
    ),
  );
}
