import type { RenderOp } from '../render-ops';

type ChildrenOp = Extract<RenderOp, ['append' | 'remove' | 'insert' | 'replace' | 'splice', ...unknown[]]>;

/** Carries out an operation on the children of one node; `dom` finds the others by their numbers. */
export function changeChildren(slot: Node, op: ChildrenOp, dom: (id: number) => Node): void {
  if (op[0] === 'append') slot.appendChild(dom(op[2]));
  else if (op[0] === 'remove') slot.removeChild(dom(op[2]));
  else if (op[0] === 'insert') slot.insertBefore(dom(op[2]), dom(op[3]));
  else if (op[0] === 'replace') slot.replaceChild(dom(op[2]), dom(op[3]));
  else {
    const at = removeFrom(slot, op[2] === null ? null : dom(op[2]), op[3]);
    if (op[4] !== null) slot.insertBefore(dom(op[4]), at);
  }
}

/** Removes so many children, beginning with `first`; answers the one that then stands there. */
function removeFrom(parent: Node, first: Node | null, count: number): Node | null {
  let at = first;
  for (let left = count; left > 0 && at !== null; left -= 1) {
    const next: Node | null = at.nextSibling;
    parent.removeChild(at);
    at = next;
  }
  return at;
}
