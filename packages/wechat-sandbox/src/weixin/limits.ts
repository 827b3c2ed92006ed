import type { Ctx } from '../ctx';
import { Refusal } from '../http/refusal';
import { appStateOf } from './apps';
import { LIMITS, USUAL_CODES, countOne, windowsAt } from './limits.rules';
import type { LimitNumbers, Span } from './limits.rules';
import type { AppKind } from './state';

const WORDS: Record<Span, string> = {
  second: 'reach max api second frequence limit',
  minute: 'api minute-quota reach limit, must slower, retry next minute',
  day: 'reach max api daily quota limit',
};

/** Counts a call of this app; refuses it once the second, the minute or the day is full. */
export function countCall(ctx: Ctx, kind: AppKind, path: string): void {
  const state = appStateOf(ctx, kind);
  const name = LIMITS[path]?.sharedAs ?? path;
  const counted = countOne(state.calls[name], numbersOf(ctx, kind, path), ctx.clock.now());
  if ('exceeded' in counted) {
    const { exceeded } = counted;
    throw new Refusal(LIMITS[path]?.codes?.[exceeded] ?? USUAL_CODES[exceeded], WORDS[exceeded]);
  }
  state.calls[name] = counted.calls;
}

/** The documented numbers, and in their place those a test has set. */
export function numbersOf(ctx: Ctx, kind: AppKind, path: string): LimitNumbers {
  return { ...LIMITS[path], ...appStateOf(ctx, kind).limits[path] };
}

export function usedToday(ctx: Ctx, kind: AppKind, path: string): number {
  const day = appStateOf(ctx, kind).calls[LIMITS[path]?.sharedAs ?? path]?.day;
  return day?.at === windowsAt(ctx.clock.now()).day ? day.count : 0;
}
