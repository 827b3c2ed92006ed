import { shanghai } from '@omni/shared/time';

const DAY_MS = 86_400_000;
const DAYS = 7;
const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];

export type FittingDay = { key: string; text: string };

/** A date of Shanghai and the six days after it: `今天`, `明天`, `周三 12-02`. */
export const daysFrom = (today: string): FittingDay[] =>
  Array.from({ length: DAYS }, (_, inDays) => {
    const { date, weekday } = shanghai(new Date(Date.parse(`${today}T00:00:00+08:00`) + inDays * DAY_MS));
    return { key: date, text: ['今天', '明天'][inDays] ?? `${WEEKDAYS[weekday] ?? ''} ${date.slice(5)}` };
  });

/** `14:30` in Asia/Shanghai. */
export function clockOf(at: string): string {
  const { minutes } = shanghai(new Date(at));
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
