import type { BuiltIn, ViewNode } from '../node';
import type { PageView } from '../page';

const ENTITIES: Record<string, string> = {
  nbsp: '\u00a0',
  lt: '<',
  gt: '>',
  amp: '&',
  apos: "'",
  quot: '"',
  ensp: '\u2002',
  emsp: '\u2003',
};

/** `decode` and `space` change the characters, `user-select` lets people mark them. */
const text: BuiltIn = (node) => ({
  childrenChanged: () => {
    if (!node.flag('decode')) return;
    for (const child of node.dom.childNodes) {
      if (child.nodeType !== 3) continue;
      child.textContent = (child.textContent ?? '').replace(
        /&(\w+);/g,
        (all, name: string) => ENTITIES[name] ?? all,
      );
    }
  },
  attribute: (name, value) => {
    if (name === 'user-select' || name === 'selectable')
      node.element.style.userSelect = value === true ? 'text' : '';
  },
});

type RichNode = {
  type?: string;
  text?: string;
  name?: string;
  attrs?: Record<string, unknown>;
  children?: RichNode[];
};
/** https://developers.weixin.qq.com/miniprogram/dev/component/rich-text.html: only these, and no events or scripts inside. */
const RICH_TAGS = new Set(
  `a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del div dl dt em fieldset
  font footer h1 h2 h3 h4 h5 h6 header hr i img ins label legend li mark nav ol p pre q rt ruby s section small span strong sub
  sup table tbody td tfoot th thead tr tt u ul`.split(/\s+/),
);

const richText: BuiltIn = (node, page) => ({
  attribute: (name, value) => {
    if (name !== 'nodes') return;
    const nodes = typeof value === 'string' ? parseHtml(page, value) : ((value ?? []) as RichNode[]);
    node.element.replaceChildren(...nodes.map((rich) => drawRich(page, rich)));
  },
});

function parseHtml(page: PageView, html: string): RichNode[] {
  const parsed = new page.window.DOMParser().parseFromString(html, 'text/html');
  return [...parsed.body.childNodes].map(toRich);
}

function toRich(dom: Node): RichNode {
  if (dom.nodeType === 3) return { type: 'text', text: dom.textContent ?? '' };
  const element = dom as Element;
  const attrs = Object.fromEntries([...(element.attributes ?? [])].map(({ name, value }) => [name, value]));
  return { name: dom.nodeName.toLowerCase(), attrs, children: [...dom.childNodes].map(toRich) };
}

function drawRich(page: PageView, rich: RichNode): Node {
  if (rich.type === 'text') return page.document.createTextNode(rich.text ?? '');
  const name = rich.name ?? '';
  if (!RICH_TAGS.has(name)) return page.document.createTextNode('');
  const element = page.document.createElement(name);
  for (const [key, value] of Object.entries(rich.attrs ?? {})) {
    if (
      /^(class|style|src|alt|width|height|colspan|rowspan|align|dir|start|type|span|color|face)$/.test(key)
    ) {
      element.setAttribute(key, String(value));
    }
  }
  element.append(...(rich.children ?? []).map((child) => drawRich(page, child)));
  return element;
}

const SIGNS: Record<string, [sign: string, color: string]> = {
  success: ['✔', '#09bb07'],
  success_no_circle: ['✓', '#09bb07'],
  info: ['ℹ', '#10aeff'],
  warn: ['⚠', '#f76260'],
  waiting: ['◷', '#10aeff'],
  cancel: ['✖', '#f43530'],
  download: ['⤓', '#09bb07'],
  search: ['⌕', '#b2b2b2'],
  clear: ['⊗', '#b2b2b2'],
};

const icon: BuiltIn = (node) => ({
  attribute: () => {
    const [sign, color] = SIGNS[node.text('type')] ?? ['', ''];
    const size = node.number('size', 23);
    node.element.textContent = sign;
    Object.assign(node.element.style, {
      color: node.text('color', color),
      fontSize: `${size}px`,
      lineHeight: `${size}px`,
    });
  },
});

const progress: BuiltIn = (node, page) => {
  const bar = page.document.createElement('div');
  const filled = page.document.createElement('i');
  bar.className = 'bar';
  bar.append(filled);
  node.element.append(bar);
  return {
    attribute: () => drawProgress(node, bar, filled),
  };
};

function drawProgress(node: ViewNode, bar: HTMLElement, filled: HTMLElement): void {
  const percent = Math.min(100, Math.max(0, node.number('percent', 0)));
  bar.style.height = `${node.number('stroke-width', 6)}px`;
  bar.style.backgroundColor = node.text('backgroundColor', '#ebebeb');
  filled.style.width = `${percent}%`;
  filled.style.backgroundColor = node.text('activeColor', node.text('color', '#09bb07'));
}

export const texts: Record<string, BuiltIn> = { text, 'rich-text': richText, icon, progress };
