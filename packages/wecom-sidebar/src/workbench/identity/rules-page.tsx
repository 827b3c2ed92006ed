import { useQuestion } from '../../api/use-question';
import type { Question } from '../../api/use-question';
import { Answer } from '../../ui/answer';
import { Button } from '../../ui/button';
import { useNow } from '../../ui/use-now';
import { when } from '../../ui/when';
import { LineProblem } from '../line-problem';
import { BlockedField } from './blocked-field';
import { blockedIn, blockedProblem, formIn, readKind } from './rules-form';
import type { Field } from './rules-form';
import { RulesRun } from './rules-run';
import { RulesTable } from './rules-table';
import { RunList } from './run-list';
import { sentenceFor } from './refusals';
import type { Rules } from './types';
import { useRules } from './use-rules';
import type { RulesAtWork } from './use-rules';

/** How far each kind of identifier is believed: changed here, tried out on everybody, then put in force. */
export function RulesPage({ isShown }: { isShown: boolean }) {
  const question = useQuestion('identity.showRules', {});
  return (
    <Answer question={question} rows={4}>
      {(rules) => <RulesInForce {...{ rules, question, isShown }} />}
    </Answer>
  );
}

type Props = { rules: Rules; question: Question<Rules>; isShown: boolean };

function RulesInForce({ rules, question, isShown }: Props) {
  const at = useRules(rules, question, isShown);
  const now = useNow(30_000);
  return (
    <div className="id-stack" data-testid="identity-rules" data-version={rules.version}>
      <p className="small muted even">
        越靠上的标识越可信。依据互相矛盾时，下面的让上面的。改动要先试算，看清会影响多少顾客，再应用。
        <span className="num">
          {rules.changedAt
            ? ` 现行规则由${rules.changedByName ?? '系统'}设定，${when(rules.changedAt, now)}。`
            : ' 现行规则是出厂设置。'}
        </span>
      </p>
      <LineProblem
        text={question.refusal ? `${question.refusal.message}，下面可能不是最新的` : null}
        testId="rules-stale"
      />
      <RulesRun at={at} />
      <RulesTable
        types={rules.types}
        edits={at.edits}
        onChange={(type, form) => at.change({ ...at.edits, kinds: { ...at.edits.kinds, [type]: form } })}
      />
      <BlockedField
        text={blockedIn(at.edits, rules)}
        onType={(blocked) => at.change({ ...at.edits, blocked })}
      />
      <RunList runs={rules.runs} now={now} />
      <DraftBar {...{ rules, at }} />
    </div>
  );
}

/** What stands in the way of trying out, of all kinds the first. */
function fieldProblem(rules: Rules, at: RulesAtWork): string | null {
  for (const rule of rules.types) {
    const form = formIn(at.edits, rule);
    const { amiss } = readKind(form);
    if (amiss[0]) return `${rule.typeText}：${advice(amiss[0], form)}`;
  }
  const blocked = blockedProblem(blockedIn(at.edits, rules));
  return blocked && `无效值：${blocked}`;
}
function advice(field: Field, form: Pick<ReturnType<typeof formIn>, 'most' | 'withinDays'>): string {
  const isPeople = field === 'most' || field === 'withinDays';
  if (isPeople && (form.most.trim() === '' || form.withinDays.trim() === '')) return '人数和天数要一起填';
  return field === 'most' ? '人数请填 1 到 100，或留空' : '天数请填 1 到 3650，或留空';
}

function DraftBar({ rules, at }: { rules: Rules; at: RulesAtWork }) {
  const { changes, dryRun, apply } = at;
  const refusal = dryRun.refusal ?? apply.refusal;
  const isOld = refusal?.code === 'RULES_CHANGED';
  const problem = fieldProblem(rules, at) ?? (dryRun.refusal && sentenceFor(dryRun.refusal));
  const isTriedOut = at.isOwnRun && at.isRunOfThese;
  if (changes === 0 && !refusal) return null;
  return (
    <div className="id-bar" data-testid="rules-bar">
      <LineProblem text={problem} testId="rules-problem" />
      <p className="small num" role="status" data-testid="rules-changes">
        改了 {changes} 处，还没有生效
      </p>
      <div className="form-buttons">
        <Button look="line" onClick={at.reset} data-testid="rules-reset">
          全部还原
        </Button>
        {isOld ? (
          <Button icon="refresh" onClick={at.refresh} data-testid="rules-refresh">
            载入最新规则
          </Button>
        ) : (
          <Button
            look={isTriedOut ? 'line' : 'solid'}
            busy={dryRun.busy}
            busyText="正在开始"
            disabled={!dryRun.isReady}
            onClick={dryRun.ask}
            data-testid="rules-dry-run"
          >
            {isTriedOut ? '重新试算' : '试算'}
          </Button>
        )}
      </div>
    </div>
  );
}
