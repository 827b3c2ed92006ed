import { nodeOf } from './node';
import type { ViewNode } from './node';

const HIDDEN = new Set(['wx-host', 'style', 'role']);

/** The tree below a node as wxml: tags without `wx-`, parts of built-ins left out. */
export function wxmlOf(node: ViewNode, outer: boolean): string {
  const inner = [...node.slot.childNodes].map(childWxml).join('');
  if (!outer) return inner;
  const { tag } = node.kind;
  return `<${tag}${attributesOf(node.element)}>${inner}</${tag}>`;
}

function childWxml(child: Node): string {
  if (child.nodeType === 3) return child.textContent ?? '';
  const node = nodeOf(child);
  return node?.dom === child ? wxmlOf(node, true) : '';
}

function attributesOf(element: HTMLElement): string {
  return [...element.attributes]
    .filter(({ name, value }) => !HIDDEN.has(name) && value !== '')
    .map(({ name, value }) => ` ${name}="${value}"`)
    .join('');
}
