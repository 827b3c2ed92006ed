import { app, closeDialog, redraw, toast } from './app';
import { h } from './dom';
import type { Child, Props, Vnode } from './dom';
import { icon } from './icons';
import type { IconName } from './icons';

export type ButtonLook = 'plain' | 'primary' | 'danger' | 'quiet';
export type ButtonParts = {
  text: string;
  onClick: () => void;
  icon?: IconName;
  look?: ButtonLook;
  /** The name of the action in `app.busy`; the button waits while it is under way. */
  action?: string;
  /** What the words alone do not say to somebody who does not see what stands around. */
  label?: string;
  disabled?: boolean;
  iconOnly?: boolean;
  props?: Props;
};

/** Stays focusable while it waits: a disabled button would throw the keyboard back to the top of the page. */
export function button(parts: ButtonParts): Vnode {
  const waits = parts.action !== undefined && app.busy.has(parts.action);
  const blocked = waits || parts.disabled === true;
  const name = parts.label ?? (parts.iconOnly ? parts.text : undefined);
  return h(
    'button',
    {
      type: 'button',
      class: `button ${parts.look ?? 'plain'}${parts.iconOnly ? ' icon-only' : ''}${waits ? ' waits' : ''}`,
      'aria-label': name,
      title: parts.iconOnly ? parts.text : undefined,
      'aria-disabled': blocked ? 'true' : undefined,
      onClick: () => {
        if (!blocked) parts.onClick();
      },
      ...parts.props,
    },
    parts.icon ? icon(parts.icon, 18) : null,
    parts.iconOnly ? null : h('span', null, parts.text),
  );
}

export function copyButton(text: string, what: string): Vnode {
  return button({
    text: `复制${what}`,
    icon: 'copy',
    iconOnly: true,
    look: 'quiet',
    onClick: () => copy(text, what),
  });
}

export function copy(text: string, what: string): void {
  void navigator.clipboard.writeText(text).then(
    () => toast(`已复制${what}`),
    () => toast('浏览器不允许复制，请选中后复制', 'bad'),
  );
}

export type Tab = { id: string; name: string; href: string; icon?: IconName; count?: number };

/** One stop of the Tab key; arrows, Home and End go from tab to tab. `panel` is the id of what they switch. */
export function tabs(label: string, list: Tab[], given: { current: string; panel: string }): Vnode {
  return h(
    'div',
    { class: 'tabs', role: 'tablist', 'aria-label': label, onKeydown: roving },
    list.map((tab) => {
      const selected = tab.id === given.current;
      return h(
        'a',
        {
          key: tab.id,
          class: 'tab',
          role: 'tab',
          id: `${given.panel}-${tab.id}`,
          href: tab.href,
          'aria-selected': String(selected),
          'aria-controls': given.panel,
          tabindex: selected ? '0' : '-1',
          onKeydown: pressOnSpace,
        },
        tab.icon ? icon(tab.icon, 22) : null,
        h('span', null, tab.name),
        tab.count ? badge(tab.count) : null,
      );
    }),
  );
}

export function tabPanel(id: string, current: string, ...children: Child[]): Vnode {
  return h(
    'div',
    { class: 'panel', role: 'tabpanel', id, 'aria-labelledby': `${id}-${current}`, tabindex: '0' },
    ...children,
  );
}

/** Arrow keys among the links or buttons of a list that is one stop of the Tab key. */
export function roving(event: KeyboardEvent): void {
  const steps: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  const list = event.currentTarget as HTMLElement;
  const stops = [...list.querySelectorAll<HTMLElement>('[tabindex]')];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  const step = steps[event.key];
  let next: HTMLElement | undefined;
  if (step !== undefined) next = stops[(at + step + stops.length) % stops.length];
  else if (event.key === 'Home') next = stops[0];
  else if (event.key === 'End') next = stops[stops.length - 1];
  if (!next || at < 0) return;
  event.preventDefault();
  next.focus();
}

export function pressOnSpace(event: KeyboardEvent): void {
  if (event.key !== ' ') return;
  event.preventDefault();
  (event.currentTarget as HTMLElement).click();
}

export function badge(count: number): Vnode {
  return h('span', { class: 'badge' }, count > 99 ? '99+' : count);
}

export function empty(name: IconName, title: string, text: string): Vnode {
  return h(
    'div',
    { class: 'empty' },
    icon(name, 32),
    h('p', null, h('strong', null, title)),
    h('p', null, text),
  );
}

export function loading(): Vnode {
  const bars = [90, 60, 75].map((width) => h('span', { style: `width:${width}%` }));
  return h('div', { class: 'loading', role: 'status', 'aria-label': '正在读取' }, bars);
}

export type FieldParts = {
  name: string;
  label: string;
  hint?: string;
  placeholder?: string;
  type?: string;
  rows?: number;
  options?: { value: string; text: string }[];
  props?: Props;
};

/** A field whose words live in `app.drafts[name]`. */
export function field(parts: FieldParts): Vnode {
  const id = `field-${parts.name.replaceAll(' ', '-')}`;
  const hint = parts.hint === undefined ? {} : { 'aria-describedby': `${id}-hint` };
  const typed = (event: { target: { value: string } }): void => {
    app.drafts[parts.name] = event.target.value;
    redraw();
  };
  const common: Props = {
    id,
    class: 'input',
    value: app.drafts[parts.name] ?? '',
    placeholder: parts.placeholder,
    onInput: typed,
    ...hint,
    ...parts.props,
  };
  const choices = parts.options?.map(({ value, text }) => h('option', { key: value, value }, text));
  const control = choices
    ? h('select', common, choices)
    : parts.rows
      ? h('textarea', { ...common, rows: parts.rows, spellcheck: 'false' })
      : h('input', { ...common, type: parts.type ?? 'text', autocomplete: 'off', spellcheck: 'false' });
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, parts.label),
    control,
    parts.hint === undefined ? null : h('p', { class: 'hint', id: `${id}-hint` }, parts.hint),
  );
}

/** A form in the open dialog: Enter does it, the dialog closes when it is done. */
export function dialogForm(text: string, submit: () => void, ...children: Child[]): Vnode {
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    submit();
    closeDialog();
  };
  return h(
    'form',
    { class: 'dialog-form', onSubmit },
    children,
    h(
      'div',
      { class: 'dialog-buttons' },
      button({ text: '取消', onClick: closeDialog }),
      h('button', { type: 'submit', class: 'button primary' }, text),
    ),
  );
}

const COLOURS = 6;

/** The first character on one of six colours, the same one everywhere. */
export function avatar(name: string, size: 'small' | 'usual' | 'large' = 'usual'): Vnode {
  let sum = 0;
  for (const character of name) sum += character.codePointAt(0) ?? 0;
  return h('span', { class: `avatar ${size} c${sum % COLOURS}`, 'aria-hidden': 'true' }, name.slice(0, 1));
}

/** A label and its value, with a button that copies it. */
export function fact(name: string, value: string): Vnode {
  return h(
    'div',
    { class: 'fact' },
    h('dt', null, name),
    h('dd', null, h('code', null, value), copyButton(value, name)),
  );
}

export function externalUrl(url: string): string | undefined {
  return /^https?:\/\//i.test(url) ? url : undefined;
}
