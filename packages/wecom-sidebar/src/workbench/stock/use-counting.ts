import { useState } from 'react';
import { sentenceFor } from './refusals';
import type { CountTask, Stock } from './types';
import { useStockAct } from './use-stock-act';

type Ends = { onCounted: (count: CountTask) => void; onClosed: (why: string) => void };

/**
 * A count in two steps: the number first, and only then the books beside it, so that nobody counts towards what is expected.
 * When pieces moved meanwhile, the number is worth nothing: it begins again from the moment the server names.
 */
export function useCounting(task: CountTask, { onCounted, onClosed }: Ends) {
  const { storeId, skuId, countId } = task;
  const [basis, setBasis] = useState(task.basis);
  const [typed, setTyped] = useState('');
  const [books, setBooks] = useState<Stock | null>(null);
  const { busy, refusal, act, forget } = useStockAct();
  const look = async () => {
    const result = await act('look', 'inventory.history', { storeId, skuId, limit: 1 });
    if (result.ok) setBooks(result.data.stock);
  };
  const submit = async (counted: number) => {
    const result = await act('submit', 'inventory.submitCount', { storeId, countId, counted, basis });
    if (result.ok) return onCounted(result.data.count);
    if (result.code === 'COUNT_CLOSED') return onClosed(sentenceFor(result));
    if (result.code !== 'COUNT_STALE') return;
    const next = result.details?.['basis'];
    if (typeof next === 'number') setBasis(next);
    setBooks(null);
    setTyped('');
  };
  const again = () => {
    forget();
    setBooks(null);
  };
  return { typed, setTyped, books, busy, problem: refusal && sentenceFor(refusal), look, submit, again };
}
