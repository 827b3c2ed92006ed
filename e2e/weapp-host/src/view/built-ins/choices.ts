import type { BuiltIn, ViewNode } from '../node';
import { nodeOf } from '../node';

/** checkbox and radio: a mark that is on or off, and a group that tells. */
function choice(exclusive: boolean): BuiltIn {
  return (node, page) => {
    const mark = page.document.createElement('span');
    mark.className = 'mark';
    const slot = page.document.createElement('span');
    node.element.append(mark, slot);
    const draw = () => {
      mark.textContent = node.flag('checked') ? '✓' : '';
      mark.style.color = node.text('color');
    };
    return {
      slot,
      attribute: draw,
      properties: () => ({ checked: node.flag('checked'), value: node.text('value') }),
      tapped: () => {
        if (node.flag('disabled') || (exclusive && node.flag('checked'))) return;
        const group = nodeOf(node.element.closest(exclusive ? 'wx-radio-group' : 'wx-checkbox-group'));
        if (exclusive && group !== undefined) clear(group);
        node.setAttribute('checked', !node.flag('checked'));
        if (group !== undefined)
          page.emit(group, { type: 'change', detail: { value: groupValue(group, exclusive) } });
      },
      reset: () => node.setAttribute('checked', false),
    };
  };
}

function members(group: ViewNode, exclusive: boolean): ViewNode[] {
  const found = [...group.element.querySelectorAll(exclusive ? 'wx-radio' : 'wx-checkbox')].map(nodeOf);
  return found.filter((node) => node !== undefined);
}

function clear(group: ViewNode): void {
  for (const member of members(group, true)) member.setAttribute('checked', false);
}

/** A radio group has one value, a checkbox group a list in the order of the page. */
function groupValue(group: ViewNode, exclusive: boolean): string | string[] {
  const chosen = members(group, exclusive).filter((member) => member.flag('checked'));
  const values = chosen.map((member) => member.text('value'));
  return exclusive ? (values[0] ?? '') : values;
}

const group =
  (exclusive: boolean): BuiltIn =>
  (node) => ({ properties: () => ({ value: groupValue(node, exclusive) }) });

/** https://developers.weixin.qq.com/miniprogram/dev/component/switch.html */
const toggle: BuiltIn = (node, page) => {
  const mark = page.document.createElement('span');
  mark.className = 'mark';
  node.element.append(mark);
  const draw = () => {
    mark.classList.toggle('on', node.flag('checked'));
    mark.style.backgroundColor = node.flag('checked') ? node.text('color', '#04be02') : '';
  };
  const flip = () => {
    if (node.flag('disabled')) return;
    node.setAttribute('checked', !node.flag('checked'));
    page.emit(node, { type: 'change', detail: { value: node.flag('checked') } });
  };
  return {
    attribute: draw,
    properties: () => ({ checked: node.flag('checked'), value: node.flag('checked') }),
    functions: { tap: flip },
    tapped: flip,
    reset: () => node.setAttribute('checked', false),
  };
};

const slider: BuiltIn = (node, page) => {
  const range = page.document.createElement('input');
  range.type = 'range';
  node.element.append(range);
  const tell = (type: string) => page.emit(node, { type, detail: { value: Number(range.value) } });
  range.addEventListener('input', () => tell('changing'));
  range.addEventListener('change', () => tell('change'));
  return {
    attribute: () => setRange(range, node),
    properties: () => ({ value: Number(range.value) }),
    functions: {
      slideTo: (value: number) => {
        range.value = String(value);
        tell('change');
      },
    },
  };
};

function setRange(range: HTMLInputElement, node: ViewNode): void {
  range.min = node.text('min', '0');
  range.max = node.text('max', '100');
  range.step = node.text('step', '1');
  range.disabled = node.flag('disabled');
  range.value = node.text('value', '0');
}

export const choices: Record<string, BuiltIn> = {
  checkbox: choice(false),
  radio: choice(true),
  'checkbox-group': group(false),
  'radio-group': group(true),
  switch: toggle,
  slider,
};
