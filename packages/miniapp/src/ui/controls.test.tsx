import { fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { useAction } from '../api/hooks';
import { Button } from './Button';
import { SearchField } from './SearchField';
import { Stepper } from './Stepper';
import { Tick } from './Tick';

describe('Button', () => {
  const button = () => screen.getByRole('button', { name: '提交' });
  const tap = () => fireEvent.click(button());

  test('a tap is taken, and by the button alone', () => {
    const taken = jest.fn();
    const row = jest.fn();
    render(
      <div onClick={row}>
        <Button name="go" onTap={taken}>
          提交
        </Button>
      </div>,
    );
    tap();
    expect(taken).toHaveBeenCalledTimes(1);
    expect(row).not.toHaveBeenCalled();
  });

  test('a disabled one says so, takes nothing, and does not let the tap through to what lies under it', () => {
    const taken = jest.fn();
    render(
      <div onClick={taken}>
        <Button name="go" disabled onTap={taken}>
          提交
        </Button>
      </div>,
    );
    tap();
    expect(taken).not.toHaveBeenCalled();
    expect(button()).toHaveAttribute('aria-disabled', 'true');
    expect(button()).toHaveAttribute('aria-busy', 'false');
  });

  test('a second tap while the first is at work does nothing; after it, taps count again', async () => {
    const finish: (() => void)[] = [];
    const work = jest.fn(() => new Promise<void>((resolve) => finish.push(resolve)));
    const Working = () => {
      const { busy, run } = useAction(work);
      return (
        <Button name="go" busy={busy} onTap={() => run()}>
          提交
        </Button>
      );
    };
    render(<Working />);
    tap();
    tap();
    expect(work).toHaveBeenCalledTimes(1);
    expect(button()).toHaveAttribute('aria-busy', 'true');
    expect(button()).toHaveAttribute('aria-disabled', 'true');
    finish[0]?.();
    await screen.findByRole('button', { busy: false });
    tap();
    expect(work).toHaveBeenCalledTimes(2);
  });
});

describe('Stepper', () => {
  function Counting({ from, max }: { from: number; max?: number }) {
    const [value, setValue] = useState(from);
    return <Stepper name="pieces" value={value} max={max} onChange={setValue} />;
  }
  const more = () => screen.getByRole('button', { name: '增加数量' });
  const fewer = () => screen.getByRole('button', { name: '减少数量' });
  const shown = () => screen.getByTestId('pieces-value').textContent;

  test('one more, one fewer', () => {
    render(<Counting from={1} />);
    fireEvent.click(more());
    fireEvent.click(more());
    expect(shown()).toBe('3');
    fireEvent.click(fewer());
    expect(shown()).toBe('2');
  });

  test('there is no less than one', () => {
    render(<Counting from={1} />);
    expect(fewer()).toHaveAttribute('aria-disabled', 'true');
    fireEvent.click(fewer());
    expect(shown()).toBe('1');
  });

  test('there is no more than the limit, and one fewer is possible again', () => {
    render(<Counting from={2} max={3} />);
    expect(more()).toHaveAttribute('aria-disabled', 'false');
    fireEvent.click(more());
    expect(more()).toHaveAttribute('aria-disabled', 'true');
    fireEvent.click(more());
    expect(shown()).toBe('3');
    fireEvent.click(fewer());
    expect(shown()).toBe('2');
  });

  test('without a limit of its own it ends at 99', () => {
    render(<Counting from={99} />);
    fireEvent.click(more());
    expect(shown()).toBe('99');
  });
});

describe('Tick', () => {
  test('it says whether it is on, and a tap asks for the change', () => {
    const tapped = jest.fn();
    const { rerender } = render(<Tick name="all" on={false} label="全选" onTap={tapped} />);
    const tick = screen.getByRole('checkbox', { name: '全选' });
    expect(tick).not.toBeChecked();
    fireEvent.click(tick);
    expect(tapped).toHaveBeenCalledTimes(1);
    rerender(<Tick name="all" on label="全选" onTap={tapped} />);
    expect(tick).toBeChecked();
  });

  test('where its words stand elsewhere, it still has a name', () => {
    render(<Tick name="line" on says="选择 羊毛大衣" onTap={jest.fn()} />);
    expect(screen.getByRole('checkbox', { name: '选择 羊毛大衣' })).toHaveTextContent('');
  });

  test('a disabled one says so and takes nothing', () => {
    const tapped = jest.fn();
    render(<Tick name="line" on={false} says="选择 羊毛大衣" disabled onTap={tapped} />);
    fireEvent.click(screen.getByRole('checkbox'));
    expect(screen.getByRole('checkbox')).toHaveAttribute('aria-disabled', 'true');
    expect(tapped).not.toHaveBeenCalled();
  });
});

describe('SearchField', () => {
  function Searching({ onSearch }: { onSearch: (text: string) => void }) {
    const [text, setText] = useState('');
    return <SearchField value={text} onChange={setText} onSearch={() => onSearch(text)} />;
  }
  const field = () => screen.getByPlaceholderText('搜索商品、颜色、分类');
  const write = (value: string) => fireEvent.change(field(), { target: { value } });

  test('what is written is searched for, by the button and by the key of the keyboard', () => {
    const searched = jest.fn();
    render(<Searching onSearch={searched} />);
    write('大衣');
    fireEvent.click(screen.getByRole('button', { name: '搜索' }));
    write('围巾');
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(searched.mock.calls).toEqual([['大衣'], ['围巾']]);
  });

  test('writing alone searches for nothing', () => {
    const searched = jest.fn();
    render(<Searching onSearch={searched} />);
    write('大衣');
    expect(searched).not.toHaveBeenCalled();
  });

  test('there is something to empty only when something is written', () => {
    render(<Searching onSearch={jest.fn()} />);
    expect(screen.queryByRole('button', { name: '清空' })).not.toBeInTheDocument();
    write('大衣');
    fireEvent.click(screen.getByRole('button', { name: '清空' }));
    expect(field()).toHaveValue('');
    expect(screen.queryByRole('button', { name: '清空' })).not.toBeInTheDocument();
  });

  test('a name is at most 40 characters long', () => {
    render(<Searching onSearch={jest.fn()} />);
    expect(field()).toHaveAttribute('maxlength', '40');
  });
});
