import { shanghai } from '@omni/shared/time';

export type Day<T> = { title: string; items: T[] };

const DAY_MS = 24 * 3600_000;

/** `今天`, `昨天`, `11月26日`, and with the year once it is another one. */
export function dayText(at: Date, now: Date): string {
  const [day, today] = [shanghai(at).date, shanghai(now).date];
  if (day === today) return '今天';
  if (day === shanghai(new Date(now.getTime() - DAY_MS)).date) return '昨天';
  const [year = '', month, date] = day.split('-').map(Number);
  const text = `${month}月${date}日`;
  return day.slice(0, 4) === today.slice(0, 4) ? text : `${year}年${text}`;
}

/** In their order, by days of Shanghai. */
export function byDay<T extends { at: string }>(items: readonly T[], now: Date): Day<T>[] {
  const days: Day<T>[] = [];
  for (const item of items) {
    const title = dayText(new Date(item.at), now);
    const last = days.at(-1);
    if (last?.title === title) last.items.push(item);
    else days.push({ title, items: [item] });
  }
  return days;
}

/** `20:05` in Shanghai. */
export function clockText(at: Date): string {
  const { minutes } = shanghai(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
