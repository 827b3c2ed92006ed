import { useEffect, useState } from 'react';
import type { Question } from '../../api/use-question';
import { keepDraft, readDraft } from './kept-draft';
import { countChanges, noEdits, rulesInput } from './rules-form';
import type { Edits } from './rules-form';
import type { Rules, RuleRun } from './types';
import { useCommand } from './use-command';
import { useRuleRun } from './use-rule-run';

type Own = { edits: Edits; runId: string | null; stamp: string };
const nothingOwn: Own = { edits: noEdits, runId: null, stamp: '' };

/**
 * Rules that are changed on the screen, tried out, and only then put in force. What somebody else changed meanwhile comes in below
 * the edits, which stay.
 */
export function useRules(rules: Rules, question: Question<Rules>, isShown: boolean) {
  const [own, setOwn] = useOwn(rules.version);
  const { edits } = own;
  const changes = countChanges(edits, rules);
  const input = rulesInput(edits, rules);
  const stamp = JSON.stringify(input);
  const dryRun = useCommand('identity.dryRunRules', ({ data }) => {
    setOwn({ edits, runId: data.runId, stamp });
    window.scrollTo(0, 0);
  });
  const [applied, setApplied] = useState<string | null>(null);
  const apply = useCommand('identity.applyRules', ({ data }) => {
    setApplied(data.runId);
    setOwn(nothingOwn);
    window.scrollTo(0, 0);
    question.reload();
  });
  const running = rules.runs.find(({ state }) => state === 'running')?.runId ?? null;
  const run = useRuleRun(own.runId ?? applied ?? running, isShown);
  useRunEnd(run.data, question.reload);

  /** Both refusals are about what was tried out: neither may outlive it. */
  const forget = () => {
    dryRun.forget();
    apply.forget();
  };
  return {
    edits,
    changes,
    run,
    isOwnRun: own.runId !== null,
    isRunOfThese: own.stamp === stamp,
    change: (next: Edits) => {
      forget();
      setOwn({ ...own, edits: next });
    },
    reset: () => {
      forget();
      setOwn(nothingOwn);
    },
    refresh: () => {
      forget();
      setOwn({ edits, runId: null, stamp: '' });
      question.reload();
    },
    dryRun: {
      ...dryRun,
      ask: () => {
        setApplied(null);
        if (input) void dryRun.send({ version: rules.version, rules: input });
      },
      isReady: input !== null && changes > 0,
    },
    apply: {
      ...apply,
      ask: (reason: string) => (own.runId ? apply.send({ runId: own.runId, reason }) : Promise.resolve()),
    },
  };
}
export type RulesAtWork = ReturnType<typeof useRules>;

function useOwn(version: number) {
  const [own, setOwn] = useState<Own>(() => readDraft(version) ?? nothingOwn);
  useEffect(() => {
    keepDraft(own === nothingOwn ? null : { version, ...own });
  }, [own, version]);
  return [own, setOwn] as const;
}

/** The list of runs is read again when one ends. */
function useRunEnd(run: RuleRun | null, reload: () => void): void {
  const ended = run?.state === 'done' ? run.runId : null;
  useEffect(() => {
    if (ended) reload();
  }, [ended, reload]);
}
