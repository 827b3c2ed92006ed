import { act, render, screen } from '@testing-library/react';
import { logIn } from '../../../testing/log-in';
import { aCard, aMember, aStore } from '../../../testing/samples';
import { server } from '../../../testing/taro';
import {
  currentStore,
  followShopper,
  forgetStore,
  chooseStore,
  placeSettled,
  setPlace,
} from '../../api/store-choice';
import { write } from '../../platform/storage';
import type { Home } from '../../api/views';
import HomePage from '.';

const here = { latitude: 31.22, longitude: 121.44 };
const home = (over: Partial<Home> = {}): Home => ({
  store: { ...aStore(), distanceMetres: 300 },
  offers: [],
  banners: [],
  categories: [],
  newArrivals: [],
  loved: [{ ...aCard(), inStock: true }],
  ...over,
});
const offer = {
  templateId: 'T1',
  title: '新店礼',
  ruleText: '满 300 减 50',
  scopeText: '',
  remainingPercent: 50,
  claimable: true,
  reason: null,
  onlyHere: true,
};
const settle = () => act(async () => undefined);

beforeEach(() => {
  forgetStore();
  placeSettled.set(true);
});

test('the first screen is one request, and its nearest store is the chosen one from then on', async () => {
  setPlace(here);
  server.answers('shop.home', home());
  render(<HomePage />);
  expect(await screen.findByTestId('home-store')).toHaveTextContent(
    '静安寺店营业中 · 10:00–22:00 · 距你 300 m',
  );
  await settle();
  expect(server.heard('shop.home')).toEqual([{ point: here }]);
  expect(server.heard('routing.findNearbyStores')).toEqual([]);
  expect(currentStore()).toMatchObject({ storeId: 'jingan', by: 'nearest' });
  expect(await screen.findByText('门店有货')).toBeVisible();
});

test('it waits until it is clear where the phone is, showing the last one meanwhile', async () => {
  server.answers('shop.home', home());
  const { unmount } = render(<HomePage />);
  await screen.findByTestId('home-store');
  unmount();
  placeSettled.set(false);
  write('location-granted', false);
  server.refuses('shop.home', 'BUSY', '系统繁忙');
  render(<HomePage />);
  expect(screen.getByTestId('home-store')).toBeVisible();
  const before = server.heard('shop.home').length;
  await act(() => followShopper({ atHome: true }));
  expect(server.heard('shop.home')).toHaveLength(before + 1);
  expect(screen.getByTestId('home-store')).toBeVisible();
});

test('a store chosen by hand stays, with fresh facts', async () => {
  chooseStore({ ...aStore({ hoursText: '旧的' }) }, 'hand');
  server.answers('shop.home', home());
  render(<HomePage />);
  await screen.findByTestId('home-store');
  await settle();
  expect(server.heard('shop.home')).toEqual([expect.objectContaining({ storeId: 'jingan' })]);
  expect(currentStore()).toMatchObject({ by: 'hand', hoursText: '营业中 · 10:00–22:00' });
});

test('an offer is claimed here, and asked for again after a late login', async () => {
  server.answers('shop.home', home({ offers: [offer] }), home({ offers: [offer] }), home());
  server.answers('coupons.claim', {} as never);
  render(<HomePage />);
  expect(await screen.findByText('满 300 减 50')).toBeVisible();
  expect(screen.getByText('本店专享 · 新店礼')).toBeVisible();
  await act(() => logIn(aMember()));
  expect(server.heard('shop.home')).toHaveLength(2);
  await act(async () => screen.getByTestId('home-claim-T1').click());
  expect(server.heard('coupons.claim')).toEqual([{ templateId: 'T1' }]);
  expect(screen.queryByTestId('home-claim-T1')).not.toBeInTheDocument();
});
