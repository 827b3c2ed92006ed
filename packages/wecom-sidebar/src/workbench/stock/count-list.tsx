import { useState } from 'react';
import { Answer } from '../../ui/answer';
import { Icon } from '../../ui/icon';
import { Notice } from '../../ui/notice';
import { useNow } from '../../ui/use-now';
import { CountCard } from './count-card';
import { More } from './more';
import type { Rights } from './rights';
import { usePages } from './use-pages';

type Props = {
  storeId: string;
  state: 'open' | 'counted';
  rights: Rights;
  version: number;
  onChanged: () => void;
};

export function CountList({ storeId, state, rights, version, onChanged }: Props) {
  const pages = usePages('inventory.listCounts', { storeId, state }, version);
  const now = useNow(30_000);
  const [told, setTold] = useState({ text: '', done: true });
  const tell = (text: string, done: boolean) => {
    setTold({ text, done });
    onChanged();
  };
  return (
    <>
      <div className="queue-status" role="status" aria-live="polite">
        {told.text ? (
          <p className={told.done ? 'line-done' : 'line-note'} data-testid="count-told">
            {told.done ? <Icon name="check" size={18} /> : null}
            {told.text}
          </p>
        ) : null}
      </div>
      <Answer question={pages}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing {...{ state, rights }} />
          ) : (
            <>
              <ul className="tasks">
                {items.map((task) => (
                  <CountCard
                    key={task.countId}
                    {...{ task, now, rights }}
                    onDone={(text) => tell(text, true)}
                    onClosed={(why) => tell(why, false)}
                  />
                ))}
              </ul>
              <More pages={pages} testId="count-more" />
            </>
          )
        }
      </Answer>
    </>
  );
}

const Nothing = ({ state, rights }: Pick<Props, 'state' | 'rights'>) =>
  state === 'open' ? (
    <Notice icon="check" tone="green" title="没有要盘点的商品" testId="count-empty">
      {rights.mayKeep ? '哪款数不对，就在全部商品里打开它，点盘点。' : null}
    </Notice>
  ) : (
    <Notice icon="note" title="还没有盘点过" testId="count-empty" />
  );
