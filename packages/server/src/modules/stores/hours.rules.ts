import { getDayDetail } from 'chinese-days';

/** Minutes since midnight in Asia/Shanghai; a close beyond 1440 is on the next day. The store is shut at the close itself. */
export type DayHours = { openMinute: number; closeMinute: number };
/** Seven days, Sunday first; null is a day of rest. */
export type Hours = (DayHours | null)[];

/** When a store is open, as far as it was told: absent facts mean that nothing is special. */
export type Opening = {
  hours: Hours;
  /** Win over holidays and weekdays; `date` is a day in Shanghai, the hours may run into the next. */
  specialDays?: { date: string; hours: DayHours | null }[];
  /** On public holidays (days off by the State Council's calendar, weekends apart); null: closed. */
  holidayHours?: DayHours | null | 'normal';
  outage?: { until: Date; reason: string } | null;
};

const DAY = 1440;
const MINUTE_MS = 60_000;
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

const DAY_MS = DAY * MINUTE_MS;
const SHANGHAI_OFFSET_MS = 8 * 60 * MINUTE_MS;

/**
 * A moment on the wall clock in Asia/Shanghai: days since 1 January 1970 there, and minutes since midnight. Numbers, because
 * routing asks thousands of stores a second about one moment, and writing dates takes longer than all the rest.
 */
export type Clock = { day: number; minutes: number };

export function clockOf(at: Date): Clock {
  const local = at.getTime() + SHANGHAI_OFFSET_MS;
  const day = Math.floor(local / DAY_MS);
  return { day, minutes: Math.floor((local - day * DAY_MS) / MINUTE_MS) };
}

/** 0 = Sunday; the first of all days was a Thursday. */
const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;
const momentOf = (day: number, minute: number): Date =>
  new Date(day * DAY_MS - SHANGHAI_OFFSET_MS + minute * MINUTE_MS);

/** Days that were asked about are few: their dates and what they are are kept. */
const days = new Map<number, { date: string; holiday: boolean }>();

function factsOf(day: number): { date: string; holiday: boolean } {
  const known = days.get(day);
  if (known) return known;
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
  const facts = { date, holiday: isPublicHoliday(date) };
  days.set(day, facts);
  return facts;
}

/** A day off by name (`National Day,国庆节,3`), not a mere weekend. Years not yet announced have no holidays. */
export function isPublicHoliday(date: string): boolean {
  const { work, name } = getDayDetail(date);
  return !work && name.includes(',');
}

function hoursOn(opening: Opening, day: number): DayHours | null {
  const { specialDays, holidayHours } = opening;
  if (specialDays && specialDays.length > 0) {
    const { date } = factsOf(day);
    const special = specialDays.find((one) => one.date === date);
    if (special) return special.hours;
  }
  if (holidayHours !== undefined && holidayHours !== 'normal' && factsOf(day).holiday) return holidayHours;
  return opening.hours[weekdayOf(day)] ?? null;
}

/** The opening that covers this moment: today's, or yesterday's when it runs past midnight; null when shut. */
export const openingAt = (opening: Opening, at: Date): DayHours | null => openingOn(opening, clockOf(at));

/** The same for a moment whose wall clock is known. */
export function openingOn(opening: Opening, { day, minutes }: Clock): DayHours | null {
  const today = hoursOn(opening, day);
  if (today && minutes >= today.openMinute && minutes < today.closeMinute) return today;
  const yesterday = hoursOn(opening, day - 1);
  return yesterday && minutes + DAY < yesterday.closeMinute ? yesterday : null;
}

/** The longest public holiday is nine days with its weekends; two weeks see beyond any. */
const LOOK_DAYS = 14;

/** Minutes until the next opening after this moment, at most two weeks ahead. Meant for a store that is shut. */
export function minutesToOpening(opening: Opening, { day, minutes }: Clock): number | null {
  for (let inDays = 0; inDays <= LOOK_DAYS; inDays += 1) {
    const hours = hoursOn(opening, day + inDays);
    if (hours && (inDays > 0 || hours.openMinute > minutes)) return inDays * DAY + hours.openMinute - minutes;
  }
  return null;
}

/** The same, as a moment. */
export function nextOpening(
  opening: Opening,
  at: Date,
): { inDays: number; weekday: number; openMinute: number; at: Date } | null {
  const now = clockOf(at);
  const wait = minutesToOpening(opening, now);
  if (wait === null) return null;
  const inDays = Math.floor((now.minutes + wait) / DAY);
  const openMinute = now.minutes + wait - inDays * DAY;
  const day = now.day + inDays;
  return { inDays, weekday: weekdayOf(day), openMinute, at: momentOf(day, openMinute) };
}

/** When the opening that covers this moment ends; null when shut. */
export function closingAt(opening: Opening, at: Date): Date | null {
  const { day, minutes } = clockOf(at);
  const covers = openingOn(opening, { day, minutes });
  if (!covers) return null;
  const isTodays =
    covers === hoursOn(opening, day) && minutes >= covers.openMinute && minutes < covers.closeMinute;
  return momentOf(isTodays ? day : day - 1, covers.closeMinute);
}

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** `10:00–22:00`, `18:00–次日 02:00`, `00:00–24:00`. */
export const spanText = ({ openMinute, closeMinute }: DayHours): string =>
  `${clock(openMinute)}–${closeMinute > DAY ? `次日 ${clock(closeMinute - DAY)}` : clock(closeMinute)}`;

/** No gap anywhere in the week: every day opens at the same minute and runs for 24 hours. */
const neverShuts = ({ hours, specialDays = [], holidayHours = 'normal' }: Opening): boolean =>
  specialDays.length === 0 &&
  holidayHours === 'normal' &&
  hours.every(
    (day) => day && day.closeMinute === day.openMinute + DAY && day.openMinute === hours[0]?.openMinute,
  );

/** What a shopper reads about the hours at this moment, the store's status apart. */
export function hoursText(opening: Opening, at: Date): string {
  const { outage } = opening;
  if (outage && outage.until > at) return `暂停接单 · ${outage.reason}`;
  if (neverShuts(opening)) return '24 小时营业';
  const covers = openingAt(opening, at);
  if (covers) return `营业中 · ${spanText(covers)}`;
  const next = nextOpening(opening, at);
  if (!next) return '休息中';
  const far = next.inDays > 6 ? factsOf(clockOf(next.at).day).date.slice(5).replace('-', '月') + '日' : null;
  const day = next.inDays === 0 ? '今日' : next.inDays === 1 ? '明日' : (far ?? WEEKDAYS[next.weekday]);
  return `休息中 · ${day} ${clock(next.openMinute)} 营业`;
}
