import { countRows, fileNameOf, mergePages } from './export.rules';
import type { ExportPage } from './views';

const aPage = (...sections: [string, number[]][]): ExportPage => ({
  format: 'omni-personal-data/1',
  exportedAt: '2026-11-28T06:00:00.000Z',
  sections: sections.map(([name, items]) => ({
    name,
    title: `《${name}》`,
    items: items.map((n) => ({ n })),
  })),
  nextCursor: null,
});

test('a part that goes on in the next page is one part, in the order it came', () => {
  const pages = [aPage(['member', [1]], ['orders', [1, 2]]), aPage(['orders', [3]], ['coupons', []])];
  const { sections } = mergePages(pages);
  expect(sections.map(({ name, title, items }) => [name, title, items.map(({ n }) => n)])).toEqual([
    ['member', '《member》', [1]],
    ['orders', '《orders》', [1, 2, 3]],
    ['coupons', '《coupons》', []],
  ]);
  expect(countRows(pages)).toBe(4);
});

test('the file is called after the day', () => {
  expect(fileNameOf(aPage().exportedAt)).toBe('senyu-my-data-2026-11-28.json');
});
