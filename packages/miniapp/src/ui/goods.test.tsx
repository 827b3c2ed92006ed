import { fireEvent, render, screen } from '@testing-library/react';
import { aCard, aLine } from '../../testing/samples';
import { taro } from '../../testing/taro';
import { Amounts } from './Amounts';
import { OrderLines } from './OrderLines';
import { Picture } from './Picture';
import { Price } from './Price';
import { ProductCard, ProductGrid } from './ProductCard';

describe('Price', () => {
  const shown = (fen: number, was?: number | null) => {
    const { container } = render(<Price fen={fen} was={was} />);
    return container.textContent;
  };

  test.each([
    [12_900, '¥129.00'],
    [5, '¥0.05'],
    [0, '¥0.00'],
    [129_990, '¥1299.90'],
    [123_456_789, '¥1234567.89'],
  ])('%i fen are %s', (fen, text) => {
    expect(shown(fen)).toBe(text);
  });

  test('the earlier price stands beside it, struck through', () => {
    render(<Price fen={12_900} was={19_900} />);
    expect(screen.getByText('¥199.00')).toHaveClass('was');
  });

  test.each([[null], [12_900], [9_900]])('an earlier price of %p is no bargain and is not shown', (was) => {
    expect(shown(12_900, was)).toBe('¥129.00');
  });
});

describe('Picture', () => {
  const picture = () => screen.getByRole('img', { name: '羊毛大衣' });

  test('it waits until it is near the screen, unless it is what one came for', () => {
    const { rerender } = render(<Picture src="/media/coat.svg" alt="羊毛大衣" />);
    expect(picture()).toHaveAttribute('loading', 'lazy');
    rerender(<Picture src="/media/coat.svg" alt="羊毛大衣" eager />);
    expect(picture()).toHaveAttribute('loading', 'eager');
  });

  test('the preview takes the media of our own server from its own origin, and other pictures from where they are', () => {
    const { rerender } = render(<Picture src="https://shop.example/media/coat.svg" alt="羊毛大衣" />);
    expect(picture()).toHaveAttribute('src', '/media/coat.svg');
    rerender(<Picture src="https://cdn.example/coat.svg" alt="羊毛大衣" />);
    expect(picture()).toHaveAttribute('src', 'https://cdn.example/coat.svg');
  });

  test('one that does not come leaves its words and its place; another address is tried again', () => {
    const { rerender } = render(<Picture src="/media/lost.svg" alt="羊毛大衣" className="gallery" />);
    fireEvent.error(picture());
    expect(picture()).not.toHaveAttribute('src');
    expect(picture()).toHaveClass('picture', 'gallery');
    rerender(<Picture src="/media/coat.svg" alt="羊毛大衣" />);
    expect(picture()).toHaveAttribute('src', '/media/coat.svg');
  });
});

describe('ProductCard', () => {
  test('it tells what it is, what it costs and what it cost, and a tap opens it', () => {
    render(<ProductCard product={aCard({ listPriceFen: 129_900 })} />);
    const card = screen.getByRole('link');
    expect(card).toHaveTextContent('羊毛大衣双面呢，轻而暖¥899.00¥1299.00');
    fireEvent.click(card);
    expect(taro.navigateTo).toHaveBeenCalledWith({ url: '/goods/detail/index?productId=coat' });
  });

  test('of many tags two are shown', () => {
    render(<ProductCard product={aCard({ tags: ['新品', '热卖', '清仓'] })} />);
    expect(screen.getByText('热卖')).toBeVisible();
    expect(screen.queryByText('清仓')).not.toBeInTheDocument();
  });

  test('with ten pages open the top one gives way', () => {
    taro.getCurrentPages.mockReturnValueOnce(Array.from({ length: 10 }, () => ({})));
    render(<ProductCard product={aCard()} />);
    fireEvent.click(screen.getByRole('link'));
    expect(taro.redirectTo).toHaveBeenCalledWith({ url: '/goods/detail/index?productId=coat' });
    expect(taro.navigateTo).not.toHaveBeenCalled();
  });

  test('a grid holds one card for each', () => {
    render(<ProductGrid products={[aCard(), aCard({ productId: 'scarf', title: '羊绒围巾' })]} />);
    expect(screen.getAllByRole('link').map((card) => card.id)).toEqual([
      'product-card-coat',
      'product-card-scarf',
    ]);
  });
});

describe('OrderLines', () => {
  test('a line says what, which, how dear and how many', () => {
    const { container } = render(<OrderLines lines={[aLine()]} />);
    expect(container).toHaveTextContent('羊毛大衣雾蓝 · M¥899.00× 2');
    expect(screen.getByRole('img', { name: '羊毛大衣' })).toHaveAttribute('src', '/media/coat.svg');
  });

  test('a gift is named one and costs nothing, whatever its price elsewhere', () => {
    const { container } = render(<OrderLines lines={[aLine({ isGift: true, quantity: 1 })]} />);
    expect(container).toHaveTextContent('赠品雾蓝 · M¥0.00× 1');
  });

  test('what became of a line stands with it, and with no other', () => {
    const lines = [
      aLine({ handedOver: true }),
      aLine({ lineNo: 2, refundedQuantity: 1, refundedFen: 89_900 }),
      aLine({ lineNo: 3 }),
    ];
    render(<OrderLines lines={lines} />);
    expect(screen.getByTestId('line-fate-1')).toHaveTextContent('已取货');
    expect(screen.getByTestId('line-fate-2')).toHaveTextContent('已退 1 件 ¥899.00');
    expect(screen.queryByTestId('line-fate-3')).not.toBeInTheDocument();
  });
});

describe('Amounts', () => {
  const plain = { goodsFen: 179_800, discountFen: 0, freightFen: 0, payableFen: 179_800, couponTitle: null };

  test('without a coupon and freight it says so rather than nothing', () => {
    const { container } = render(<Amounts {...plain} />);
    expect(container).toHaveTextContent('商品金额¥1798.00优惠¥0.00运费免运费合计¥1798.00');
  });

  test('what a coupon took off bears its name and a minus; freight is a price', () => {
    const { container } = render(
      <Amounts
        {...plain}
        discountFen={10_000}
        freightFen={1_200}
        payableFen={171_000}
        couponTitle="满 1000 减 100"
      />,
    );
    expect(container).toHaveTextContent('优惠 · 满 1000 减 100−¥100.00运费¥12.00合计¥1710.00');
  });

  test('what went back is told only when something did', () => {
    const { rerender } = render(<Amounts {...plain} />);
    expect(screen.queryByTestId('refunded')).not.toBeInTheDocument();
    rerender(<Amounts {...plain} refundedFen={89_900} />);
    expect(screen.getByTestId('refunded')).toHaveTextContent('已退款¥899.00');
  });
});
