import type { ConsentRow } from './consent.model';
import type { ConsentPurpose, Consents } from './customer.model';

/** Consents are of one wording; a new wording needs new consents. */
export const CONSENT_TEXT_VERSION = '2026-11-01';

type Word = Pick<ConsentRow, '_id' | 'origin' | 'purpose' | 'granted' | 'settles'>;

/** The last word of each identifier on one purpose that nobody settled later; `words` are oldest first. */
export function standing<W extends Word>(words: readonly W[], purpose: ConsentPurpose): W[] {
  const last = new Map<string, W>();
  const settled = new Set<string>();
  for (const word of words) {
    if (word.purpose !== purpose) continue;
    last.set(word.origin, word);
    word.settles.forEach((id) => settled.add(id));
  }
  return [...last.values()].filter(({ _id }) => !settled.has(_id));
}

/**
 * Somebody known by several identifiers agrees when they said yes under one and no under none: whoever is found to be one person
 * must not be bothered because of a yes that a no elsewhere contradicts. What they say from then on settles it.
 */
export function foldConsents(words: readonly Word[]): Consents {
  const agreed = (purpose: ConsentPurpose): boolean => {
    const said = standing(words, purpose);
    return said.length > 0 && said.every(({ granted }) => granted);
  };
  return { profiling: agreed('profiling'), marketing: agreed('marketing') };
}
