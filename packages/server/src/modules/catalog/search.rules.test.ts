import fc from 'fast-check';
import { aProduct } from './testing';
import {
  entryOf,
  fittingSkus,
  gramsOfWord,
  normal,
  rankOf,
  readMark,
  sortSizes,
  wordsOf,
  writeMark,
} from './search.rules';

const letters = fc.string({ unit: fc.constantFrom(...'羊毛大衣针织衫裙a b1().*'), maxLength: 12 });

describe('what is typed', () => {
  test('is cut into words; full width, case and doubled spaces do not matter', () => {
    expect(wordsOf(' Ｌinen  羊毛 LINEN ')).toEqual(['linen', '羊毛']);
    expect(wordsOf('一 二 三 四 五 六 七')).toHaveLength(5);
    expect(wordsOf('   ')).toEqual([]);
  });

  test('any part of a text has its grams among those of the text', () => {
    fc.assert(
      fc.property(letters, letters, letters, (before, word, after) => {
        const title = `${before}${word}${after}`;
        fc.pre(normal(word) !== '' && normal(title).includes(normal(word)));
        const { grams } = entryOf(aProduct({ title }), 0);
        expect(grams).toEqual(expect.arrayContaining(gramsOfWord(normal(word))));
      }),
    );
  });
});

describe('what search knows of goods', () => {
  test('is their words, the colours on sale among them, and each SKU on sale', () => {
    const product = aProduct({ title: '羊毛大衣', tags: ['热销'], prices: [300, 200] });
    const [first, second] = product.skus;
    const entry = entryOf({ ...product, skus: [{ ...first!, onSale: false }, second!] }, 3);
    expect(entry.text).toContain('羊毛大衣');
    expect(entry.text).toContain('热销');
    expect(entry.text).toContain('雾蓝');
    expect(entry.variants).toEqual([{ colour: '雾蓝', size: 'M', priceFen: 200 }]);
    expect(entry).toMatchObject({ priceFen: 200, sold: 3 });
  });

  test('colour, size and price have to meet in one SKU on sale', () => {
    const product = aProduct({ productId: 'F', prices: [300, 200] });
    const fit = (narrow: object) =>
      fittingSkus(product, { colours: [], sizes: [], ...narrow }).map(({ skuId }) => skuId);
    expect(fit({})).toEqual(['F-BLUE-S', 'F-BLUE-M']);
    expect(fit({ colours: ['雾蓝'], sizes: ['M'] })).toEqual(['F-BLUE-M']);
    expect(fit({ sizes: ['M'], fromFen: 250 })).toEqual([]);
    expect(fit({ toFen: 200 })).toEqual(['F-BLUE-M']);
    expect(fit({ colours: ['燕麦'] })).toEqual([]);
  });

  test('selling twice as much is worth a week of being new', () => {
    const publishedAt = new Date('2026-11-01T00:00:00Z');
    const weekLater = new Date('2026-11-08T00:00:00Z');
    expect(rankOf({ publishedAt, sold: 1 })).toBe(rankOf({ publishedAt: weekLater, sold: 0 }));
    expect(rankOf({ publishedAt, sold: 3 })).toBe(rankOf({ publishedAt: weekLater, sold: 1 }));
  });

  test('sizes stand in their own order', () => {
    expect(sortSizes(['XL', '95cm', 'M', '均码', 'S', '85cm'])).toEqual([
      'S',
      'M',
      'XL',
      '均码',
      '85cm',
      '95cm',
    ]);
  });
});

describe('a cursor', () => {
  const mark = fc.record({
    sort: fc.constantFrom('best', 'sold', 'priceUp', 'priceDown', 'newest'),
    value: fc.integer(),
    productId: fc.stringMatching(/^[0-9A-Za-z-]{1,32}$/),
  });

  test('names the same place again', () => {
    fc.assert(fc.property(mark, (one) => expect(readMark(writeMark(one), one.sort)).toEqual(one)));
  });

  test('that we did not write, or wrote for another order, is refused', () => {
    const ours = writeMark({ sort: 'sold', value: 3, productId: 'P1' });
    expect(() => readMark(ours, 'best')).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(text !== ours);
        expect(() => readMark(text, 'sold')).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
      }),
    );
  });
});
