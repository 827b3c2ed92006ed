export type Line = { skuId: string; quantity: number };
export type Missing = { skuId: string; wanted: number; available: number };

/** The lines that this much stock cannot serve, in their order. The same SKU on two lines is wanted in sum. */
export function missingFrom(stock: ReadonlyMap<string, number>, lines: Line[]): Missing[] {
  const wanted = new Map<string, number>();
  for (const { skuId, quantity } of lines) wanted.set(skuId, (wanted.get(skuId) ?? 0) + quantity);
  return [...wanted]
    .map(([skuId, quantity]) => ({ skuId, wanted: quantity, available: stock.get(skuId) ?? 0 }))
    .filter((line) => line.available < line.wanted);
}

/** `3 公里`, `2.5 公里`, `800 米`. */
export const radiusText = (metres: number): string =>
  metres < 1000 ? `${metres} 米` : `${Number((metres / 1000).toFixed(1))} 公里`;

/** Why pickup is not offered here, for people; null when a store is near. */
export function noPickupReason(
  stores: number,
  radiusMetres: number,
  warehouseHasAll: boolean,
): string | null {
  if (stores > 0) return null;
  const near = `${radiusText(radiusMetres)}内没有门店`;
  return warehouseHasAll ? `${near}，可由仓库配送到家` : `${near}，仓库也暂时缺货`;
}
