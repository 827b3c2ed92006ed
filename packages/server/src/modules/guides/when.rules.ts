import { shanghai } from '@omni/shared/time';

const DAY_MS = 24 * 3600_000;

const partOfDay = (minutes: number): string => {
  if (minutes < 5 * 60) return '凌晨';
  if (minutes < 12 * 60) return '上午';
  if (minutes < 18 * 60) return '下午';
  return '晚上';
};

const dayNumber = (at: Date): number => Math.floor((at.getTime() + 8 * 3600_000) / DAY_MS);

/** How people say when something was: `刚刚`, `今天上午`, `昨晚`, `3 天前`, `10 月 2 日`. Business days are Asia/Shanghai. */
export function whenText(at: Date, now: Date): string {
  if (now.getTime() - at.getTime() < 10 * 60_000) return '刚刚';
  const days = dayNumber(now) - dayNumber(at);
  const part = partOfDay(shanghai(at).minutes);
  if (days <= 0) return `今天${part}`;
  if (days === 1) return part === '晚上' ? '昨晚' : `昨天${part}`;
  if (days < 7) return `${days} 天前`;
  const [, month, day] = shanghai(at).date.split('-');
  return `${Number(month)} 月 ${Number(day)} 日`;
}

/** How soon something ends: `今天到期`, `明天到期`, `5 天后到期`. */
export function untilText(until: Date, now: Date): string {
  const days = dayNumber(until) - dayNumber(now);
  if (days <= 0) return '今天到期';
  return days === 1 ? '明天到期' : `${days} 天后到期`;
}
