import type { Booking } from '../../api/views';
import { hintOf, pieceNote, stepsOf } from './progress.rules';

const items = [{ laidOut: true }, { laidOut: false }] as Booking['items'];
const slotText = '11月28日 周六 14:30–15:00';

test('every state has its place on the way and its sentence', () => {
  const states = ['booked', 'prepared', 'arrived', 'done', 'cancelled', 'no_show'] as const;
  for (const state of states) {
    const { names, now } = stepsOf(state);
    expect(names[now]).toBeDefined();
    expect(hintOf({ state, slotText, items })).not.toBe('');
  }
  expect(stepsOf('no_show').names).toEqual(['已预约', '未到店']);
});

test('what is missing is said before the way to the store', () => {
  expect(hintOf({ state: 'prepared', slotText, items })).toContain('1 件本店暂缺');
  expect(hintOf({ state: 'prepared', slotText, items: [] })).toContain('请直接到店');
  expect(pieceNote({ inStore: true, laidOut: false }, 'prepared')).toEqual({ text: '本店暂缺', good: false });
  expect(pieceNote({ inStore: true, laidOut: null }, 'booked')).toEqual({ text: '本店有货', good: true });
  expect(pieceNote({ inStore: true, laidOut: true }, 'done')).toBeNull();
});
