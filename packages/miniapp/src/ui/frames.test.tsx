import { act, fireEvent, render, screen } from '@testing-library/react';
import { server, taro } from '../../testing/taro';
import { useCall } from '../api/hooks';
import { online } from '../api/session';
import { startProblem } from '../api/start';
import { Loadable } from './Loadable';
import { Notice } from './Notice';
import { Page } from './Page';
import { Fact, Section } from './Section';
import { Skeleton } from './Skeleton';

const home = { banners: [], categories: [], newArrivals: [], loved: [] };
const category = (name: string) => ({ ...home, categories: [{ categoryId: name, name, imageUrl: '' }] });

function Categories() {
  const shown = useCall('catalog.home', {});
  return (
    <>
      <Loadable of={shown} shape="grid">
        {({ categories }) =>
          categories.length === 0 ? '还没有分类' : categories.map(({ name }) => name).join('、')
        }
      </Loadable>
      <button onClick={shown.reload}>刷新</button>
    </>
  );
}
const loading = () => screen.queryByRole('status', { name: '正在加载' });

describe('Loadable', () => {
  test('while nothing is known its shape is shown, then what came', async () => {
    const answer = server.hangs('catalog.home');
    render(<Categories />);
    expect(loading()).toHaveAttribute('aria-busy', 'true');
    await act(async () => answer(category('外套')));
    expect(screen.getByText('外套')).toBeVisible();
    expect(loading()).not.toBeInTheDocument();
  });

  test('an empty answer is an answer', async () => {
    server.answers('catalog.home', home);
    render(<Categories />);
    expect(await screen.findByText('还没有分类')).toBeVisible();
  });

  test('without a network it says so, and asking again brings the goods', async () => {
    render(<Categories />);
    expect(await screen.findByText('网络不给力')).toBeVisible();
    expect(screen.getByText('网络不给力，请检查后重试')).toBeVisible();
    server.answers('catalog.home', category('外套'));
    fireEvent.click(screen.getByRole('button', { name: '重新加载' }));
    expect(await screen.findByText('外套')).toBeVisible();
  });

  test('a refusal of the server is told in its words', async () => {
    server.refuses('catalog.home', 'RATE_LIMITED', '操作太频繁，请稍后再试');
    render(<Categories />);
    expect(await screen.findByText('加载失败')).toBeVisible();
    expect(screen.getByText('操作太频繁，请稍后再试')).toBeVisible();
  });

  test.each([
    ['NOT_FOUND', '没有找到'],
    ['PRODUCT_OFF_SHELF', '商品已下架'],
  ])('%s stays so: there is a way back, not another try', async (code, title) => {
    server.refuses('catalog.home', code, '这件商品不在了');
    render(<Categories />);
    expect(await screen.findByText(title)).toBeVisible();
    expect(screen.queryByRole('button', { name: '重新加载' })).not.toBeInTheDocument();
    fireEvent.click(screen.getByRole('button', { name: '返回' }));
    expect(taro.switchTab).toHaveBeenCalledWith({ url: '/pages/home/index' });
  });

  test('the way back is the page before, where there is one', async () => {
    taro.getCurrentPages.mockReturnValueOnce([{}, {}]);
    server.refuses('catalog.home', 'NOT_FOUND', '这件商品不在了');
    render(<Categories />);
    fireEvent.click(await screen.findByRole('button', { name: '返回' }));
    expect(taro.navigateBack).toHaveBeenCalledTimes(1);
    expect(taro.switchTab).not.toHaveBeenCalled();
  });

  test('what is on the screen stays there when asking again fails', async () => {
    server.answers('catalog.home', category('外套'));
    render(<Categories />);
    await screen.findByText('外套');
    server.refuses('catalog.home', 'RATE_LIMITED', '操作太频繁，请稍后再试');
    await act(async () => fireEvent.click(screen.getByText('刷新')));
    expect(server.heard('catalog.home')).toHaveLength(2);
    expect(screen.getByText('外套')).toBeVisible();
    expect(screen.queryByText('加载失败')).not.toBeInTheDocument();
  });
});

describe('Skeleton', () => {
  test.each([
    ['home', 5],
    ['grid', 4],
    ['list', 3],
    ['detail', 5],
    ['text', 4],
  ] as const)('that of %s has %d places, and says that it loads', (shape, places) => {
    render(<Skeleton shape={shape} />);
    expect(loading()?.querySelectorAll('.tile')).toHaveLength(places);
  });
});

describe('Notice', () => {
  test('it says one thing, and what one can do about it', () => {
    render(
      <Notice icon="ticket" title="券包还是空的" text="去领券中心看看" name="empty-state">
        <button>去领券</button>
      </Notice>,
    );
    expect(screen.getByTestId('empty-state')).toHaveTextContent('券包还是空的去领券中心看看去领券');
  });

  test('its picture is for the eye only', () => {
    render(<Notice icon="ticket" title="券包还是空的" />);
    expect(document.querySelector('.icon-ticket')).toHaveAttribute('aria-hidden', 'true');
    expect(document.querySelector('.text, .actions')).toBeNull();
  });
});

describe('Page', () => {
  afterEach(() =>
    act(() => {
      online.set(true);
      startProblem.set(null);
    }),
  );

  const page = () =>
    render(
      <Page name="cart" bottom={<button>结算</button>}>
        购物车
      </Page>,
    );

  test('it holds what it is for, and keeps its bar below', () => {
    page();
    expect(screen.getByTestId('page-cart')).toHaveTextContent('购物车结算');
    expect(document.querySelector('.bottom')).toContainElement(screen.getByRole('button', { name: '结算' }));
  });

  test.each([undefined, null, false])('without a bar (%p) no room is kept for one', (bottom) => {
    render(
      <Page name="cart" bottom={bottom}>
        购物车
      </Page>,
    );
    expect(document.querySelector('.bottom, .room')).toBeNull();
  });

  test('a lost network is told over what is there, and the telling ends with it', () => {
    page();
    expect(screen.queryByRole('status')).not.toBeInTheDocument();
    act(() => online.set(false));
    expect(screen.getByRole('status')).toHaveTextContent('网络不给力，内容可能不是最新的');
    expect(screen.getByTestId('page-cart')).toHaveTextContent('购物车');
    act(() => online.set(true));
    expect(screen.queryByRole('status')).not.toBeInTheDocument();
  });

  test('a preview without its WeChat says what to do instead', () => {
    page();
    act(() => startProblem.set('请通过本地沙箱的预览入口打开本页'));
    expect(screen.getByTestId('start-problem')).toHaveTextContent('请通过本地沙箱的预览入口打开本页');
    expect(screen.queryByText('购物车')).not.toBeInTheDocument();
  });
});

describe('Section', () => {
  test('its title is a heading, with something aside', () => {
    render(
      <Section title="授权管理" aside="全部">
        内容
      </Section>,
    );
    expect(screen.getByRole('heading', { name: '授权管理', level: 2 })).toBeVisible();
    expect(screen.getByText('全部')).toBeVisible();
  });

  test('one without a title has no empty heading', () => {
    render(<Section>内容</Section>);
    expect(screen.queryByRole('heading')).not.toBeInTheDocument();
    expect(screen.getByText('内容')).toBeVisible();
  });

  test('a fact is a label and what stands for it', () => {
    const { container } = render(<Fact label="运费">免运费</Fact>);
    expect(container).toHaveTextContent('运费免运费');
  });
});
