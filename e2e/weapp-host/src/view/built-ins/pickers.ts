import type { BuiltIn, ViewNode } from '../node';
import { nodeOf } from '../node';
import type { PageView } from '../page';

/** A mode of <picker>: its columns, and how a choice becomes a value and back. */
type Mode = {
  columns: (node: ViewNode) => string[][];
  indexes: (node: ViewNode) => number[];
  value: (node: ViewNode, indexes: number[]) => unknown;
};
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const words = (items: unknown[], key: string): string[] =>
  items.map((item) =>
    String(typeof item === 'object' && item !== null ? (item as Record<string, unknown>)[key] : item),
  );
const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index).padStart(2, '0'));

/** The date of `value`, else today; `start` and `end` bound the years. */
function dateOf(node: ViewNode): [year: string, month: string, day: string] {
  const [year, month, day] = node.text('value', new Date().toISOString().slice(0, 10)).split('-');
  return [year ?? '2024', month ?? '01', day ?? '01'];
}
const years = (node: ViewNode): string[] =>
  numbers(Number(node.text('start', '1970').slice(0, 4)), Number(node.text('end', '2050').slice(0, 4)));

/** https://developers.weixin.qq.com/miniprogram/dev/component/picker.html */
const MODES: Record<string, Mode> = {
  selector: {
    columns: (node) => [words(list(node.attributes.get('range')), node.text('range-key'))],
    indexes: (node) => [node.number('value', 0)],
    value: (_node, [index]) => index,
  },
  multiSelector: {
    columns: (node) =>
      list(node.attributes.get('range')).map((column) => words(list(column), node.text('range-key'))),
    indexes: (node) => list(node.attributes.get('value')).map(Number),
    value: (_node, indexes) => indexes,
  },
  time: {
    columns: () => [numbers(0, 23), numbers(0, 59)],
    indexes: (node) => node.text('value', '00:00').split(':').map(Number),
    value: (_node, indexes) => indexes.map((index) => String(index).padStart(2, '0')).join(':'),
  },
  date: {
    columns: (node) => [years(node), numbers(1, 12), numbers(1, 31)].slice(0, depth(node)),
    indexes: (node) => {
      const [year, month, day] = dateOf(node);
      return [years(node).indexOf(year), Number(month) - 1, Number(day) - 1].slice(0, depth(node));
    },
    value: (node, [year = 0, month = 0, day = 0]) =>
      [years(node)[year], numbers(1, 12)[month], numbers(1, 31)[day]].slice(0, depth(node)).join('-'),
  },
};
const depth = (node: ViewNode): number => ({ year: 1, month: 2 })[node.text('fields')] ?? 3;

const picker: BuiltIn = (node, page) => ({
  tapped: () => {
    if (!node.flag('disabled')) void open(node, page);
  },
  properties: () => ({ value: node.attributes.get('value') }),
});

async function open(node: ViewNode, page: PageView): Promise<void> {
  const mode = MODES[node.text('mode', 'selector')];
  if (mode === undefined)
    throw new Error(`<picker mode="${node.text('mode')}"> is not emulated by weapp-host`);
  const indexes = await page.parts.choose(mode.columns(node), mode.indexes(node));
  if (indexes === null) page.emit(node, { type: 'cancel', detail: {} });
  else page.emit(node, { type: 'change', detail: { value: mode.value(node, indexes) } });
}

/** https://developers.weixin.qq.com/miniprogram/dev/component/picker-view.html; a column is 34 px a row, as its indicator. */
const ROW = 34;

const pickerView: BuiltIn = (node, page) => {
  const columns = () => [...node.element.querySelectorAll<HTMLElement>('wx-picker-view-column')];
  const draw = () => {
    const value = list(node.attributes.get('value'));
    columns().forEach((column, index) => {
      column.scrollTop = Number(value[index] ?? 0) * ROW;
    });
  };
  const current = () => columns().map((column) => Math.round(column.scrollTop / ROW));
  node.element.addEventListener(
    'scrollend',
    () => page.emit(node, { type: 'change', detail: { value: current() } }),
    true,
  );
  return { attribute: draw, childrenChanged: draw, properties: () => ({ value: current() }) };
};

const pickerViewColumn: BuiltIn = (node) => {
  node.element.style.overflowY = 'auto';
  return {
    childrenChanged: () => nodeOf(node.element.closest('wx-picker-view'))?.behaviour.childrenChanged?.(),
  };
};

export const pickers: Record<string, BuiltIn> = {
  picker,
  'picker-view': pickerView,
  'picker-view-column': pickerViewColumn,
};
