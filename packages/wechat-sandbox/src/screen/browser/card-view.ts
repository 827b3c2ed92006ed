import { app, redraw } from './app';
import { h } from './dom';
import type { Child, Vnode } from './dom';
import type { TemplateCard } from './message-parts';

export type Press = { key: string; selected?: Record<string, string[]> };
/** Presses a button of a template card that somebody holds. */
export type PressButton = (press: Press) => void;

/** A template card of WeCom; its buttons can be pressed where `press` is given. `name` tells two cards apart. */
export function templateCard(card: TemplateCard, name: string, press: PressButton | undefined): Vnode {
  return h(
    'div',
    { class: 'card template' },
    card.source ? h('span', { class: 'card-from' }, card.source) : null,
    cardTitle(card.title, card.text),
    card.emphasis
      ? h('p', { class: 'emphasis' }, h('strong', null, card.emphasis), h('span', null, card.emphasisNote))
      : null,
    rowList(card.rows),
    card.replaced ? null : card.questions.map((one) => question(one, name)),
    buttons(card, name, press),
  );
}

function buttons(card: TemplateCard, name: string, press: PressButton | undefined): Child {
  if (card.replaced) return h('p', { class: 'replaced' }, card.replaced);
  if (card.buttons.length === 0) return null;
  const pressed = (key: string): void => {
    const answers = card.questions.map((one): [string, string[]] => [one.key, chosen(name, one.key)]);
    press?.(answers.length > 0 ? { key, selected: Object.fromEntries(answers) } : { key });
  };
  return h(
    'div',
    { class: 'card-buttons' },
    card.buttons.map(({ text, key, primary }) =>
      h(
        'button',
        {
          key,
          type: 'button',
          class: `button ${primary ? 'primary' : 'plain'}`,
          'aria-disabled': press ? undefined : 'true',
          onClick: () => pressed(key),
        },
        text,
      ),
    ),
  );
}

function question({ key, title, many, options }: TemplateCard['questions'][number], name: string): Vnode {
  const now = chosen(name, key);
  const choose = (id: string): void => {
    const others = now.filter((other) => other !== id);
    const next = many ? (others.length < now.length ? others : [...now, id]) : [id];
    app.drafts[draftName(name, key)] = next.join('\n');
    redraw();
  };
  return h(
    'fieldset',
    { class: 'question', key },
    h('legend', null, title || '请选择'),
    options.map(({ id, text }) =>
      h(
        'label',
        { key: id, class: 'check-label' },
        h('input', {
          type: many ? 'checkbox' : 'radio',
          name: draftName(name, key),
          checked: now.includes(id),
          onChange: () => choose(id),
        }),
        text,
      ),
    ),
  );
}

function chosen(name: string, key: string): string[] {
  return (app.drafts[draftName(name, key)] ?? '').split('\n').filter(Boolean);
}

function draftName(name: string, key: string): string {
  return `card ${name} ${key}`;
}

export function cardTitle(title: string, text: string): Child {
  return [
    title ? h('strong', { class: 'card-title' }, title) : null,
    text ? h('span', { class: 'card-text' }, text) : null,
  ];
}

export function rowList(rows: [string, string][]): Child {
  if (rows.length === 0) return null;
  return h(
    'dl',
    { class: 'rows' },
    rows.map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value))),
  );
}
