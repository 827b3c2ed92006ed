import { useEffect, useState } from 'react';
import { call } from './client';

type Stock = ReadonlyMap<string, number>;
const nothing: Stock = new Map();

/** How many of each SKU of these products the store has now; SKUs not in the answer are unknown. */
export function useStock(storeId: string | null, lines: readonly { productId: string }[]): Stock {
  const [stock, setStock] = useState<Stock>(nothing);
  const products = [...new Set(lines.map((line) => line.productId))].sort().join(' ');
  useEffect(() => {
    setStock(nothing);
    if (storeId === null || products === '') return;
    let current = true;
    void Promise.all(products.split(' ').map((productId) => stockOf(storeId, productId))).then((answers) => {
      if (current) setStock(new Map(answers.flat()));
    });
    return () => {
      current = false;
    };
  }, [storeId, products]);
  return stock;
}

async function stockOf(storeId: string, productId: string): Promise<[string, number][]> {
  const result = await call('routing.skuAvailability', { storeId, productId });
  return result.ok ? result.data.skus.map(({ skuId, available }) => [skuId, available]) : [];
}
