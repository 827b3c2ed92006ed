import { act, fireEvent, render, screen } from '@testing-library/react';
import { logIn } from '../../testing/log-in';
import { aMember, aStore } from '../../testing/samples';
import { server, taro, toasts } from '../../testing/taro';
import { chooseStore, forgetStore } from '../api/store-choice';
import type { Nearby } from '../api/views';
import { ConsentCard } from './ConsentCard';
import { PhoneButton } from './PhoneButton';
import { ShareButton } from './ShareButton';
import { StoreLine } from './StoreLine';

const tapOn = (element: HTMLElement) => act(async () => fireEvent.click(element));

describe('StoreLine', () => {
  const near = (over: Partial<Nearby> = {}): Nearby => ({
    ...aStore(),
    distanceMetres: 860,
    hasEverything: true,
    missing: [],
    offered: true,
    notOffered: null,
    ...over,
  });
  const delivery = { available: true, reason: null, freightFen: 0, missing: [] };
  const located = () => Promise.resolve({ latitude: 31.22, longitude: 121.44 });

  const found = (...stores: Nearby[]) =>
    server.answers('routing.findNearbyStores', { radiusMetres: 3000, stores, delivery });
  const locate = () => screen.getByTestId('locate-store');
  const tapLocate = () => tapOn(locate());

  beforeEach(() => {
    window.wx = { login: jest.fn(), getLocation: located };
    render(<StoreLine />);
  });
  afterEach(() => act(forgetStore));

  test('without a store it offers to find the nearest, or to choose one', () => {
    expect(locate()).toHaveTextContent('定位最近的门店，看看有没有货');
    fireEvent.click(screen.getByRole('button', { name: '选门店' }));
    expect(taro.navigateTo).toHaveBeenCalledWith({ url: '/store/nearby/index' });
  });

  test('the nearest open store is taken, and how far it is', async () => {
    found(near({ openNow: false, name: '关着的店', storeId: 'closed' }), near());
    await tapLocate();
    expect(screen.getByTestId('current-store')).toHaveTextContent('为你选择：静安寺店860 m');
    expect(screen.getByRole('button', { name: '更换' })).toBeVisible();
  });

  test('it says that it is looking, and looks once however often one taps', async () => {
    let arrive: (point: object) => void = () => undefined;
    const getLocation = jest.fn(() => new Promise((resolve) => (arrive = resolve)));
    window.wx = { login: jest.fn(), getLocation };
    found(near());
    fireEvent.click(locate());
    fireEvent.click(locate());
    expect(locate()).toHaveTextContent('正在定位…');
    expect(locate()).toHaveAttribute('aria-busy', 'true');
    expect(getLocation).toHaveBeenCalledTimes(1);
    await act(async () => arrive(await located()));
    expect(screen.getByTestId('current-store')).toBeVisible();
  });

  test('a refused location leads to choosing by hand', async () => {
    window.wx = {
      login: jest.fn(),
      getLocation: () => Promise.reject({ errMsg: 'getLocation:fail auth deny' }),
    };
    await tapLocate();
    expect(taro.navigateTo).toHaveBeenCalledWith({ url: '/store/nearby/index?asked=1' });
  });

  test('no store near, and no network, are two different things', async () => {
    found();
    await tapLocate();
    server.refuses('routing.findNearbyStores', 'RATE_LIMITED', '');
    await tapLocate();
    expect(toasts()).toEqual(['附近 3 km 内暂无门店，可为你快递配送', '网络不给力，请检查后重试']);
    expect(locate()).toBeVisible();
  });

  test('a store chosen by hand is called so', () => {
    act(() => void chooseStore({ ...aStore(), distanceMetres: 2_340 }, 'hand'));
    expect(screen.getByTestId('current-store')).toHaveTextContent('自提门店：静安寺店2.3 km');
    fireEvent.click(screen.getByRole('button', { name: '更换' }));
    expect(taro.navigateTo).toHaveBeenCalledWith({ url: '/store/nearby/index' });
  });
});

describe('ConsentCard', () => {
  const question = () => screen.queryByText('让推荐更合你心意？');
  const tap = (name: string) => tapOn(screen.getByRole('button', { name }));
  const agreed = aMember({ consents: { profiling: true, marketing: false } });

  test('nobody is asked before it is known who they are; then they are', async () => {
    render(<ConsentCard />);
    expect(question()).not.toBeInTheDocument();
    await act(() => logIn(aMember()));
    expect(question()).toBeVisible();
    expect(screen.getByTestId('consent-card')).toHaveTextContent('不同意也可以正常购物，随时可以撤回');
  });

  test('whoever agreed before is not asked again', async () => {
    await logIn(agreed);
    render(<ConsentCard />);
    expect(question()).not.toBeInTheDocument();
  });

  test('agreeing is told to the server and ends the question', async () => {
    await logIn(aMember());
    server.answers('identity.setConsent', agreed);
    render(<ConsentCard />);
    await tap('同意');
    expect(server.heard('identity.setConsent')).toEqual([{ purpose: 'profiling', granted: true }]);
    expect(toasts()).toEqual(['已开启，可随时在「我的 · 我的数据」关闭']);
    expect(question()).not.toBeInTheDocument();
  });

  test('"not now" is an answer: nothing is sent, and the question does not come back', async () => {
    await logIn(aMember());
    const { unmount } = render(<ConsentCard />);
    await tap('暂不需要');
    expect(question()).not.toBeInTheDocument();
    unmount();
    render(<ConsentCard />);
    expect(question()).not.toBeInTheDocument();
    expect(server.heard('identity.setConsent')).toEqual([]);
  });

  test('an agreement that did not arrive is no answer: the question stays', async () => {
    await logIn(aMember());
    render(<ConsentCard />);
    await tap('同意');
    expect(toasts()).toEqual(['网络不给力，请检查后重试']);
    expect(question()).toBeVisible();
  });
});

const tap = () => tapOn(screen.getByRole('button'));

describe('PhoneButton in the preview', () => {
  const phone = (busy = false) => {
    const told = { code: jest.fn(), refused: jest.fn() };
    render(<PhoneButton busy={busy} onCode={told.code} onRefused={told.refused} />);
    return told;
  };

  test('a shopper who agrees hands over a code', async () => {
    window.wx = { previewGetPhoneNumber: () => Promise.resolve({ code: 'phone-code' }) };
    const told = phone();
    await tap();
    expect(told.code).toHaveBeenCalledWith('phone-code');
    expect(told.refused).not.toHaveBeenCalled();
  });

  test.each([
    ['an answer without a code', () => Promise.resolve({ errMsg: 'getPhoneNumber:fail user deny' })],
    ['a failure', () => Promise.reject({ errMsg: 'previewGetPhoneNumber:fail' })],
  ])('%s is a refusal', async (_, previewGetPhoneNumber) => {
    window.wx = { previewGetPhoneNumber };
    const told = phone();
    await tap();
    expect(told.refused).toHaveBeenCalledTimes(1);
    expect(told.code).not.toHaveBeenCalled();
  });

  test('while the code is at work it asks for no other', async () => {
    const previewGetPhoneNumber = jest.fn();
    window.wx = { previewGetPhoneNumber };
    phone(true);
    await tap();
    expect(previewGetPhoneNumber).not.toHaveBeenCalled();
  });
});

describe('ShareButton in the preview', () => {
  const share = () =>
    render(<ShareButton name="share-send" text="发给朋友" page="pickupShare" params={{ token: 'a b' }} />);

  test('it copies the whole address and says so', async () => {
    share();
    await tap();
    expect(taro.setClipboardData).toHaveBeenCalledWith({
      data: 'http://localhost/#/order/pickup-share/index?token=a%20b',
    });
    expect(toasts()).toEqual(['链接已复制，发给朋友即可']);
  });

  test('what was not copied is not called copied', async () => {
    taro.setClipboardData.mockRejectedValueOnce({ errMsg: 'setClipboardData:fail' });
    share();
    await tap();
    expect(toasts()).toEqual(['没有复制成功，请重试']);
  });
});
