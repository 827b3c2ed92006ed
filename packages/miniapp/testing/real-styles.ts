import { join } from 'node:path';
import { compile } from 'sass';

/** Puts the rules of a component's own sheet into the document; `styles.ts` keeps their names as they are written. */
export function realStyles(...names: string[]): void {
  const sheet = document.createElement('style');
  sheet.textContent = names
    .map((name) => compile(join(__dirname, '../src', `${name}.module.scss`)).css)
    .join('\n');
  document.head.append(sheet);
}

const pixels = (text: string): number => (text.endsWith('px') ? Number.parseFloat(text) : 0);

/** Height and width that the rules promise; 0 where they leave it to what is inside. */
export function promisedSize(element: Element): { height: number; width: number } {
  const style = getComputedStyle(element);
  return {
    height: Math.max(pixels(style.height), pixels(style.minHeight)),
    width: Math.max(pixels(style.width), pixels(style.minWidth)),
  };
}
