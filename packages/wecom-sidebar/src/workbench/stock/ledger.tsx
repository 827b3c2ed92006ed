import { Notice } from '../../ui/notice';
import { when } from '../../ui/when';
import { movementText } from './figures';
import { More } from './more';
import type { Movement } from './types';
import type { Pages } from './use-pages';

type Props = { items: readonly Movement[]; now: number; pages: Pages<unknown> };

/** Newest first: what came or went, why, who, when, and what was left. */
export const Ledger = ({ items, now, pages }: Props) => (
  <section className="card stock-card" aria-labelledby="ledger-title" data-testid="ledger">
    <h2 id="ledger-title" className="h2">
      库存流水
    </h2>
    {items.length === 0 ? (
      <Notice icon="note" title="还没有进出记录" testId="ledger-empty" />
    ) : (
      <ol className="ledger">
        {items.map((item) => (
          <Entry key={item.movementId} item={item} now={now} />
        ))}
      </ol>
    )}
    <More pages={pages} testId="ledger-more" />
  </section>
);

const Entry = ({ item, now }: { item: Movement; now: number }) => (
  <li className="ledger-row" data-testid="ledger-row" data-reason={item.reason}>
    <div className="ledger-why">
      <p className="strong">{item.reasonText}</p>
      {item.note ? <p className="small">{item.note}</p> : null}
      <p className="muted small num">
        {item.byText} · <time dateTime={item.at}>{when(item.at, now)}</time>
      </p>
    </div>
    <div className="ledger-many num">
      <b data-way={item.change > 0 ? 'in' : item.change < 0 ? 'out' : 'none'}>{movementText(item)}</b>
      <p className="muted small">现货 {item.balance}</p>
    </div>
  </li>
);
