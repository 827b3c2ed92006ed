import type { BuiltIn, ViewNode } from '../node';
import type { PageView } from '../page';

type Field = HTMLInputElement | HTMLTextAreaElement;

/** https://developers.weixin.qq.com/miniprogram/dev/component/input.html */
const input: BuiltIn = (node, page) => {
  const field = page.document.createElement('input');
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    page.emit(node, { type: 'confirm', detail: { value: field.value } });
    if (!node.flag('confirm-hold')) field.blur();
  });
  return behave(node, page, field);
};

const textarea: BuiltIn = (node, page) => {
  const field = page.document.createElement('textarea');
  return behave(node, page, field);
};

function behave(node: ViewNode, page: PageView, field: Field): ReturnType<BuiltIn> {
  node.element.append(field);
  field.maxLength = 140;
  watch(node, page, field);
  const type = (value: string) => {
    field.focus();
    field.value = field.maxLength < 0 ? value : value.slice(0, field.maxLength);
    field.dispatchEvent(new page.window.Event('input', { bubbles: true }));
  };
  return {
    attribute: (name, value) => setField(field, name, value),
    properties: () => ({ value: field.value, focus: page.document.activeElement === field }),
    reset: () => {
      field.value = '';
    },
    functions: { input: (value: string) => type(String(value)) },
    tapped: () => field.focus(),
  };
}

function watch(node: ViewNode, page: PageView, field: Field): void {
  let focusedValue = '';
  const send = (kind: string, detail: Record<string, unknown>) => page.emit(node, { type: kind, detail });
  field.addEventListener('input', () => {
    const { value } = field;
    const cursor = field.selectionStart ?? value.length;
    const model = node.models.has('value') ? { model: { name: 'value', value } } : {};
    page.emit(node, { type: 'input', detail: { value, cursor, keyCode: 0 }, ...model });
  });
  field.addEventListener('focus', () => {
    focusedValue = field.value;
    send('focus', { value: field.value, height: 0 });
  });
  field.addEventListener('blur', () => {
    send('blur', { value: field.value, cursor: field.selectionStart ?? 0 });
    if (field.value !== focusedValue) send('change', { value: field.value });
  });
  for (const name of ['click', 'change'])
    field.addEventListener(name, (event) => name === 'change' && event.stopPropagation());
}

const KINDS: Record<string, [type: string, mode: string]> = {
  number: ['text', 'numeric'],
  digit: ['text', 'decimal'],
  idcard: ['text', 'text'],
  'safe-password': ['password', 'text'],
  nickname: ['text', 'text'],
  text: ['text', 'text'],
};

function setField(field: Field, name: string, value: unknown): void {
  if (name === 'value') {
    const text = value === undefined || value === null ? '' : String(value);
    if (field.value !== text) field.value = text;
  } else if (name === 'placeholder') field.placeholder = String(value ?? '');
  else if (name === 'disabled') field.disabled = value === '' || Boolean(value);
  else if (name === 'maxlength') setMaxLength(field, Number(value ?? 140));
  else if (name === 'password' && field instanceof field.ownerDocument.defaultView!.HTMLInputElement) {
    field.type = value === '' || Boolean(value) ? 'password' : 'text';
  } else if (name === 'type' && field.tagName === 'INPUT') {
    const [type, mode] = KINDS[String(value)] ?? ['text', 'text'];
    (field as HTMLInputElement).type = type;
    field.inputMode = mode;
  } else if (name === 'focus' || name === 'auto-focus') {
    if (value === '' || Boolean(value)) field.focus();
    else if (name === 'focus') field.blur();
  }
}

/** -1 means without a limit. */
function setMaxLength(field: Field, length: number): void {
  if (length < 0) field.removeAttribute('maxlength');
  else field.maxLength = length;
}

export const fields: Record<string, BuiltIn> = { input, textarea };
