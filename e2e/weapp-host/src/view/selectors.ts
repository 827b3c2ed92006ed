import { isEmulated } from '../tags';
import type { ViewNode } from './node';
import type { PageView } from './page';

/**
 * Elements of a page, or inside of an element. A selector is CSS whose tags are those of wxml; `>>>` goes into custom
 * components as a space does. Inside a custom component its class names are written as in its own wxml.
 */
export function selectAll(root: Element, selector: string, within?: ViewNode): Element[] {
  const css = toCss(selector, within?.kind.isComponent === true ? scopeOf(within.element) : '');
  return [...root.querySelectorAll(css)];
}

const scopeOf = (element: Element): string => element.getAttribute('wx-host') ?? '';

function toCss(selector: string, scope: string): string {
  const parts = selector.replace(/\s*>>>\s*/g, ' ').split(/(\[[^\]]*\]|"[^"]*"|'[^']*')/);
  const translate = (part: string): string => {
    const tags = part.replace(
      /(^|[\s>+~,(])([a-z][a-z-]*)/g,
      (_, before: string, tag: string) => before + domTag(tag),
    );
    return scope === '' ? tags : tags.replace(/\.([\w-]+)/g, `:is(.$1, .${scope}--$1)`);
  };
  return parts.map((part, index) => (index % 2 === 1 ? part : translate(part))).join('');
}

const domTag = (tag: string): string => (tag === 'page' ? 'body' : isEmulated(tag) ? `wx-${tag}` : tag);

export function selectByXpath(page: PageView, xpath: string): Element[] {
  const translated = xpath.replace(
    /(^|\/)([a-z][a-z-]*)/g,
    (_, before: string, tag: string) => before + domTag(tag),
  );
  const from = translated.replace(/^\/{1,2}/, './/');
  const ordered = page.window.XPathResult.ORDERED_NODE_SNAPSHOT_TYPE;
  const found = page.document.evaluate(from, page.body, null, ordered, null);
  return Array.from({ length: found.snapshotLength }, (_, index) => found.snapshotItem(index) as Element);
}
