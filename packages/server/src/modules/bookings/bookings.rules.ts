import type { BookingState, FittingOutcome } from '@omni/shared/contracts/bookings';
import { shanghai } from '@omni/shared/time';
import type { z } from 'zod';

export type State = z.output<typeof BookingState>;
export type Outcome = z.output<typeof FittingOutcome>;
type MemberAction = 'change' | 'cancel';
type StaffAction = 'prepare' | 'arrive' | 'finish';

const HOUR_MS = 3600_000;
/** A shopper may come as early as this, not on another day. */
export const EARLY_MS = 12 * HOUR_MS;
/** Nobody came: so long after the slot began. */
export const NO_SHOW_AFTER_MS = HOUR_MS;
export const REMIND_BEFORE_MS = 2 * HOUR_MS;
/** Fittings of one customer that are not over. */
export const MOST_OPEN = 3;

const STATES: Record<State, { text: string; open: boolean; byStaff: StaffAction[] }> = {
  booked: { text: '待门店准备', open: true, byStaff: ['prepare', 'arrive'] },
  prepared: { text: '已备好，等您到店', open: true, byStaff: ['arrive'] },
  arrived: { text: '已到店', open: true, byStaff: ['finish'] },
  done: { text: '已完成', open: false, byStaff: [] },
  cancelled: { text: '已取消', open: false, byStaff: [] },
  no_show: { text: '未到店', open: false, byStaff: [] },
};
const ALL_STATES = Object.keys(STATES) as State[];
export const OPEN_STATES = ALL_STATES.filter((state) => STATES[state].open);
/** The customer is expected. */
export const EXPECTED: readonly State[] = ['booked', 'prepared'];

export const stateText = (state: State): string => STATES[state].text;
export const staffActions = (state: State): StaffAction[] => STATES[state].byStaff;

type When = { state: State; slot: Date };
export const hasBegun = ({ slot }: Pick<When, 'slot'>, now: Date): boolean => now >= slot;
export const memberActions = (booking: When, now: Date): MemberAction[] =>
  EXPECTED.includes(booking.state) && !hasBegun(booking, now) ? ['change', 'cancel'] : [];

/** What is told of somebody's body is forgotten with its purpose. */
export const forgotten = { heightCm: null, usualSize: null, remark: null } as const;

const two = (number: number): string => String(number).padStart(2, '0');
const clock = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
export const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const;

/** `14:30` in Asia/Shanghai. */
export const clockText = (at: Date): string => clock(shanghai(at).minutes);

/** `11月28日 14:30`. */
export function momentText(at: Date): string {
  const { date, minutes } = shanghai(at);
  return `${Number(date.slice(5, 7))}月${Number(date.slice(8))}日 ${clock(minutes)}`;
}

/** `11月28日 周六 14:30–15:00`; the last half hour of a day ends at 24:00. */
export function slotText(slot: Date, lasts: number): string {
  const { date, minutes, weekday } = shanghai(slot);
  const day = `${Number(date.slice(5, 7))}月${Number(date.slice(8))}日 ${WEEKDAYS[weekday] ?? ''}`;
  return `${day} ${clock(minutes)}–${clock(minutes + lasts / 60_000)}`;
}
