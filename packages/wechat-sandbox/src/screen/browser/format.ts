const BEIJING: Intl.DateTimeFormatOptions = { timeZone: 'Asia/Shanghai', hour12: false };
const clock = new Intl.DateTimeFormat('zh-CN', {
  ...BEIJING,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const day = new Intl.DateTimeFormat('zh-CN', { ...BEIJING, month: 'numeric', day: 'numeric' });
const longDay = new Intl.DateTimeFormat('zh-CN', {
  ...BEIJING,
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  weekday: 'short',
});

/** 18:05:09 in Beijing, as everything of WeChat's is. */
export function clockTime(ms: number): string {
  return clock.format(ms);
}

export function dayName(ms: number): string {
  return longDay.format(ms);
}

/** As a chat shows it: the time when it is of today, the day otherwise. */
export function chatTime(ms: number, nowMs: number): string {
  return day.format(ms) === day.format(nowMs) ? clock.format(ms).slice(0, 5) : day.format(ms);
}

export function fullTime(ms: number): string {
  return `${day.format(ms)} ${clock.format(ms)}`;
}

export function yuan(fen: number): string {
  return `¥${(fen / 100).toFixed(2)}`;
}

/** 2 天 3 小时, 15 分钟, 8 秒: the two largest units are enough. */
export function span(seconds: number): string {
  const units: [number, string][] = [
    [86_400, '天'],
    [3600, '小时'],
    [60, '分钟'],
    [1, '秒'],
  ];
  const parts: string[] = [];
  let left = Math.round(seconds);
  for (const [size, name] of units) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) parts.push(`${count} ${name}`);
  }
  return parts.slice(0, 2).join(' ') || '0 秒';
}
