import { shanghai } from '@omni/shared/time';

/** Minutes since midnight in Asia/Shanghai; a close beyond 1440 is on the next day. The store is shut at the close itself. */
export type DayHours = { openMinute: number; closeMinute: number };
/** Seven days, Sunday first; null is a day of rest. */
export type Hours = (DayHours | null)[];

const DAY = 1440;
const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];

export const everyDay = (openMinute: number, closeMinute: number): Hours =>
  Array.from({ length: 7 }, () => ({ openMinute, closeMinute }));
export const AROUND_THE_CLOCK: Hours = everyDay(0, DAY);

/** Hours that can be kept: seven days, each opening within its day and closing at most 24 hours later. */
export const areHours = (hours: Hours): boolean =>
  hours.length === 7 &&
  hours.every(
    (day) =>
      day === null ||
      (Number.isInteger(day.openMinute) &&
        Number.isInteger(day.closeMinute) &&
        day.openMinute >= 0 &&
        day.openMinute < DAY &&
        day.closeMinute > day.openMinute &&
        day.closeMinute <= day.openMinute + DAY),
  );

/** The opening that covers this moment: today's, or yesterday's when it runs past midnight; null when shut. */
export function openingAt(hours: Hours, at: Date): DayHours | null {
  const { weekday, minutes } = shanghai(at);
  const today = hours[weekday] ?? null;
  if (today && minutes >= today.openMinute && minutes < today.closeMinute) return today;
  const yesterday = hours[(weekday + 6) % 7] ?? null;
  return yesterday && minutes + DAY < yesterday.closeMinute ? yesterday : null;
}

/** The next opening after this moment, at most a week ahead. Meant for a store that is shut at this moment. */
export function nextOpening(
  hours: Hours,
  at: Date,
): { inDays: number; weekday: number; openMinute: number } | null {
  const { weekday, minutes } = shanghai(at);
  for (let inDays = 0; inDays <= 7; inDays += 1) {
    const day = hours[(weekday + inDays) % 7];
    if (day && (inDays > 0 || day.openMinute > minutes))
      return { inDays, weekday: (weekday + inDays) % 7, openMinute: day.openMinute };
  }
  return null;
}

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** `10:00–22:00`, `18:00–次日 02:00`, `00:00–24:00`. */
export const spanText = ({ openMinute, closeMinute }: DayHours): string =>
  `${clock(openMinute)}–${closeMinute > DAY ? `次日 ${clock(closeMinute - DAY)}` : clock(closeMinute)}`;

/** No gap anywhere in the week: every day opens at the same minute and runs for 24 hours. */
const neverShuts = (hours: Hours): boolean =>
  hours.every(
    (day) => day && day.closeMinute === day.openMinute + DAY && day.openMinute === hours[0]?.openMinute,
  );

/** What a shopper reads about the hours at this moment, the day's status apart. */
export function hoursText(hours: Hours, at: Date): string {
  if (neverShuts(hours)) return '24 小时营业';
  const opening = openingAt(hours, at);
  if (opening) return `营业中 · ${spanText(opening)}`;
  const next = nextOpening(hours, at);
  if (!next) return '休息中';
  const day = next.inDays === 0 ? '今日' : next.inDays === 1 ? '明日' : WEEKDAYS[next.weekday];
  return `休息中 · ${day} ${clock(next.openMinute)} 营业`;
}
