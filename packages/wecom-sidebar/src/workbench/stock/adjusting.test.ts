import { choices, effectText, mostFor, quantityOf } from './adjusting';
import type { Choice } from './adjusting';
import type { Stock } from './types';

const stock = { onHand: 12, held: 3, unsellable: 2 } as Stock;
const choice = (key: string) => choices.find((each) => each.key === key) as Choice;

describe('an adjustment', () => {
  it.each([
    ['received', 5, '现货 12 → 17'],
    ['damaged', 5, '现货 12 → 7'],
    ['set_aside', 1, '不可售 2 → 3'],
    ['written_off', 2, '现货 12 → 10，不可售 2 → 0'],
  ])('%s of %p says %p', (key, pieces, text) => expect(effectText(stock, choice(key), pieces)).toBe(text));

  it('is negative on the wire for a correction downwards only', () => {
    expect(choices.filter((each) => quantityOf(each, 2) < 0).map(({ key }) => key)).toEqual([
      'correction_down',
    ]);
  });

  it.each([
    ['received', null],
    ['lost', 7],
    ['set_aside', 7],
    ['back_on_sale', 2],
  ])('%s can take %p at most', (key, most) => expect(mostFor(stock, choice(key))).toBe(most));
});
