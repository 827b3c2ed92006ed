import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { useState } from 'react';
import type { ComponentProps } from 'react';
import { aCoat } from '../../testing/samples';
import { Sheet } from './Sheet';
import { SkuPopup } from './SkuPopup';

describe('Sheet', () => {
  function Opened({ onClose }: { onClose: () => void }) {
    const [open, setOpen] = useState(true);
    const close = () => {
      setOpen(false);
      onClose();
    };
    return (
      <>
        <Sheet name="coupons" title="选择优惠券" open={open} onClose={close} footer="底部">
          满 100 减 10
        </Sheet>
        <button onClick={() => setOpen(false)}>外面</button>
      </>
    );
  }
  const mask = () => document.querySelector('.nut-overlay') as Element;
  const gone = () => waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());

  test('it is a dialog that bears its title, over the page', () => {
    render(<Opened onClose={jest.fn()} />);
    const dialog = screen.getByRole('dialog', { name: '选择优惠券' });
    expect(dialog).toHaveAttribute('aria-modal', 'true');
    expect(dialog).toHaveTextContent('选择优惠券满 100 减 10底部');
  });

  test('while it is closed nothing of it is there', () => {
    render(
      <Sheet name="coupons" title="选择优惠券" open={false} onClose={jest.fn()}>
        满 100 减 10
      </Sheet>,
    );
    expect(screen.queryByText('满 100 减 10')).not.toBeInTheDocument();
  });

  test.each([
    ['the button', () => screen.getByRole('button', { name: '关闭' })],
    ['the shade beside it', mask],
  ])('%s closes it, and says so once', async (_, target) => {
    const closed = jest.fn();
    render(<Opened onClose={closed} />);
    fireEvent.click(target());
    await gone();
    expect(closed).toHaveBeenCalledTimes(1);
  });

  test('whoever closes it from outside is not told what they just did', async () => {
    const closed = jest.fn();
    render(<Opened onClose={closed} />);
    fireEvent.click(screen.getByText('外面'));
    await gone();
    expect(closed).not.toHaveBeenCalled();
  });

  test('a tap on what it holds leaves it open', () => {
    const closed = jest.fn();
    render(<Opened onClose={closed} />);
    fireEvent.click(screen.getByText('满 100 减 10'));
    expect(closed).not.toHaveBeenCalled();
    expect(screen.getByRole('dialog')).toBeVisible();
  });
});

describe('SkuPopup', () => {
  const stock = new Map([
    ['雾蓝-S', 0],
    ['雾蓝-M', 2],
    ['燕麦-S', 8],
  ]);
  const none = new Map([...stock.keys()].map((skuId) => [skuId, 0]));

  function open(over: Partial<ComponentProps<typeof SkuPopup>> = {}) {
    const onConfirm = jest.fn();
    const common = { product: aCoat(), open: true, confirmText: '加入购物车', onClose: jest.fn(), onConfirm };
    render(<SkuPopup {...common} storeName="静安寺店" stock={stock} {...over} />);
    return onConfirm;
  }
  // By name, not by role: finding a role looks at every element, and these are found often.
  const value = (text: string) => screen.getByTestId(`sku-value-${text}`);
  const pick = (...texts: string[]) => texts.forEach((text) => fireEvent.click(value(text)));
  const confirm = () => screen.getByTestId('sku-confirm');
  const more = () => screen.getByTestId('sku-quantity-plus');
  const note = () => screen.getByTestId('sku-stock').textContent;

  test('colour and size are asked for by name until both are chosen', () => {
    open();
    expect(confirm()).toHaveTextContent('请选择颜色、尺码');
    pick('雾蓝');
    expect(confirm()).toHaveTextContent('请选择尺码');
    expect(confirm()).toHaveAttribute('aria-disabled', 'true');
    pick('M');
    expect(confirm()).toHaveTextContent('加入购物车');
    expect(confirm()).toHaveAttribute('aria-disabled', 'false');
    expect(screen.getByText('已选 雾蓝 · M')).toBeVisible();
  });

  test('nothing is confirmed before all is chosen', () => {
    const confirmed = open();
    pick('雾蓝');
    fireEvent.click(confirm());
    expect(confirmed).not.toHaveBeenCalled();
  });

  test('the choices of one option stand together under its name, and show which one is held', () => {
    open();
    const colours = screen.getByRole('group', { name: '颜色' });
    expect(
      within(colours)
        .getAllByRole('button')
        .map((one) => one.textContent),
    ).toEqual(['雾蓝', '燕麦']);
    pick('雾蓝');
    expect(value('雾蓝')).toHaveAttribute('aria-pressed', 'true');
    pick('雾蓝');
    expect(value('雾蓝')).toHaveAttribute('aria-pressed', 'false');
  });

  test('what is not made cannot be chosen, in whichever order one tries', () => {
    open();
    pick('燕麦');
    expect(value('M')).toHaveAttribute('aria-disabled', 'true');
    pick('M');
    expect(value('M')).toHaveAttribute('aria-pressed', 'false');
    pick('燕麦', 'M');
    expect(value('燕麦')).toHaveAttribute('aria-disabled', 'true');
    expect(value('雾蓝')).toHaveAttribute('aria-disabled', 'false');
  });

  test('what this store has not is marked, and may still be ordered by courier', () => {
    const confirmed = open();
    pick('雾蓝');
    expect(value('S')).toHaveTextContent('缺货');
    expect(value('M')).not.toHaveTextContent('缺货');
    pick('S');
    expect(note()).toBe('静安寺店暂时缺货，可换门店或选择快递配送');
    fireEvent.click(confirm());
    expect(confirmed).toHaveBeenCalledWith(expect.objectContaining({ skuId: '雾蓝-S' }), 1);
  });

  test.each([
    [['雾蓝', 'M'], '静安寺店仅剩 2 件'],
    [['燕麦', 'S'], '静安寺店有货'],
    [['雾蓝'], '自提门店：静安寺店'],
  ])('with %p chosen the store says: %s', (texts, said) => {
    open();
    pick(...texts);
    expect(note()).toBe(said);
  });

  test('a store without any of it says so at once', () => {
    open({ stock: none });
    expect(note()).toBe('静安寺店暂时缺货，可换门店或选择快递配送');
  });

  test('without a store one is asked for', () => {
    open({ storeName: null, stock: null });
    expect(note()).toBe('选择门店后可查看门店库存');
  });

  test('no more pieces than the store has, and a smaller stock takes the quantity down', () => {
    const confirmed = open();
    pick('燕麦', 'S');
    [1, 2, 3, 4].forEach(() => fireEvent.click(more()));
    expect(screen.getByTestId('sku-quantity-value')).toHaveTextContent('5');
    pick('雾蓝', 'S', 'M');
    expect(screen.getByTestId('sku-quantity-value')).toHaveTextContent('2');
    expect(more()).toHaveAttribute('aria-disabled', 'true');
    fireEvent.click(confirm());
    expect(confirmed).toHaveBeenCalledWith(expect.objectContaining({ skuId: '雾蓝-M' }), 2);
  });

  test('the price is that of the chosen one', () => {
    const { skus } = aCoat();
    open({
      product: aCoat({
        skus: skus.map((sku) => ({ ...sku, priceFen: sku.skuId === '雾蓝-M' ? 99_900 : 89_900 })),
      }),
    });
    expect(screen.getByRole('dialog')).toHaveTextContent('¥899.00');
    pick('雾蓝', 'M');
    expect(screen.getByRole('dialog')).toHaveTextContent('¥999.00');
  });
});
