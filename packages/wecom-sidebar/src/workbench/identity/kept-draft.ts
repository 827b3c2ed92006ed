import { sessionShelf } from '../../api/keep';
import type { Edits } from './rules-form';

/** Rules being tried out: a run takes minutes, and the page may be reloaded meanwhile. */
export type Draft = { version: number; edits: Edits; runId: string | null; stamp: string };

/** Changes with the shape of a draft: an older one is not read. */
const KEY = 'omni.identity.draft.1';

export function readDraft(version: number): Draft | null {
  try {
    const draft = JSON.parse(sessionShelf.read(KEY) ?? 'null') as Draft | null;
    return draft?.version === version ? draft : null;
  } catch {
    return null;
  }
}
export const keepDraft = (draft: Draft | null): void =>
  sessionShelf.write(KEY, draft && JSON.stringify(draft));
