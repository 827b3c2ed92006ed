import { useState } from 'react';
import type { FittingTask } from '../api/types';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { Picture } from '../ui/picture';
import { clockOf } from './fitting-days';
import { LineProblem } from './line-problem';
import { useAct } from './use-act';

type Props = { task: FittingTask; onChanged: () => void };
type Item = FittingTask['items'][number];

const tones: Readonly<Record<FittingTask['state'], string>> = {
  booked: 'amber',
  prepared: 'green',
  arrived: 'blue',
  done: 'slate',
  cancelled: 'slate',
  no_show: 'slate',
};
const stateTexts: Readonly<Record<FittingTask['state'], string>> = {
  booked: '待准备',
  prepared: '已备好',
  arrived: '已到店',
  done: '已完成',
  cancelled: '顾客已取消',
  no_show: '未到店',
};
const outcomes = [
  { outcome: 'bought', text: '试后购买' },
  { outcome: 'tried', text: '试了没买' },
  { outcome: 'left', text: '没有试穿' },
] as const;
const outcomeText = (outcome: FittingTask['outcome']): string =>
  outcomes.find((each) => each.outcome === outcome)?.text ?? '';

/** What the guide wants to know of the body, as far as it was told. */
const bodyText = ({ usualSize, heightCm }: FittingTask): string =>
  [usualSize === null ? '' : `平时穿 ${usualSize}`, heightCm === null ? '' : `身高 ${heightCm} cm`]
    .filter(Boolean)
    .join(' · ');

export function FittingCard({ task, onChanged }: Props) {
  const { bookingId, state } = task;
  const body = bodyText(task);
  return (
    <li className="card task" data-testid={`fitting-${bookingId}`} data-state={state}>
      <div className="task-head">
        <div className="task-who">
          <h2 className="task-name num">{clockOf(task.slot)}</h2>
          <p className="muted small">
            {task.customerText} · {task.items.length} 件
          </p>
          {body ? <p className="small">{body}</p> : null}
        </div>
        <span className={`chip tone-${tones[state]}`}>
          {state === 'done' ? outcomeText(task.outcome) : stateTexts[state]}
        </span>
      </div>
      {task.remark ? (
        <p className="remark">
          <Icon name="note" size={18} />
          <span>{task.remark}</span>
        </p>
      ) : null}
      {task.actions.includes('prepare') ? (
        <Prepare {...{ task, onChanged }} />
      ) : (
        <ul className="lines">
          {task.items.map((item) => (
            <Piece key={item.skuId} item={item} />
          ))}
        </ul>
      )}
      {task.preparedBy ? <p className="muted small">{task.preparedBy} 备好</p> : null}
      <Arrive {...{ task, onChanged }} />
      {task.actions.includes('finish') ? <Finish {...{ task, onChanged }} /> : null}
    </li>
  );
}

const Chip = ({ item }: { item: Item }) => {
  if (item.laidOut !== null)
    return (
      <span className={`chip tone-${item.laidOut ? 'green' : 'orange'}`}>
        {item.laidOut ? '已备' : '缺货'}
      </span>
    );
  return (
    <span className={`chip tone-${item.inStore ? 'green' : 'orange'}`}>
      {item.inStore ? '本店有' : '本店无'}
    </span>
  );
};

const Goods = ({ item }: { item: Item }) => (
  <>
    <Picture src={item.imageUrl} size={52} />
    <span className="line-what">
      <span className="strong">{item.title}</span>
      <span className="muted small">{item.valuesText}</span>
    </span>
    <Chip item={item} />
  </>
);

const Piece = ({ item }: { item: Item }) => (
  <li className="line">
    <Goods item={item} />
  </li>
);

/** Each piece is ticked when it hangs there; those that are not, are told to the shopper as missing. */
function Prepare({ task, onChanged }: Props) {
  const { bookingId, version, items } = task;
  const [found, setFound] = useState<Readonly<Record<string, boolean>>>({});
  const { busy, problem, run } = useAct();
  const isThere = ({ skuId, inStore }: Item): boolean => found[skuId] ?? inStore;
  const missing = items.filter((item) => !isThere(item)).map(({ skuId }) => skuId);
  const prepare = () =>
    void run('prepare', 'bookings.prepare', { bookingId, version, missing }).then(onChanged);
  return (
    <>
      <ul className="lines">
        {items.map((item) => (
          <li key={item.skuId}>
            <label className="line fitting-pick">
              <input
                type="checkbox"
                checked={isThere(item)}
                onChange={(event) => setFound({ ...found, [item.skuId]: event.target.checked })}
                data-testid={`laid-${bookingId}-${item.skuId}`}
              />
              <Goods item={item} />
            </label>
          </li>
        ))}
      </ul>
      <LineProblem text={problem} testId={`fitting-problem-${bookingId}`} />
      <div className="form-buttons">
        <Button busy={busy === 'prepare'} onClick={prepare} data-testid={`prepare-${bookingId}`}>
          {missing.length === 0 ? '全部备好' : `备好，${missing.length} 件缺货`}
        </Button>
      </div>
    </>
  );
}

function Arrive({ task, onChanged }: Props) {
  const { bookingId, actions } = task;
  const { busy, problem, run } = useAct();
  if (!actions.includes('arrive')) return null;
  return (
    <>
      <LineProblem text={problem} testId={`arrive-problem-${bookingId}`} />
      <div className="form-buttons">
        <Button
          look="line"
          busy={busy === 'arrive'}
          onClick={() => void run('arrive', 'bookings.arrive', { bookingId }).then(onChanged)}
          data-testid={`arrive-${bookingId}`}
        >
          顾客已到店
        </Button>
      </div>
    </>
  );
}

function Finish({ task, onChanged }: Props) {
  const { bookingId } = task;
  const { busy, problem, run } = useAct();
  return (
    <>
      <LineProblem text={problem} testId={`finish-problem-${bookingId}`} />
      <div className="form-buttons" role="group" aria-label="试穿结果">
        {outcomes.map(({ outcome, text }) => (
          <Button
            key={outcome}
            look={outcome === 'bought' ? 'solid' : 'line'}
            busy={busy === outcome}
            onClick={() => void run(outcome, 'bookings.finish', { bookingId, outcome }).then(onChanged)}
            data-testid={`finish-${outcome}-${bookingId}`}
          >
            {text}
          </Button>
        ))}
      </div>
    </>
  );
}
