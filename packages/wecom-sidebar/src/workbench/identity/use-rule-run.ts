import { useEffect } from 'react';
import { useQuestion } from '../../api/use-question';
import type { Question } from '../../api/use-question';
import type { RuleRun } from './types';

const EVERY_MS = 1_500;

/** A run and how far it is: asked about again some time after each answer, as long as it goes on and somebody looks. */
export function useRuleRun(runId: string | null, isShown: boolean): Question<RuleRun> {
  const question = useQuestion('identity.showRuleRun', runId === null ? null : { runId });
  const { data, refusal, busy, reload } = question;
  const isOver = data?.state === 'done' || refusal?.code === 'NOT_FOUND';
  useEffect(() => {
    if (runId === null || busy || isOver || !isShown) return;
    const timer = setTimeout(reload, EVERY_MS);
    return () => clearTimeout(timer);
  }, [runId, busy, isOver, isShown, reload]);
  return question;
}
