import { app } from './app';
import { h } from './dom';
import type { Vnode } from './dom';
import { avatar, badge } from './widgets';

type Person = { id: string; name: string; note: string; href: string };

export function peopleList(label: string, people: Person[], current: string): Vnode {
  return h(
    'nav',
    { class: 'people', 'aria-label': label },
    h('h2', null, label),
    h(
      'ul',
      null,
      people.map(({ id, name, note, href }) => {
        const waits = app.data?.waiting[id] ?? 0;
        return h(
          'li',
          { key: id },
          h(
            'a',
            { class: 'person', href, 'aria-current': id === current ? 'true' : undefined },
            avatar(name),
            h('span', { class: 'person-words' }, h('strong', null, name), h('small', null, note)),
            waits > 0 ? badge(waits) : null,
          ),
        );
      }),
    ),
  );
}
