import { render, screen } from '@testing-library/react';
import { Barcode } from './Barcode';

const digits = '28123456789012345678';

test('the bars of 20 digits stand side by side, black first and last, 145 modules wide', () => {
  render(<Barcode digits={digits} />);
  const bars = [...screen.getByRole('img', { name: '条形码' }).children] as HTMLElement[];
  expect(bars[0]).toHaveClass('bar');
  expect(bars[1]).toHaveClass('space');
  expect(bars.at(-1)).toHaveClass('bar');
  expect(bars.reduce((sum, { style }) => sum + Number(style.flexGrow), 0)).toBe(145);
});

test('other digits are other bars', () => {
  const { rerender } = render(<Barcode digits={digits} />);
  const before = screen.getByRole('img').innerHTML;
  rerender(<Barcode digits="28123456789012345679" />);
  expect(screen.getByRole('img').innerHTML).not.toBe(before);
});
