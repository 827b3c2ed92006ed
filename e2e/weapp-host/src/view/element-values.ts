import type { ViewNode } from './node';

export const read = (from: unknown, name: string): unknown =>
  (from as Record<string, unknown> | null)?.[name];

/** An attribute as a word; `data-…` are asked of the service, which alone has them. */
export function attributeOf(element: HTMLElement, dataset: Record<string, unknown>, name: string): unknown {
  if (!name.startsWith('data-')) return element.getAttribute(name);
  const value = dataset[name.slice(5).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
  if (value === undefined || value === null) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Attributes of a built-in under the names of its properties: `hover-class` is `hoverClass`. */
export const camelNames = ({ attributes, element }: ViewNode): Record<string, unknown> =>
  Object.fromEntries([
    ['id', element.id],
    ...[...attributes].map(([name, value]) => [
      name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  ]);
