import type { Product } from '../api/views';
import { openOptions, pick, pickedSku, startPicked, valueState } from './sku.rules';

const sku = (colour: string, size: string, onSale = true) => ({
  skuId: `${colour}-${size}`,
  values: [colour, size],
  priceFen: 89900,
  onSale,
});
const coat: Product = {
  productId: 'coat',
  title: '羊毛大衣',
  subtitle: '',
  imageUrl: '/media/coat.svg',
  priceFen: 89900,
  listPriceFen: null,
  tags: [],
  description: '',
  imageUrls: [],
  categoryId: 'coats',
  options: [
    { name: '颜色', values: ['雾蓝', '燕麦'] },
    { name: '尺码', values: ['S', 'M'] },
  ],
  skus: [sku('雾蓝', 'S'), sku('雾蓝', 'M'), sku('燕麦', 'S'), sku('燕麦', 'M', false)],
  details: [],
};
const stock = new Map([
  ['雾蓝-S', 0],
  ['雾蓝-M', 2],
  ['燕麦-S', 1],
]);

test('a SKU is picked only when every option is', () => {
  expect(pickedSku(coat, ['雾蓝', undefined])).toBeNull();
  expect(pickedSku(coat, ['雾蓝', 'M'])?.skuId).toBe('雾蓝-M');
});

test('picking the same value again takes it back', () => {
  expect(pick(['雾蓝', 'M'], 1, 'M')).toEqual(['雾蓝', undefined]);
});

test('a value that is sold out in this store says so, one that is not made cannot be picked', () => {
  expect(valueState(coat, { picked: ['雾蓝', undefined], option: 1, value: 'S', stock })).toBe('sold-out');
  expect(valueState(coat, { picked: ['雾蓝', undefined], option: 1, value: 'M', stock })).toBe('free');
  expect(valueState(coat, { picked: ['燕麦', undefined], option: 1, value: 'M', stock })).toBe('none');
});

test('without a chosen store nothing is called sold out', () => {
  expect(valueState(coat, { picked: ['雾蓝', undefined], option: 1, value: 'S', stock: null })).toBe('free');
});

test('an option with one value is picked from the start, the others are asked for by name', () => {
  const oneColour = {
    ...coat,
    options: [
      { name: '颜色', values: ['雾蓝'] },
      { name: '尺码', values: ['S', 'M'] },
    ],
  };
  expect(startPicked(oneColour)).toEqual(['雾蓝', undefined]);
  expect(openOptions(oneColour, startPicked(oneColour))).toBe('尺码');
});
