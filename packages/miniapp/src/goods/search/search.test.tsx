import { act, fireEvent, render, screen } from '@testing-library/react';
import { aCard } from '../../../testing/samples';
import { server, taro } from '../../../testing/taro';
import { chooseStore, forgetStore } from '../../api/store-choice';
import { forgetSearches } from '../../api/search-history';
import type { Found, Hint } from '../../api/views';
import SearchPage from '.';

const found = (...titles: string[]): Found => ({
  items: titles.map((title) => ({ ...aCard({ productId: title, title }), inStock: null })),
  nextCursor: null,
  choices: { colours: ['雾蓝', '燕麦'], sizes: ['S', 'M'] },
});
const hint = (kind: Hint['kind'], text: string, id: string | null = null): Hint => ({ kind, text, id });
const field = () => screen.getByPlaceholderText('搜索商品、颜色、分类');
const type = (text: string) => fireEvent.change(field(), { target: { value: text } });
const later = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));
const tap = (name: string) => act(async () => fireEvent.click(screen.getByTestId(name)));
const enter = () => act(async () => fireEvent.keyDown(field(), { key: 'Enter' }));
const lastAsked = () => server.heard('shop.search').at(-1);

beforeEach(() => {
  jest.useFakeTimers();
  forgetSearches();
  forgetStore();
  server.answers('catalog.suggest', { hints: [hint('hot', '羊绒')] });
});
afterEach(() => jest.useRealTimers());

async function searched(word: string, ...answers: Found[]) {
  server.answers('shop.search', ...(answers.length > 0 ? answers : [found('羊毛大衣')]));
  const page = render(<SearchPage />);
  await later(0);
  type(word);
  await enter();
  return page;
}

test('a link that names a word searches for it; WeChat hands it over encoded', async () => {
  taro.useRouter.mockReturnValueOnce({ params: { keyword: encodeURIComponent('大衣') } });
  server.answers('shop.search', found('羊毛大衣'));
  render(<SearchPage />);
  await later(0);
  expect(lastAsked()).toEqual({ keyword: '大衣', sort: 'best' });
  expect(screen.getByText('羊毛大衣')).toBeVisible();
});

describe('before anything is typed', () => {
  test('a hot word searches for itself and is remembered', async () => {
    server.answers('shop.search', found('羊绒围巾'));
    const page = render(<SearchPage />);
    await later(0);
    await tap('hot-0');
    expect(screen.getByText('羊绒围巾')).toBeVisible();
    expect(lastAsked()).toEqual({ keyword: '羊绒', sort: 'best' });
    page.unmount();
    render(<SearchPage />);
    await later(0);
    expect(screen.getByTestId('history-0')).toHaveTextContent('羊绒');
  });

  test('the last ten words are kept, the newest first, each once; one can go, or all', async () => {
    const page = await searched('词 0');
    for (const n of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 5]) {
      type(`词 ${n}`);
      await enter();
    }
    page.unmount();
    render(<SearchPage />);
    await later(0);
    expect(screen.getByTestId('history-0')).toHaveTextContent('词 5');
    expect(screen.getByTestId('history-1')).toHaveTextContent('词 10');
    expect(screen.queryByTestId('history-10')).not.toBeInTheDocument();
    await act(async () => fireEvent.click(screen.getByRole('button', { name: '删除 词 5' })));
    expect(screen.getByTestId('history-0')).toHaveTextContent('词 10');
    await tap('history-clear');
    expect(screen.queryByTestId('search-history')).not.toBeInTheDocument();
  });
});

describe('hints', () => {
  test('are asked for once the typing rests, not at every letter', async () => {
    render(<SearchPage />);
    await later(0);
    for (const text of ['羊', '羊毛', '羊毛大']) {
      type(text);
      await later(100);
    }
    await later(300);
    expect(server.heard('catalog.suggest')).toEqual([{ text: '' }, { text: '羊毛大' }]);
  });

  test('an answer that comes too late is not shown', async () => {
    render(<SearchPage />);
    await later(0);
    const answer = server.hangs('catalog.suggest');
    type('羊');
    await later(300);
    type('围巾');
    await later(300);
    // The oldest call first: hints for 羊 come while 围巾 is asked for.
    await act(async () => answer({ hints: [hint('product', '羊毛大衣', 'coat')] }));
    expect(screen.queryByText('羊毛大衣')).not.toBeInTheDocument();
    await act(async () => answer({ hints: [hint('product', '流苏围巾', 'scarf')] }));
    expect(screen.getByText('流苏围巾')).toBeVisible();
  });

  test('goods open themselves, a category is searched in', async () => {
    render(<SearchPage />);
    await later(0);
    server.answers('catalog.suggest', {
      hints: [hint('category', '外套', 'coats'), hint('product', '羊毛外套', 'coat')],
    });
    server.answers('shop.search', found('羊毛外套'));
    type('外套');
    await later(300);
    await tap('hint-1');
    expect(taro.navigateTo).toHaveBeenCalledWith({ url: '/goods/detail/index?productId=coat' });
    await tap('hint-0');
    expect(lastAsked()).toEqual({ categoryId: 'coats', sort: 'best' });
  });
});

describe('what was found', () => {
  test('is sorted as tapped; the price turns round at the second tap', async () => {
    await searched('大衣');
    await tap('sort-price');
    expect(lastAsked()).toMatchObject({ sort: 'priceUp' });
    await tap('sort-price');
    expect(lastAsked()).toMatchObject({ sort: 'priceDown' });
    expect(screen.getByTestId('sort-price')).toHaveAttribute('aria-selected', 'true');
    await tap('sort-sold');
    expect(lastAsked()).toMatchObject({ sort: 'sold' });
  });

  test('is narrowed when the filter is applied; prices typed the wrong way round are turned', async () => {
    await searched('大衣');
    await tap('filter-open');
    await tap('filter-colour-雾蓝');
    await tap('filter-size-M');
    fireEvent.change(screen.getByLabelText('最低价'), { target: { value: '900元' } });
    fireEvent.change(screen.getByLabelText('最高价'), { target: { value: '100' } });
    expect(lastAsked()).toEqual({ keyword: '大衣', sort: 'best' });
    await tap('filter-apply');
    expect(lastAsked()).toEqual({
      keyword: '大衣',
      sort: 'best',
      colours: ['雾蓝'],
      sizes: ['M'],
      fromFen: 10_000,
      toFen: 90_000,
    });
    expect(screen.getByTestId('filter-open')).toHaveTextContent('筛选 3');
  });

  test('is only what the chosen store has, when asked; without a store one is chosen first', async () => {
    await searched('大衣');
    await tap('filter-stock');
    expect(taro.navigateTo).toHaveBeenCalledWith({ url: '/store/nearby/index' });
    const store = { storeId: 'jingan', name: '静安寺店', address: '', hoursText: '', openNow: true };
    await act(async () => void chooseStore({ ...store, latitude: 31, longitude: 121 }, 'hand'));
    await tap('filter-stock');
    expect(lastAsked()).toMatchObject({ storeId: 'jingan', inStock: true });
    expect(screen.getByRole('switch', { name: '静安寺店有货' })).toHaveAttribute('aria-checked', 'true');
  });

  test('nothing: other words, and the way to everything', async () => {
    await searched('没有的', found());
    expect(screen.getByText('没有找到相关商品')).toBeVisible();
    expect(screen.getByTestId('search-hot')).toHaveTextContent('羊绒');
    await tap('show-all');
    expect(taro.switchTab).toHaveBeenCalledWith({ url: '/pages/category/index' });
  });

  test('a page without goods before the last one is not the end', async () => {
    await searched('大衣', { ...found(), nextCursor: 'next' }, found('羊毛大衣'));
    expect(server.heard('shop.search')).toEqual([
      { keyword: '大衣', sort: 'best' },
      { keyword: '大衣', sort: 'best', cursor: 'next' },
    ]);
    expect(screen.getByText('羊毛大衣')).toBeVisible();
  });

  test('without a network what was found last time is shown', async () => {
    const page = await searched('大衣', found('羊毛大衣'));
    page.unmount();
    server.refuses('shop.search', 'BUSY', '系统繁忙');
    render(<SearchPage />);
    await later(0);
    await tap('history-0');
    expect(screen.getByText('羊毛大衣')).toBeVisible();
  });

  test('of a long list only some cards are drawn, and those where it is scrolled to', async () => {
    const many = Array.from({ length: 100 }, (_, i) => `第${i}件`);
    await searched('大衣', found(...many));
    const cards = () => screen.getAllByRole('link').map((card) => card.textContent ?? '');
    expect(cards()).toHaveLength(20);
    const list = screen.getByTestId('goods-list');
    Object.defineProperty(list, 'scrollHeight', { value: 13_200 });
    await act(async () => fireEvent.scroll(list, { target: { scrollTop: 6600 } }));
    expect(cards()).toHaveLength(30);
    expect(cards().some((text) => text.includes('第50件'))).toBe(true);
    expect(cards().some((text) => text.includes('第0件'))).toBe(false);
  });
});
