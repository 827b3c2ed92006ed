import { shanghai, shanghaiText } from '@omni/shared/time';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** `刚刚`, `12 分钟前`, `今天 14:05`, `昨天 21:30`, `11-20 09:00`, `2025-11-20`: as near as people talk about it. */
export function when(at: string, now: number): string {
  const time = new Date(at);
  const ago = now - time.getTime();
  if (ago >= -MINUTE && ago < MINUTE) return '刚刚';
  if (ago >= 0 && ago < 60 * MINUTE) return `${Math.floor(ago / MINUTE)} 分钟前`;
  const text = shanghaiText(time);
  const { date } = shanghai(time);
  const clock = text.slice(11);
  if (date === shanghai(new Date(now)).date) return `今天 ${clock}`;
  if (date === shanghai(new Date(now - DAY)).date) return `昨天 ${clock}`;
  if (date.slice(0, 4) === shanghai(new Date(now)).date.slice(0, 4)) return `${date.slice(5)} ${clock}`;
  return date;
}

/** Only the day, for numbers of a summary: `今天`, `昨天`, `3 天前`, `11-20`, `2025-11-20`. */
export function whichDay(at: string, now: number): string {
  const { date } = shanghai(new Date(at));
  const today = shanghai(new Date(now)).date;
  const days = Math.round((Date.parse(today) - Date.parse(date)) / DAY);
  if (days === 0) return '今天';
  if (days === 1) return '昨天';
  if (days > 1 && days < 31) return `${days} 天前`;
  return date.slice(0, 4) === today.slice(0, 4) ? date.slice(5) : date;
}
