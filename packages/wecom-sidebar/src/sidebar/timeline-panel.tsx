import { useCallback, useEffect, useState } from 'react';
import { call } from '../api/session';
import type { Refusal, TimelineItem } from '../api/types';
import { useTurn } from '../api/use-turn';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import type { IconName } from '../ui/icon';
import { Notice } from '../ui/notice';
import { Picture } from '../ui/picture';
import { Skeleton } from '../ui/skeleton';
import { when } from '../ui/when';

const look: Readonly<Record<TimelineItem['kind'], { icon: IconName; tone: string }>> = {
  browse: { icon: 'eye', tone: 'blue' },
  cart: { icon: 'cart', tone: 'blue' },
  scan: { icon: 'scan', tone: 'violet' },
  order: { icon: 'bag', tone: 'green' },
  pickup: { icon: 'pickup', tone: 'green' },
  coupon: { icon: 'coupon', tone: 'amber' },
  refund: { icon: 'refund', tone: 'red' },
  contact: { icon: 'person', tone: 'slate' },
  script: { icon: 'chat', tone: 'slate' },
  visit: { icon: 'pickup', tone: 'violet' },
  fitting: { icon: 'clock', tone: 'violet' },
};

type Pages = { items: readonly TimelineItem[]; next: string | null; refusal: Refusal | null };
const none: Pages = { items: [], next: null, refusal: null };

/** Pages by key, from the top whenever the tab is opened. */
function useTimeline(externalUserid: string) {
  const [pages, setPages] = useState<Pages | null>(null);
  const [busy, setBusy] = useState(false);
  const takeTurn = useTurn();
  const load = useCallback(
    async (cursor: string | null) => {
      const isLast = takeTurn();
      setBusy(true);
      const result = await call('guides.listTimeline', { externalUserid, ...(cursor ? { cursor } : {}) });
      if (!isLast()) return;
      setBusy(false);
      setPages((before) => {
        const earlier = cursor ? (before ?? none) : none;
        if (!result.ok) return { ...(before ?? none), refusal: result };
        const items = [...earlier.items, ...result.data.items];
        return { items, next: result.data.nextCursor, refusal: null };
      });
    },
    [externalUserid, takeTurn],
  );
  useEffect(() => {
    void load(null);
    return () => void takeTurn();
  }, [load, takeTurn]);
  return { pages, busy, load };
}

const Item = ({ item, now }: { item: TimelineItem; now: number }) => {
  const { icon, tone } = look[item.kind];
  return (
    <li className="moment" data-testid="timeline-item" data-kind={item.kind}>
      <span className={`moment-icon tone-${tone}`}>
        <Icon name={icon} size={18} />
      </span>
      <div className="moment-text">
        <p className="row">
          <strong className="strong">{item.title}</strong>
          <span className="muted small num">{when(item.at, now)}</span>
        </p>
        <p className="moment-more">
          <span>{item.text}</span>
          {item.imageUrl ? <Picture src={item.imageUrl} size={44} /> : null}
        </p>
      </div>
    </li>
  );
};

type Props = { externalUserid: string; now: number };

export function TimelinePanel({ externalUserid, now }: Props) {
  const { pages, busy, load } = useTimeline(externalUserid);
  if (!pages) return <Skeleton rows={4} />;
  const { items, next, refusal } = pages;
  if (refusal) {
    return (
      <>
        <Moments items={items} now={now} />
        <Notice
          icon={refusal.code === 'OFFLINE' ? 'offline' : 'warn'}
          tone="orange"
          title={refusal.message}
          testId="failed"
          action={{ text: '重试', run: () => void load(next), busy }}
        />
      </>
    );
  }
  if (items.length === 0) return <Notice icon="clock" title="还没有任何记录" testId="timeline-empty" />;
  return (
    <>
      <Moments items={items} now={now} />
      {next ? (
        <Button look="line" wide busy={busy} onClick={() => void load(next)} data-testid="timeline-more">
          更早的记录
        </Button>
      ) : (
        <p className="end muted small">没有更早的记录了</p>
      )}
    </>
  );
}

const Moments = ({ items, now }: { items: readonly TimelineItem[]; now: number }) => (
  <ol className="moments">
    {items.map((item, index) => (
      <Item key={`${item.at}:${index}`} item={item} now={now} />
    ))}
  </ol>
);
