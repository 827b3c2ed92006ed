import { fireEvent, render, screen, within } from '@testing-library/react';
import { useState } from 'react';
import type { FittingDay } from '../api/views';
import { SlotPicker } from './SlotPicker';
import { dayOf, dayState, firstDay, partsOf } from './slots.rules';

const slot = (text: string, left: number) => ({ slot: `2026-11-28T${text}:00.000Z`, text, left });
const DAYS: FittingDay[] = [
  { date: '2026-11-28', dayText: '今天', slots: [] },
  { date: '2026-11-29', dayText: '明天', slots: [slot('10:00', 0), slot('10:30', 0)] },
  { date: '2026-11-30', dayText: '周一', slots: [slot('11:30', 2), slot('12:00', 0), slot('18:00', 1)] },
];

function Picking({ onSlot = jest.fn() }: { onSlot?: (slot: string) => void }) {
  const [day, setDay] = useState(firstDay(DAYS));
  const [chosen, setChosen] = useState<string | null>(null);
  const take = (value: string) => {
    setChosen(value);
    onSlot(value);
  };
  return <SlotPicker days={DAYS} day={day} slot={chosen} onDay={setDay} onSlot={take} />;
}
const time = (name: RegExp) => screen.getByRole('radio', { name });

test('begins with the first day that has a place, and says of the others why not', () => {
  render(<Picking />);
  const [today, tomorrow, monday] = screen.getAllByRole('tab');
  expect(monday).toHaveAttribute('aria-selected', 'true');
  expect(today).toHaveTextContent('不可约');
  expect(tomorrow).toHaveTextContent('约满');
  expect(monday).toHaveTextContent('11月30日');
});

test('times stand under the part of the day they are in, with what is left', () => {
  render(<Picking />);
  const parts = screen.getAllByRole('radiogroup').map((part) => part.getAttribute('aria-label'));
  expect(parts).toEqual(['上午', '下午', '晚上']);
  const morning = screen.getByRole('radiogroup', { name: '上午' });
  expect(within(morning).getByRole('radio')).toHaveTextContent('余 2');
});

test('a free time is taken, a full one says so and takes no tap', () => {
  const onSlot = jest.fn();
  render(<Picking onSlot={onSlot} />);
  fireEvent.click(time(/12:00/));
  expect(onSlot).not.toHaveBeenCalled();
  expect(time(/12:00/)).toHaveAttribute('aria-disabled', 'true');
  expect(time(/12:00/)).toHaveTextContent('约满');
  fireEvent.click(time(/18:00/));
  expect(onSlot.mock.calls).toEqual([['2026-11-28T18:00:00.000Z']]);
  expect(time(/18:00/)).toBeChecked();
  expect(time(/11:30/)).not.toBeChecked();
});

test('a day without times says so', () => {
  render(<Picking />);
  fireEvent.click(screen.getByRole('tab', { name: /今天/ }));
  expect(screen.getByTestId('no-slots')).toBeVisible();
  expect(screen.queryByRole('radio')).not.toBeInTheDocument();
});

test('rules: states of days, the day of a slot, parts in order', () => {
  expect(DAYS.map(dayState)).toEqual(['shut', 'full', 'free']);
  expect(firstDay(DAYS.slice(0, 2))).toBe('2026-11-29');
  expect(firstDay([])).toBe('');
  expect(dayOf(DAYS, '2026-11-28T12:00:00.000Z')).toBe('2026-11-30');
  expect(dayOf(DAYS, null)).toBeNull();
  expect(partsOf([slot('00:00', 1), slot('05:30', 1), slot('06:00', 1)]).map(({ name }) => name)).toEqual([
    '凌晨',
    '上午',
  ]);
});
