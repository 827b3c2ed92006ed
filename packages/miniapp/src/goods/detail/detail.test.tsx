import { act, fireEvent, render, screen } from '@testing-library/react';
import { aCoat, aStore } from '../../../testing/samples';
import { server, taro } from '../../../testing/taro';
import { currentCame } from '../../api/arrival';
import { chooseStore, currentStore, setPlace } from '../../api/store-choice';
import type { Nearby } from '../../api/views';
import DetailPage from '.';

const here = { latitude: 31.22, longitude: 121.44 };
const near = (storeId: string, over: Partial<Nearby> = {}): Nearby => ({
  ...aStore({ storeId, name: `${storeId}店` }),
  distanceMetres: 900,
  hasEverything: true,
  missing: [],
  offered: true,
  notOffered: null,
  ...over,
});
const settle = () => act(async () => undefined);
const open = async (params: Record<string, string> = {}) => {
  taro.useRouter.mockReturnValue({ params: { productId: 'coat', ...params } });
  server.answers('catalog.getProduct', aCoat({ imageUrls: ['/media/a.svg', '/media/b.svg'] }));
  server.answers('routing.skuAvailability', { skus: [{ skuId: '雾蓝-S', available: 0 }] });
  render(<DetailPage />);
  await screen.findByTestId('gallery');
  await settle();
};

test('the SKU sheet names other stores that have it; a tap chooses one', async () => {
  chooseStore(aStore(), 'hand');
  setPlace(here);
  server.answers('routing.findNearbyStores', {
    radiusMetres: 3000,
    stores: [near('jingan'), near('徐汇'), near('黄浦', { hasEverything: false })],
    delivery: { available: true, reason: '', freightFen: 0, missing: [] },
  });
  await open();
  fireEvent.click(screen.getByTestId('add-to-cart'));
  fireEvent.click(screen.getByTestId('sku-value-雾蓝'));
  fireEvent.click(screen.getByTestId('sku-value-S'));
  expect(await screen.findByTestId('sku-store-徐汇')).toHaveTextContent('900 m');
  expect(server.heard('routing.findNearbyStores')).toEqual([
    { point: here, lines: [{ skuId: '雾蓝-S', quantity: 1 }] },
  ]);
  expect(screen.queryByTestId('sku-store-jingan')).not.toBeInTheDocument();
  expect(screen.queryByTestId('sku-store-黄浦')).not.toBeInTheDocument();
  fireEvent.click(screen.getByTestId('sku-store-徐汇'));
  await settle();
  expect(currentStore()).toMatchObject({ storeId: '徐汇', by: 'hand' });
});

test('a picture opens large, with all of them to leaf through', async () => {
  await open();
  fireEvent.click(screen.getByTestId('picture-1'));
  expect(taro.previewImage).toHaveBeenCalledWith({
    urls: ['/media/a.svg', '/media/b.svg'],
    current: '/media/b.svg',
  });
});

test('the link of a guide is remembered, and passed on when the goods are shared', async () => {
  await open({ guide: 'xiaomei', utm_source: 'moments' });
  expect(currentCame()).toEqual({ guide: 'xiaomei', utmSource: 'moments' });
  const card = taro.useShareAppMessage.mock.lastCall?.[0]({ from: 'menu' });
  expect(card).toEqual({
    title: '羊毛大衣',
    path: '/goods/detail/index?productId=coat&guide=xiaomei&utm_source=moments',
  });
});
