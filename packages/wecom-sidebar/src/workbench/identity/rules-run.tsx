import { useState } from 'react';
import type { FormEvent } from 'react';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { LineProblem } from '../line-problem';
import { Sure } from '../sure';
import { isReason, ReasonField } from './reason-field';
import { sentenceFor } from './refusals';
import { percentOf, runText } from './rules-form';
import type { RuleRun } from './types';
import type { RulesAtWork } from './use-rules';
import { many } from './words';

/** The run that is looked at: how far it is, what it would do, and putting it in force. */
export function RulesRun({ at }: { at: RulesAtWork }) {
  const { data: run, refusal } = at.run;
  if (!run) {
    // A dry run that is no longer there has to be made again; others just load.
    if (refusal?.code !== 'NOT_FOUND') return null;
    return <LineProblem text="这次试算已经过期，请重新试算" testId="rules-run-gone" />;
  }
  const isDry = run.kind === 'dry_run';
  const mayApply = isDry && run.state === 'done' && at.isOwnRun;
  return (
    <section
      className="card id-card"
      aria-labelledby="run-title"
      data-testid="rules-run"
      data-kind={run.kind}
      data-state={run.state}
    >
      <h2 className="h2" id="run-title">
        {titleOf(run)}
      </h2>
      <Progress run={run} />
      <Result run={run} />
      <LineProblem
        text={refusal ? `${refusal.message}，恢复后会继续显示进度` : null}
        testId="rules-run-problem"
      />
      {mayApply && !at.isRunOfThese ? (
        <p className="line-note" data-testid="rules-run-old">
          试算以后规则又改过，请重新试算再应用。
        </p>
      ) : null}
      {mayApply && at.isRunOfThese ? <Apply at={at} /> : null}
    </section>
  );
}

const titleOf = ({ kind, state }: RuleRun): string => {
  if (kind === 'dry_run') return state === 'done' ? '试算结果' : '正在试算';
  return state === 'done' ? '新规则已生效' : '新规则已生效，正在重新识别顾客';
};

function Progress({ run }: { run: RuleRun }) {
  const percent = percentOf(run);
  if (run.state === 'done') return null;
  return (
    <>
      <div
        className="id-progress"
        role="progressbar"
        aria-label={run.kind === 'dry_run' ? '试算进度' : '应用进度'}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        data-testid="rules-progress"
      >
        <span style={{ width: `${percent}%` }} />
      </div>
      <p className="small muted num">
        {percent}% · 看过 {many(run.done)} / {many(run.total)} 条依据。可以离开这一页，不会中断。
      </p>
    </>
  );
}

function Result({ run }: { run: RuleRun }) {
  const isDone = run.state === 'done';
  const change = run.customersAfter - run.customersBefore;
  return (
    <div role="status">
      <p
        className={isDone ? 'id-result num' : 'small num'}
        data-testid={isDone ? 'rules-result' : 'rules-so-far'}
      >
        {isDone ? runText(run) : `目前：${runText(run)}`}
      </p>
      {isDone ? (
        <p className="small muted num">
          顾客数 {many(run.customersBefore)} → {many(run.customersAfter)}
          {change === 0 ? '' : `（${change > 0 ? '多' : '少'} ${many(Math.abs(change))} 位）`}，看过{' '}
          {many(run.total)} 条依据
        </p>
      ) : null}
    </div>
  );
}

function Apply({ at: { apply } }: { at: RulesAtWork }) {
  const [reason, setReason] = useState('');
  const [isSure, setSure] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    apply.forget();
    if (isReason(reason)) setSure(true);
  };
  const send = async () => {
    await apply.ask(reason.trim());
    setSure(false);
  };
  return (
    <form className="task-form" onSubmit={submit} aria-label="应用新规则">
      <ReasonField
        label="为什么改规则"
        hint="例如：门店平板太多，手机号的人数上限要收紧"
        value={reason}
        onType={setReason}
        testId="rules-reason"
      />
      <LineProblem text={apply.refusal && sentenceFor(apply.refusal)} testId="rules-apply-problem" />
      {isSure ? (
        <Sure
          text="新规则马上生效，顾客在后台逐步重新识别；要回到现在的规则，须再改一次。"
          yes="确认应用"
          busy={apply.busy}
          onYes={() => void send()}
          onNo={() => setSure(false)}
          testId="rules-sure"
        />
      ) : (
        <div className="form-buttons">
          <Button type="submit" disabled={!isReason(reason)} data-testid="rules-apply">
            <Icon name="check" size={18} /> 应用新规则
          </Button>
        </div>
      )}
    </form>
  );
}
