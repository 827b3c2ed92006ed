/** Of each list that is shown; the control API has the rest. */
const SHOWN = 100;

/** The newest of a list that is kept oldest first, newest first. */
export function newest<T>(list: T[]): T[] {
  return list.slice(-SHOWN).reverse();
}
