import { expressName } from '@omni/shared/express';
import { useState } from 'react';
import type { PickupTask } from '../api/types';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { Picture } from '../ui/picture';
import { when } from '../ui/when';
import { RejectForm } from './reject-form';
import { ShipForm } from './ship-form';
import { pieces } from './stages';
import { waitingOf } from './waiting';
import { WaitingRing } from './waiting-ring';
import { WhyHere } from './why-here';

export const TaskLines = ({ task }: { task: PickupTask }) => (
  <ul className="lines">
    {task.lines.map((line) => (
      <li key={line.lineNo} className="line">
        <Picture src={line.imageUrl} size={52} />
        <span className="line-what">
          <span className="strong">
            {line.title}
            {line.isGift ? <span className="chip tone-violet">赠品</span> : null}
            {line.handedOver ? <span className="chip tone-green">已取</span> : null}
          </span>
          <span className="muted small">{line.valuesText}</span>
        </span>
        <span className="line-many num" data-several={line.quantity > 1 || undefined}>
          ×{line.quantity}
        </span>
      </li>
    ))}
  </ul>
);

export const Remark = ({ remark }: { remark: string | null }) =>
  remark ? (
    <p className="remark">
      <Icon name="note" size={18} />
      <span>{remark}</span>
    </p>
  ) : null;

export type Act = 'accept' | 'markReady';
type Props = {
  task: PickupTask;
  now: number;
  fresh: boolean;
  busy: Act | null;
  problem: string | null;
  onAct: (task: PickupTask, act: Act) => void;
  onHandOver: (task: PickupTask) => void;
  /** Something else was done to it, as the text says. */
  onTold: (text: string) => void;
};

const sinceText = (task: PickupTask, now: number): string =>
  task.stage === 'ready' && task.readyAt
    ? `备好 ${when(task.readyAt, now)}`
    : `付款 ${when(task.paidAt, now)}`;
const finishedAt = (task: PickupTask): string => task.handedOverAt ?? task.readyAt ?? task.paidAt;

export function TaskCard({ task, now, fresh, busy, problem, onAct, onHandOver, onTold }: Props) {
  const waiting = waitingOf(task, now);
  const { orderId } = task;
  return (
    <li
      className={`card task${fresh ? ' task-fresh' : ''}`}
      data-testid={`task-${orderId}`}
      data-stage={task.stage}
      data-fresh={fresh || undefined}
    >
      <div className="task-head">
        <div className="task-who">
          <h2 className="task-name">
            {task.customerText}
            {fresh ? <span className="chip fresh-chip">新</span> : null}
          </h2>
          <p className="muted small num">
            {task.orderNo} · {pieces(task)} 件
          </p>
          <p className="muted small num">{sinceText(task, now)}</p>
        </div>
        {waiting ? (
          <WaitingRing waiting={waiting} />
        ) : (
          <p className="task-over small">
            <span className={`chip ${task.stage === 'handed_over' ? 'tone-green' : 'tone-slate'}`}>
              {task.stageText}
            </span>
            <span className="muted num">{when(finishedAt(task), now)}</span>
          </p>
        )}
      </div>
      <TaskLines task={task} />
      <Remark remark={task.remark} />
      <TaskNotes task={task} />
      {problem ? (
        <p className="line-problem" role="alert" data-testid={`problem-${orderId}`}>
          <Icon name="warn" size={18} />
          {problem}
        </p>
      ) : null}
      <TaskActions {...{ task, busy, onAct, onHandOver, onTold }} />
      <WhyHere orderId={orderId} now={now} />
    </li>
  );
}

/** Where it came from, where it went, and what WeChat refused. */
const TaskNotes = ({ task }: { task: PickupTask }) => (
  <>
    {task.movedText ? <p className="small tone-blue remark">{task.movedText}</p> : null}
    {task.tracking ? (
      <p className="small num">
        {expressName(task.tracking.company)} {task.tracking.number}
      </p>
    ) : null}
    {task.shippingProblem ? (
      <p className="line-problem">发货信息被微信退回（{task.shippingProblem}），请在商户平台补录</p>
    ) : null}
  </>
);

type ActionProps = Pick<Props, 'task' | 'busy' | 'onAct' | 'onHandOver' | 'onTold'>;

/** Only what the server says may be done now. */
function TaskActions({ task, busy, onAct, onHandOver, onTold }: ActionProps) {
  const { orderId, actions } = task;
  const [form, setForm] = useState<'reject' | 'ship' | null>(null);
  const close = { onDone: onTold, onCancel: () => setForm(null) };
  if (form === 'reject') return <RejectForm task={task} {...close} />;
  if (form === 'ship') return <ShipForm task={task} {...close} />;
  return (
    <>
      {actions.includes('accept') ? (
        <Button
          wide
          icon="check"
          busy={busy === 'accept'}
          busyText="接单中"
          onClick={() => onAct(task, 'accept')}
          data-testid={`accept-${orderId}`}
        >
          接单
        </Button>
      ) : null}
      {actions.includes('markReady') ? (
        <Button
          wide
          icon="box"
          busy={busy === 'markReady'}
          busyText="提交中"
          onClick={() => onAct(task, 'markReady')}
          data-testid={`ready-${orderId}`}
        >
          备好了，通知顾客
        </Button>
      ) : null}
      {actions.includes('handOver') ? (
        <Button
          wide
          look="line"
          icon="scan"
          onClick={() => onHandOver(task)}
          data-testid={`hand-over-${orderId}`}
        >
          顾客来了，查取货码
        </Button>
      ) : null}
      {actions.includes('ship') ? (
        <Button wide icon="send" onClick={() => setForm('ship')} data-testid={`ship-${orderId}`}>
          打包发货
        </Button>
      ) : null}
      {actions.includes('reject') ? (
        <Button wide look="plain" onClick={() => setForm('reject')} data-testid={`reject-${orderId}`}>
          接不了，退回改派
        </Button>
      ) : null}
    </>
  );
}
