type Times = { refreshInSeconds: number; goodForSeconds: number };
export type Age = {
  /** No till takes it any more. */
  stale: boolean;
  text: string;
};

/** What to say of a code that was made `seconds` ago. */
export function ageOf({ refreshInSeconds, goodForSeconds }: Times, seconds: number): Age {
  const [next, good] = [refreshInSeconds - seconds, goodForSeconds - seconds];
  if (next > 0) return { stale: false, text: `${next} 秒后自动刷新，请勿截图转发` };
  if (good > 0) return { stale: false, text: `网络不给力，此码还可用 ${good} 秒` };
  return { stale: true, text: '此码已过期，正在更新，请稍候' };
}
