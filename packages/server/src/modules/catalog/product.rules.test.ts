import fc from 'fast-check';
import { cheapestFen, problemsOf, valuesText } from './product.rules';
import { aProduct } from './testing';

describe('goods', () => {
  test('a card shows the lowest price that can be paid', () => {
    const product = aProduct({ prices: [29_900, 25_900, 35_900] });
    expect(cheapestFen(product)).toBe(25_900);
    const [first, cheap, dear] = product.skus;
    const without = { skus: [first!, { ...cheap!, onSale: false }, dear!] };
    expect(cheapestFen(without)).toBe(29_900);
  });

  test('when nothing is on sale the card still has a price', () => {
    const product = aProduct({ prices: [29_900, 25_900] });
    expect(cheapestFen({ skus: product.skus.map((sku) => ({ ...sku, onSale: false })) })).toBe(25_900);
  });

  test('the lowest price is never above the price of a SKU on sale', () => {
    const prices = fc.array(fc.integer({ min: 0, max: 100_000_000 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(prices, (fens) => {
        const product = aProduct({ prices: fens });
        expect(product.skus.every((sku) => cheapestFen(product) <= sku.priceFen)).toBe(true);
        expect(fens).toContain(cheapestFen(product));
      }),
    );
  });

  test('the values of a SKU read as one line', () => {
    expect(valuesText({ values: ['雾蓝', 'M'] })).toBe('雾蓝 / M');
  });

  test('goods that contradict themselves are told why', () => {
    const good = aProduct();
    const [sku] = good.skus;
    expect(problemsOf(good)).toEqual([]);
    expect(problemsOf({ ...good, skus: [] })).toEqual(['no SKU']);
    expect(problemsOf({ ...good, images: [] })).toEqual(['no image']);
    expect(problemsOf({ ...good, skus: [sku!, sku!] })).toEqual([
      'a SKU id is used twice',
      'two SKUs have the same options',
    ]);
    expect(problemsOf({ ...good, skus: [{ ...sku!, values: ['没有的颜色', 'S'] }] })[0]).toMatch(
      'does not match the options',
    );
    expect(problemsOf({ ...good, skus: [{ ...sku!, priceFen: 19.9 }] })[0]).toMatch('no price in whole fen');
    expect(problemsOf({ ...good, skus: [{ ...sku!, channelPrices: { pos: 1.5 } }] })[0]).toMatch(
      'channel price',
    );
    expect(problemsOf({ ...good, skus: [{ ...sku!, channelPrices: { mini_program: 1 } }] })[0]).toMatch(
      'second price for the mini-program',
    );
    expect(problemsOf({ ...good, listPriceFen: -1 })).toEqual(['the list price is not whole fen']);
    expect(problemsOf({ ...good, options: [{ name: '颜色', values: ['雾蓝', '雾蓝'] }] })).toContain(
      'an option has a value twice',
    );
  });
});
