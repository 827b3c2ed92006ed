import { useEffect, useState } from 'react';
import { go } from '../address';
import { call } from '../api/session';
import type { PickupTask, Stage } from '../api/types';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { Tabs } from '../ui/tabs';
import { useNow } from '../ui/use-now';
import { stages } from './stages';
import { TaskCard } from './task-card';
import type { Act } from './task-card';
import { useQueue } from './use-queue';

const TOLD_MS = 6_000;
const doneText: Readonly<Record<Act, string>> = { accept: '已接单', markReady: '已备好，已通知' };

/** Busy buttons and refusals by order; an action that went through is told once and the queue is read again. */
function useActions(refresh: () => Promise<void>) {
  const [busy, setBusy] = useState<Readonly<Record<string, Act>>>({});
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [told, setTold] = useState('');
  useEffect(() => {
    if (!told) return;
    const timer = setTimeout(() => setTold(''), TOLD_MS);
    return () => clearTimeout(timer);
  }, [told]);
  const act = async (task: PickupTask, what: Act) => {
    const { orderId } = task;
    setBusy((before) => ({ ...before, [orderId]: what }));
    setProblems(({ [orderId]: _old, ...rest }) => rest);
    const result = await call(what === 'accept' ? 'pickup.accept' : 'pickup.markReady', { orderId });
    if (result.ok) setTold(`${doneText[what]}：${task.customerText}`);
    else setProblems((before) => ({ ...before, [orderId]: result.message }));
    await refresh();
    setBusy(({ [orderId]: _done, ...rest }) => rest);
  };
  const tell = (text: string) => {
    setTold(text);
    void refresh();
  };
  return { busy, problems, told, act, tell };
}

/** New orders stand at the end of the queue, oldest first: brings them into sight, or changes to their stage. */
function showNew(changeStage: () => void): void {
  const card = document.querySelector('[data-fresh]');
  if (card) card.scrollIntoView({ block: 'center', behavior: 'smooth' });
  else changeStage();
}

type Props = { storeId: string };

export function QueuePage({ storeId }: Props) {
  const [stage, setStage] = useState<Stage>('to_accept');
  const queue = useQueue(storeId, stage);
  const actions = useActions(queue.refresh);
  const waiting = queue.counts?.to_accept ?? 0;
  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) 取货 · 森屿` : '取货 · 森屿';
  }, [waiting]);
  const tabs = stages.map((each) => ({
    key: each.stage,
    text: each.text,
    testId: `stage-${each.stage}`,
    ...(queue.counts ? { count: queue.counts[each.stage] } : {}),
  }));
  return (
    <>
      <Tabs label="取货队列" panel="queue" tabs={tabs} chosen={stage} onChoose={setStage} />
      <section
        className="queue"
        id={`queue-${stage}`}
        role="tabpanel"
        aria-labelledby={`queue-tab-${stage}`}
        data-testid="queue"
      >
        <div className="queue-status" role="status" aria-live="polite">
          {queue.news ? (
            <p className="news" data-testid="news">
              {queue.news}
              <button type="button" className="link" onClick={() => showNew(() => setStage('to_accept'))}>
                去看看
              </button>
            </p>
          ) : null}
          {queue.refusal && queue.view ? (
            <p className="line-problem" data-testid="queue-stale">
              {queue.refusal.message}，下面可能不是最新的
            </p>
          ) : null}
          {actions.told ? (
            <p className="line-done" data-testid="told">
              <Icon name="check" size={18} />
              {actions.told}
            </p>
          ) : null}
        </div>
        <QueueList {...{ stage, queue, actions }} />
      </section>
    </>
  );
}

type ListProps = {
  stage: Stage;
  queue: ReturnType<typeof useQueue>;
  actions: ReturnType<typeof useActions>;
};

function QueueList({ stage, queue, actions }: ListProps) {
  const now = useNow(10_000);
  const { view, refusal, fresh } = queue;
  const retry = () => void queue.refresh();
  if (!view && refusal) {
    const icon = refusal.code === 'OFFLINE' ? 'offline' : 'warn';
    return (
      <Notice
        icon={icon}
        tone="orange"
        title={refusal.message}
        testId="failed"
        action={{ text: '重试', run: retry }}
      />
    );
  }
  if (!view) return <Skeleton rows={3} />;
  const words = stages.find((each) => each.stage === stage);
  if (view.items.length === 0) {
    return (
      <Notice icon={words?.icon ?? 'bag'} title={words?.empty ?? ''} testId="queue-empty">
        {stage === 'to_accept' ? '新订单会自动出现在这里。' : null}
      </Notice>
    );
  }
  return (
    <>
      <ul className="tasks">
        {view.items.map((task) => (
          <TaskCard
            key={task.orderId}
            task={task}
            now={now}
            fresh={fresh.includes(task.orderId)}
            busy={actions.busy[task.orderId] ?? null}
            problem={actions.problems[task.orderId] ?? null}
            onAct={(each, act) => void actions.act(each, act)}
            onTold={actions.tell}
            onHandOver={(each) => go(`/workbench?view=check&order=${each.orderId}`)}
          />
        ))}
      </ul>
      {view.more ? (
        <Button look="line" wide onClick={queue.loadMore} data-testid="queue-more">
          再看一些
        </Button>
      ) : null}
    </>
  );
}
