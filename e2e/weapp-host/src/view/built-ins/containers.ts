import type { BuiltIn, ViewNode } from '../node';
import { nodeOf } from '../node';
import type { PageView } from '../page';
import { pressButton } from './press';

/** Values of the named controls in a form, as `submit` tells them. */
export function formValues(form: ViewNode): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const element of form.element.querySelectorAll('[name]')) {
    const node = nodeOf(element);
    if (node?.dom !== element || node.behaviour.properties === undefined) continue;
    values[node.text('name')] = node.behaviour.properties().value;
  }
  return values;
}

/** The first control inside, or the one that `for` names, is pressed when a label is. */
const label: BuiltIn = (node, page) => ({
  tapped: (origin: ViewNode) => {
    const target = labelled(node, page);
    if (target === undefined || target === origin || target.element.contains(origin.element)) return;
    pressButton(page, target);
  },
});

const CONTROLS = 'wx-button, wx-checkbox, wx-radio, wx-switch, wx-input';

function labelled(node: ViewNode, page: PageView): ViewNode | undefined {
  const id = node.text('for');
  const element = id === '' ? node.element.querySelector(CONTROLS) : page.document.getElementById(id);
  return element === null ? undefined : nodeOf(element);
}

/** Puts its content over the whole page. */
const rootPortal: BuiltIn = (_node, page) => {
  const content = page.document.createElement('wx-root-portal-content');
  page.document.documentElement.append(content);
  return { slot: content, removed: () => content.remove() };
};

const pageMeta: BuiltIn = (_node, page) => ({
  attribute: (name, value) => {
    if (name === 'page-style') page.body.style.cssText = String(value ?? '');
    else if (name === 'root-font-size') page.document.documentElement.style.fontSize = String(value ?? '');
    else if (name === 'background-color')
      page.document.documentElement.style.backgroundColor = String(value ?? '');
  },
});

const navigationBar: BuiltIn = (_node, page) => ({
  attribute: (name, value) => {
    if (name === 'title') page.setTitle({ title: String(value ?? '') });
    else if (name === 'background-color') page.setTitle({ background: String(value ?? '') });
  },
});

export const containers: Record<string, BuiltIn> = {
  label,
  'root-portal': rootPortal,
  'page-meta': pageMeta,
  'navigation-bar': navigationBar,
};
