import type { PickupTask, Stage } from '../api/types';
import { lookAgain, newsText } from './new-orders';
import type { Seen } from './new-orders';

const counts = (toAccept: number) => ({
  to_accept: toAccept,
  preparing: 0,
  ready: 0,
  handed_over: 0,
  shipped: 0,
  closed: 0,
});
type Extra = { toAccept?: number; stage?: Stage; nextCursor?: string };
const look = (ids: string[], { toAccept = ids.length, stage = 'to_accept', nextCursor }: Extra = {}) => ({
  storeId: 'S1',
  stage,
  queue: {
    items: ids.map((orderId) => ({ orderId }) as PickupTask),
    counts: counts(toAccept),
    nextCursor: nextCursor ?? null,
  },
});
const seen = (ids: string[] | null, toAccept: number): Seen => ({ storeId: 'S1', toAccept, ids });

describe('new orders', () => {
  it('are none at the first look and after changing the store', () => {
    expect(lookAgain(null, look(['a']))).toMatchObject({ fresh: [], more: 0 });
    expect(lookAgain({ ...seen([], 0), storeId: 'S2' }, look(['a']))).toMatchObject({ fresh: [], more: 0 });
  });

  it('are those whose id was not there before', () => {
    expect(lookAgain(seen(['a'], 1), look(['a', 'b']))).toMatchObject({ fresh: ['b'], more: 1 });
  });

  it('are noticed when another one was accepted at the same moment', () => {
    expect(lookAgain(seen(['a'], 1), look(['b']))).toMatchObject({ fresh: ['b'], more: 1 });
  });

  it('are counted while another stage is shown', () => {
    expect(lookAgain(seen(['a'], 1), look([], { toAccept: 3, stage: 'ready' }))).toMatchObject({
      fresh: [],
      more: 2,
    });
    expect(lookAgain(seen(null, 3), look([], { toAccept: 2, stage: 'ready' }))).toMatchObject({ more: 0 });
  });

  it('are not made up by loading a further page', () => {
    const first = lookAgain(null, look(['a'], { toAccept: 2, nextCursor: 'next' }));
    expect(lookAgain(first.seen, look(['a', 'b'], { toAccept: 2 }))).toMatchObject({ fresh: [], more: 0 });
  });

  it('are told in one sentence', () => {
    expect(newsText(2, 5)).toBe('新到 2 单，共 5 单待接单');
  });
});
