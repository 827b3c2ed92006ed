import { STYLE } from './style';

export type Child = Node | string;
export type SheetButton<T> = { text: string; testId: string; value: T | (() => T); primary?: boolean };
export type Sheet<T> = {
  /** Read out by screen readers, and how tests find the dialog. */
  label: string;
  content: Child[];
  buttons: SheetButton<T>[];
  /** What Escape and a tap beside the sheet mean. */
  cancelled: T;
};
export type Close<T> = (value: T) => void;

let queue: Promise<unknown> = Promise.resolve();

/** Shows one sheet at a time, as WeChat does, and resolves with what the person chose. `fill` adds things that choose. */
export function showSheet<T>(sheet: Sheet<T>, fill?: (close: Close<T>) => Child[]): Promise<T> {
  const shown = queue.then(() => show(sheet, fill));
  queue = shown.catch(() => undefined);
  return shown;
}

async function show<T>(sheet: Sheet<T>, fill?: (close: Close<T>) => Child[]): Promise<T> {
  await bodyReady();
  addStyle();
  const before = document.activeElement;
  return new Promise((resolve) => {
    const close: Close<T> = (value) => {
      mask.remove();
      if (before instanceof HTMLElement) before.focus();
      resolve(value);
    };
    const dialog = element('section', {
      className: 'wxs-sheet',
      attributes: {
        role: 'dialog',
        'aria-modal': 'true',
        'aria-label': sheet.label,
        tabindex: '-1',
        'data-testid': 'sandbox-sheet',
      },
      children: [...sheet.content, ...(fill?.(close) ?? []), buttonRow(sheet.buttons, close)],
    });
    const mask = element('div', { className: 'wxs-mask', children: [dialog] });
    mask.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') close(sheet.cancelled);
      if (event.key === 'Tab') keepFocus(dialog, event);
      event.stopPropagation();
    });
    document.body.append(mask);
    (dialog.querySelector<HTMLElement>('input:not([type=checkbox])') ?? dialog).focus();
  });
}

export type ElementParts = {
  className?: string;
  text?: string;
  attributes?: Record<string, string>;
  children?: Child[];
  onClick?: () => void;
};

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  parts: ElementParts,
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (parts.className !== undefined) made.className = parts.className;
  if (parts.text !== undefined) made.textContent = parts.text;
  for (const [name, value] of Object.entries(parts.attributes ?? {})) made.setAttribute(name, value);
  if (parts.children) made.append(...parts.children);
  if (parts.onClick) made.addEventListener('click', parts.onClick);
  return made;
}

export function heading(text: string): HTMLElement {
  return element('h2', { className: 'wxs-title', text });
}

export function paragraph(text: string): HTMLElement {
  return element('p', { className: 'wxs-text', text });
}

/** The line with the mini-program's name that stands above every permission. */
export function fromLine(name: string, asks: string): HTMLElement {
  return element('p', {
    className: 'wxs-from',
    children: [element('i', { text: name.slice(0, 1) }), `${name} ${asks}`],
  });
}

export function item(title: string, detail: string, testId: string): HTMLButtonElement {
  return element('button', {
    className: 'wxs-item',
    attributes: { type: 'button', 'data-testid': testId },
    children: [title, element('small', { text: detail })],
  });
}

export function list(rows: HTMLElement[]): HTMLElement {
  return element('div', { className: 'wxs-list', children: rows });
}

export function toast(text: string): void {
  addStyle();
  const shown = element('div', {
    className: 'wxs-toast',
    text,
    attributes: { role: 'status', 'data-testid': 'sandbox-toast' },
  });
  document.body.append(shown);
  setTimeout(() => shown.remove(), 1600);
}

function buttonRow<T>(buttons: SheetButton<T>[], close: Close<T>): HTMLElement {
  return element('div', {
    className: 'wxs-buttons',
    children: buttons.map(({ text, testId, value, primary }) =>
      element('button', {
        className: primary ? 'wxs-button wxs-primary' : 'wxs-button',
        text,
        attributes: { type: 'button', 'data-testid': testId },
        onClick: () => close(typeof value === 'function' ? (value as () => T)() : value),
      }),
    ),
  });
}

function keepFocus(dialog: HTMLElement, event: KeyboardEvent): void {
  const reachable = [...dialog.querySelectorAll<HTMLElement>('button,input')];
  const first = reachable[0];
  const last = reachable[reachable.length - 1];
  const active = document.activeElement;
  const leaving = event.shiftKey ? active === first || active === dialog : active === last;
  if (!leaving) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}

function addStyle(): void {
  if (document.getElementById('wxs-style')) return;
  document.head.append(element('style', { text: STYLE, attributes: { id: 'wxs-style' } }));
}

function bodyReady(): Promise<void> {
  if (document.body) return Promise.resolve();
  return new Promise((resolve) =>
    document.addEventListener('DOMContentLoaded', () => resolve(), { once: true }),
  );
}
