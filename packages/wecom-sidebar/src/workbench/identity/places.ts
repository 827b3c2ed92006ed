/** Where the screens live: a customer and the split of one are in the address, so that the back button leaves them. */
export const HOME = '/workbench?view=identity';
export const customerAt = (customerId: string): string => `${HOME}&customer=${customerId}`;
export const splitAt = (customerId: string): string => `${customerAt(customerId)}&do=split`;

export const placeIn = (query: URLSearchParams): { customerId: string | null; isSplitting: boolean } => ({
  customerId: query.get('customer'),
  isSplitting: query.get('do') === 'split',
});

/** One step up from here; null: these screens are left. */
export function upFrom(query: URLSearchParams): { to: string; text: string } | null {
  const { customerId, isSplitting } = placeIn(query);
  if (customerId === null) return null;
  return isSplitting ? { to: customerAt(customerId), text: '返回顾客' } : { to: HOME, text: '返回顾客列表' };
}
