import { stockText } from './stock-text.rules';

test('a store that has every line is full', () => {
  expect(stockText({ hasEverything: true, missing: [] })).toEqual({ text: '货品齐全', full: true });
});

test('a store that lacks some counts the pieces it lacks', () => {
  const missing = [
    { wanted: 3, available: 1 },
    { wanted: 1, available: 0 },
  ];
  expect(stockText({ hasEverything: false, missing })).toEqual({ text: '缺 3 件', full: false });
});
