/**
 * What our sources and NutUI say of elements beside their role. WeChat documents each of them:
 * https://developers.weixin.qq.com/miniprogram/dev/component/aria-component.html
 */
export const ARIA = [
  'aria-label',
  'aria-hidden',
  'aria-checked',
  'aria-disabled',
  'aria-selected',
  'aria-pressed',
  'aria-current',
  'aria-level',
  'aria-busy',
  'aria-modal',
] as const;

/** Every `<View>` is one of these in WeChat's template, depending on what listens to it. */
const BOXES = new Set(['view', 'static-view', 'catch-view']);
/** What has a picture or a word, but no state of its own to tell. */
const WORDS = new Set(['text', 'static-text', 'image', 'static-image', 'button', 'input', 'textarea']);
const OF_WORDS = ['aria-label', 'aria-hidden', 'aria-disabled'] as const;

/** What is used of Taro's plugin context: `onSetupClose` is called with the platform before it builds. */
type Context = { registerMethod(method: { name: string; fn: (platform: Platform) => void }): void };
/** A web platform has no template. */
type Platform = { template?: Template };
type Attributes = Record<string, string>;
type Template = { createMiniComponents(components: object): Record<string, Attributes> };

/**
 * Lets `role` and `aria-*` reach WeChat, whose word for `role` is `aria-role`. Taro's template names none of them and so drops
 * them. Only the template is changed: Taro's runtime already sends properties that it does not know under their own names.
 */
export default function aria(context: Context): void {
  context.registerMethod({ name: 'onSetupClose', fn: addToTemplate });
}

function addToTemplate({ template }: Platform): void {
  if (template === undefined) return;
  const create = template.createMiniComponents.bind(template);
  template.createMiniComponents = (components) => {
    const made = create(components);
    for (const [name, attributes] of Object.entries(made)) Object.assign(attributes, ariaOf(name));
    return made;
  };
}

/** Attribute → expression on the node's data (`i`), for one tag of Taro's template. */
export function ariaOf(tag: string): Attributes {
  const names = BOXES.has(tag) ? ARIA : WORDS.has(tag) ? OF_WORDS : [];
  if (names.length === 0) return {};
  const own = names.map((name) => [name, `i.${camel(name)}`]);
  return { 'aria-role': 'i.ariaRole||i.role', ...(Object.fromEntries(own) as Attributes) };
}

const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
