import { act, fireEvent, render, screen } from '@testing-library/react';
import type { Quote } from '../api/views';
import { Coupons } from './checkout/Coupons';
import type { CouponChoice } from './checkout/use-checkout';
import { OrderSheets } from './OrderSheets';
import type { OrderActionsState } from './use-order-actions';

const tap = (element: HTMLElement) => act(async () => fireEvent.click(element));
const button = (name: string) => screen.getByRole('button', { name });

describe('OrderSheets', () => {
  function ask(asking: OrderActionsState['asking'], busy = false) {
    const command = () => ({ busy, run: jest.fn() });
    const state = {
      asking,
      close: jest.fn(),
      paying: command(),
      cancelling: command(),
      refunding: command(),
      confirming: command(),
    };
    render(<OrderSheets state={{ ...state, act: {} as OrderActionsState['act'] }} />);
    return state;
  }

  test('nothing is asked that nobody wanted', () => {
    ask(null);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  test('cancelling needs a second word, and can be left', async () => {
    const { cancelling, close } = ask('cancel');
    expect(screen.getByRole('dialog', { name: '取消这笔订单？' })).toBeVisible();
    await tap(button('再想想'));
    expect(close).toHaveBeenCalledTimes(1);
    expect(cancelling.run).not.toHaveBeenCalled();
    await tap(button('确认取消'));
    expect(cancelling.run).toHaveBeenCalledTimes(1);
  });

  test('a refund goes with one of the reasons, the first unless another is chosen', async () => {
    const { refunding } = ask('refund');
    expect(screen.getAllByRole('radio')).toHaveLength(5);
    expect(screen.getByRole('radio', { name: '不想要了' })).toBeChecked();
    await tap(screen.getByRole('radio', { name: '门店备货太久' }));
    expect(screen.getByRole('radio', { name: '不想要了' })).not.toBeChecked();
    await tap(button('提交申请'));
    expect(refunding.run.mock.calls).toEqual([['门店备货太久']]);
  });

  test.each([
    ['cancel', '确认取消'],
    ['refund', '提交申请'],
    ['receipt', '确认收货'],
  ] as const)('%s at work is not asked for twice', async (asking, name) => {
    const { cancelling, refunding, confirming } = ask(asking, true);
    await tap(button(name));
    [cancelling, refunding, confirming].forEach(({ run }) => expect(run).not.toHaveBeenCalled());
  });

  test('a parcel is received only by saying so', async () => {
    const { confirming, close } = ask('receipt');
    await tap(button('还没有'));
    expect(close).toHaveBeenCalledTimes(1);
    await tap(button('确认收货'));
    expect(confirming.run).toHaveBeenCalledTimes(1);
  });
});

describe('Coupons', () => {
  const amounts = { lines: [], goodsFen: 100_000, discountFen: 0, freightFen: 0, payableFen: 100_000 };
  const ten = { couponId: 'ten', title: '满 100 减 10', discountFen: 1_000 };
  const gift = { couponId: 'gift', title: '小样兑换券', discountFen: 0 };
  const loser = { couponId: 'shoes', title: '鞋履券', reason: '未满 500 元', usable: true, addable: false };

  async function open(quote: Partial<Quote>, choice: CouponChoice = 'auto') {
    const chosen = jest.fn();
    render(
      <Coupons quote={{ ...amounts, coupons: [], losers: [], ...quote }} choice={choice} onChoose={chosen} />,
    );
    await tap(screen.getByTestId('coupon-row'));
    return chosen;
  }
  const row = (name: RegExp) => screen.getByRole('checkbox', { name });

  test.each([
    [{ coupons: [ten, gift] }, '满 100 减 10 等 2 张'],
    [{ coupons: [ten] }, '满 100 减 10'],
    [{ coupons: [], losers: [loser] }, '未使用优惠券'],
    [{}, '暂无可用优惠券'],
  ])('the row tells what is used: %j', async (quote, text) => {
    await open(quote, 'none');
    expect(screen.getByTestId('coupon-chosen')).toHaveTextContent(text);
  });

  test('it shows which way of choosing is on, what each coupon saves, and why the others are not in use', async () => {
    await open({ coupons: [ten, gift], losers: [loser] });
    expect(row(/自动选择最优惠的/)).toBeChecked();
    expect(row(/不使用优惠券/)).not.toBeChecked();
    expect(row(/满 100 减 10/)).toHaveTextContent('省 ¥10.00');
    expect(row(/小样兑换券/)).toHaveTextContent('已加入赠品');
    expect(screen.getByTestId('coupon-losers')).toHaveTextContent('鞋履券未满 500 元');
  });

  test('a tap on one in use leaves it out; on the last one, all', async () => {
    const chosen = await open({ coupons: [ten, gift] });
    await tap(row(/满 100 减 10/));
    expect(chosen).toHaveBeenLastCalledWith(['gift']);
  });

  test('leaving out the only one is using none', async () => {
    const chosen = await open({ coupons: [ten] });
    await tap(row(/满 100 减 10/));
    expect(chosen).toHaveBeenLastCalledWith('none');
  });

  test.each([
    [true, ['ten', 'shoes']],
    [false, ['shoes']],
  ])('another one that may stand beside the rest (%p) is chosen as %j', async (addable, wanted) => {
    const chosen = await open({ coupons: [ten], losers: [{ ...loser, addable }] });
    await tap(screen.getByRole('button', { name: /鞋履券/ }));
    expect(chosen).toHaveBeenLastCalledWith(wanted);
  });
});
