import { fireEvent, render, screen } from '@testing-library/react';
import { aStore, anOrder } from '../../testing/samples';
import { Button } from './Button';
import { CouponCard } from './CouponCard';
import { OrderProgress } from './OrderProgress';
import { PickupCode, changing } from './PickupCode';
import { StoreCard } from './StoreCard';

describe('OrderProgress', () => {
  /** The steps in their order; the one it is at stands in brackets, those behind it bear a tick. */
  function shown(...of: Parameters<typeof anOrder>): string {
    render(<OrderProgress order={anOrder(...of)} />);
    return screen
      .getAllByRole('listitem')
      .map((step) => {
        const text = `${step.querySelector('.icon-check') === null ? '' : '✓'}${step.textContent}`;
        return step.getAttribute('aria-current') === 'step' ? `[${text}]` : text;
      })
      .join(' ');
  }

  test.each([
    ['pending_payment', '[已下单] 已付款 备货中 可取货 已取货'],
    ['paid', '✓已下单 [已付款] 备货中 可取货 已取货'],
    ['accepted', '✓已下单 ✓已付款 [备货中] 可取货 已取货'],
    ['ready', '✓已下单 ✓已付款 ✓备货中 [可取货] 已取货'],
    ['handed_over', '✓已下单 ✓已付款 ✓备货中 ✓可取货 [已取货]'],
    ['completed', '✓已下单 ✓已付款 ✓备货中 ✓可取货 [已取货]'],
  ] as const)('collected in a store, %s: %s', (status, text) => {
    expect(shown(status)).toBe(text);
  });

  test.each([
    ['accepted', '✓已下单 ✓已付款 [配货中] 已发货 已完成'],
    ['shipped', '✓已下单 ✓已付款 ✓配货中 [已发货] 已完成'],
    ['completed', '✓已下单 ✓已付款 ✓配货中 ✓已发货 [已完成]'],
  ] as const)('sent home, %s: %s', (status, text) => {
    expect(shown(status, 'delivery')).toBe(text);
  });

  test.each([
    ['cancelled', '✓已下单 [已取消]'],
    ['refunding', '✓已下单 ✓已付款 [退款中] 已退款'],
    ['refunded', '✓已下单 ✓已付款 ✓退款中 [已退款]'],
  ] as const)('%s has a way of its own: %s', (status, text) => {
    expect(shown(status)).toBe(text);
  });
});

describe('PickupCode', () => {
  const code = (digits?: string) =>
    render(<PickupCode qrText="OMNI:PICKUP:1" {...changing(30)} digits={digits} />);

  test('the digits are grouped as one reads them aloud, and large', () => {
    code('12345678');
    expect(screen.getByText('1234 5678')).toHaveClass('digits');
  });

  test('a long number is grouped too, and set so that it stays on one line', () => {
    code('202611281234');
    expect(screen.getByText('2026 1128 1234')).toHaveClass('longDigits');
  });

  test('a code without digits is its picture and its words', () => {
    code();
    expect(screen.queryByTestId('pickup-digits')).not.toBeInTheDocument();
    expect(screen.getByRole('img', { name: '二维码' })).toHaveAttribute(
      'src',
      expect.stringMatching(/^data:image/),
    );
    expect(screen.getByText('请向店员出示')).toBeVisible();
    expect(screen.getByText('30 秒后自动刷新，请勿截图转发')).toBeVisible();
  });

  test('another text is another picture', () => {
    const { rerender } = render(<PickupCode qrText="A" foot="" />);
    const first = screen.getByRole('img').getAttribute('src');
    rerender(<PickupCode qrText="B" foot="" />);
    expect(screen.getByRole('img').getAttribute('src')).not.toBe(first);
  });
});

describe('CouponCard', () => {
  const ofAHundred = { name: 'offer-1', title: '新人券', ruleText: '满 1000 减 100', scopeText: '全场可用' };

  test('it tells what it gives, where, and until when', () => {
    render(<CouponCard {...ofAHundred} foot="2026-12-31 前可用" />);
    expect(screen.getByTestId('offer-1')).toHaveTextContent('满 1000 减 100新人券全场可用2026-12-31 前可用');
    expect(screen.getByTestId('offer-1')).not.toHaveClass('dim');
  });

  test('one that cannot be had is dim and says why', () => {
    render(<CouponCard {...ofAHundred} foot="每人限领 1 张" dim />);
    expect(screen.getByTestId('offer-1')).toHaveClass('dim');
    expect(screen.getByText('每人限领 1 张')).toBeVisible();
  });

  test('what one may do with it stands at its side', () => {
    const claimed = jest.fn();
    render(
      <CouponCard {...ofAHundred} foot="剩余 36%">
        <Button name="claim" onTap={claimed}>
          领取
        </Button>
      </CouponCard>,
    );
    fireEvent.click(screen.getByRole('button', { name: '领取' }));
    expect(claimed).toHaveBeenCalledTimes(1);
  });
});

describe('StoreCard', () => {
  const card = (over: Partial<Parameters<typeof StoreCard>[0]> = {}) => {
    const tapped = jest.fn();
    render(
      <StoreCard
        store={aStore()}
        distanceMetres={null}
        chosen={false}
        stock={null}
        onTap={tapped}
        {...over}
      />,
    );
    return tapped;
  };

  test('it tells which store, where, and when it is open; a tap takes it', () => {
    const tapped = card();
    const store = screen.getByRole('button', { name: /静安寺店/ });
    expect(store).toHaveTextContent('静安寺店南京西路 1618 号营业中 · 10:00–22:00');
    fireEvent.click(store);
    expect(tapped).toHaveBeenCalledTimes(1);
  });

  test.each([
    [860, '860 m'],
    [999.6, '1.0 km'],
    [2_340, '2.3 km'],
  ])('%d metres are %s', (distanceMetres, text) => {
    card({ distanceMetres });
    expect(screen.getByText(text)).toBeVisible();
  });

  test('a closed one says when it opens, and does not look open', () => {
    card({ store: aStore({ openNow: false, hoursText: '休息中 · 明日 10:00 营业' }) });
    expect(screen.getByText('休息中 · 明日 10:00 营业')).toHaveClass('rest');
  });

  test('what it has of the goods, and that it is the one chosen, stand on it', () => {
    card({ chosen: true, stock: { text: '缺 2 件', full: false } });
    expect(screen.getByText('缺 2 件')).toHaveClass('short');
    expect(screen.getByText('当前门店')).toBeVisible();
  });

  test('nobody is told of stock they did not ask for', () => {
    card();
    expect(screen.getByRole('button').querySelectorAll('.fact')).toHaveLength(1);
  });
});
