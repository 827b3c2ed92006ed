import type { Input } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Piece } from './evidence';

/** What is to be taken away from a customer: single pieces of evidence, or whole identifiers as those of many people. */
export type Choice = { revoked: ReadonlySet<string>; shared: ReadonlySet<string> };
export const nothing: Choice = { revoked: new Set(), shared: new Set() };
export const MOST_REVOKED = 200;
export const MOST_SHARED = 20;

type Named = { sightingId: string; key: string };
/** Keys hold no space. */
const nameOf = ({ sightingId, key }: Named): string => `${key} ${sightingId}`;
const read = (name: string): Named => {
  const end = name.indexOf(' ');
  return { key: name.slice(0, end), sightingId: name.slice(end + 1) };
};
const named = ({ key, sighting: { sightingId } }: Piece): string => nameOf({ key, sightingId });

const withAll = (set: ReadonlySet<string>, names: readonly string[], on: boolean): Set<string> => {
  const next = new Set(set);
  for (const name of names) {
    if (on) next.add(name);
    else next.delete(name);
  }
  return next;
};
export const revoke = (choice: Choice, pieces: readonly Piece[], on: boolean): Choice => ({
  ...choice,
  revoked: withAll(choice.revoked, pieces.map(named), on),
});
export const share = (choice: Choice, key: string, on: boolean): Choice => ({
  ...choice,
  shared: withAll(choice.shared, [key], on),
});

export const isRevoked = (choice: Choice, piece: Piece): boolean => choice.revoked.has(named(piece));
/** Evidence that does something now; the rest is set aside already. */
export const isRevocable = ({ state }: Piece): boolean => state === 'followed' || state === 'hint';

type SplitInput = Pick<Input<Contracts['identity.previewSplit']>, 'revoke' | 'shared'>;

/** An identifier of many people says nothing any more, so that its single pieces need not be named. */
export function splitInput({ revoked, shared }: Choice): SplitInput {
  const pieces = [...revoked].sort().map(read);
  return { revoke: pieces.filter(({ key }) => !shared.has(key)), shared: [...shared].sort() };
}

/** `排除 3 条依据，把 1 个标识设为多人共用`; empty when nothing is chosen. */
export function choiceText(choice: Choice): string {
  const { revoke: pieces, shared } = splitInput(choice);
  return [
    pieces.length > 0 ? `排除 ${pieces.length} 条依据` : '',
    shared.length > 0 ? `把 ${shared.length} 个标识设为多人共用` : '',
  ]
    .filter(Boolean)
    .join('，');
}

/** Why this cannot be asked; null: it can. */
export function choiceProblem(choice: Choice): string | null {
  const { revoke: pieces, shared } = splitInput(choice);
  if (pieces.length > MOST_REVOKED)
    return `一次最多排除 ${MOST_REVOKED} 条依据，请减少一些，或把标识设为多人共用`;
  if (shared.length > MOST_SHARED) return `一次最多把 ${MOST_SHARED} 个标识设为多人共用`;
  return null;
}
