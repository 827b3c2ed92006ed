import type { Came } from './views';
import { decoded } from './decoded.rules';

/** For so long an order is put down to the link its shopper came by last. */
export const COUNTS_MS = 7 * 24 * 3600_000;
const MOST = 64;

const text = (value: string | undefined): string | undefined => {
  const clean = decoded(value ?? '').trim();
  return clean === '' || clean.length > MOST ? undefined : clean;
};

/** What the query of a link says of where it came from; null: nothing. */
export function cameBy(query: Partial<Record<string, string>>): Came | null {
  const said: [keyof Came, string | undefined][] = [
    ['guide', text(query['guide'])],
    ['utmSource', text(query['utm_source'])],
    ['utmMedium', text(query['utm_medium'])],
    ['utmCampaign', text(query['utm_campaign'])],
  ];
  const came = Object.fromEntries(said.filter(([, value]) => value !== undefined)) as Came;
  return Object.keys(came).length === 0 ? null : came;
}

/** A link that is passed on keeps its marks; one that had none says that it was shared. */
export const queryOf = (came: Came | null): Partial<Record<string, string>> => ({
  guide: came?.guide,
  utm_source: came?.utmSource ?? 'share',
  utm_medium: came?.utmMedium,
  utm_campaign: came?.utmCampaign,
});
