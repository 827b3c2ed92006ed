import type { Booking } from '../../api/views';

type State = Booking['state'];

const WAY = ['已预约', '已备好', '已到店', '已完成'];
const reached: Record<State, number> = {
  booked: 0,
  prepared: 1,
  arrived: 2,
  done: 3,
  cancelled: 1,
  no_show: 1,
};
const endings: Partial<Record<State, string[]>> = {
  cancelled: ['已预约', '已取消'],
  no_show: ['已预约', '未到店'],
};

/** The way of a fitting, and how far it has come. */
export const stepsOf = (state: State): { names: string[]; now: number } => ({
  names: endings[state] ?? WAY,
  now: reached[state],
});

/** What the shopper is to do, or what became of it. */
export function hintOf({ state, slotText, items }: Pick<Booking, 'state' | 'slotText' | 'items'>): string {
  const missing = items.filter(({ laidOut }) => laidOut === false).length;
  switch (state) {
    case 'booked':
      return `${slotText}，门店正在为你准备`;
    case 'prepared':
      return missing === 0
        ? `${slotText}，请直接到店`
        : `${slotText}，其中 ${missing} 件本店暂缺，其余已备好`;
    case 'arrived':
      return '导购正在为你服务';
    case 'done':
      return '感谢到店，期待再次见到你';
    case 'cancelled':
      return '这次预约已取消';
    case 'no_show':
      return '超过 1 小时未到店，预约已结束，欢迎再约';
  }
}

type Piece = Pick<Booking['items'][number], 'inStore' | 'laidOut'>;

/** What is known of one piece: what the guide found, before that what the books say. Over: nothing. */
export function pieceNote({ inStore, laidOut }: Piece, state: State): { text: string; good: boolean } | null {
  if (state === 'cancelled' || state === 'no_show' || state === 'done') return null;
  if (laidOut !== null) return laidOut ? { text: '已备好', good: true } : { text: '本店暂缺', good: false };
  return inStore ? { text: '本店有货', good: true } : { text: '本店暂缺', good: false };
}
