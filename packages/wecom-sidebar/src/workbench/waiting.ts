import type { PickupTask, Stage } from '../api/types';

const MINUTE = 60_000;

/** How long a stage may take before it counts as late, and since when people wait. Finished stages wait for nothing. */
const patience: Readonly<Partial<Record<Stage, { since: 'paidAt' | 'readyAt'; ms: number; word: string }>>> =
  {
    to_accept: { since: 'paidAt', ms: 10 * MINUTE, word: '已等' },
    preparing: { since: 'paidAt', ms: 30 * MINUTE, word: '已等' },
    ready: { since: 'readyAt', ms: 48 * 60 * MINUTE, word: '备好' },
  };

export type Waiting = {
  /** 0 … 1: how much of the patience is used up. */
  share: number;
  tone: 'calm' | 'soon' | 'late';
  word: string;
  amount: string;
  unit: string;
};
type Timed = Pick<PickupTask, 'stage' | 'paidAt' | 'readyAt'>;

/** The waiting time of a task as something to draw; null when nobody waits any more. */
export function waitingOf(task: Timed, now: number): Waiting | null {
  const rule = patience[task.stage];
  const since = rule && task[rule.since];
  if (!rule || !since) return null;
  const ms = Math.max(0, now - Date.parse(since));
  const share = Math.min(1, ms / rule.ms);
  const tone = share >= 1 ? 'late' : share >= 0.6 ? 'soon' : 'calm';
  return { share, tone, word: rule.word, ...spoken(Math.floor(ms / MINUTE)) };
}

function spoken(minutes: number): { amount: string; unit: string } {
  if (minutes < 60) return { amount: String(minutes), unit: '分钟' };
  if (minutes < 24 * 60) return { amount: String(Math.floor(minutes / 60)), unit: '小时' };
  return { amount: String(Math.floor(minutes / 1440)), unit: '天' };
}
