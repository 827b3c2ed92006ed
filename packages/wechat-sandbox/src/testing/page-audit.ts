/**
 * What makes a page hard to use, as sentences: controls without a name, smaller than 44 px or than their words, ids that are there twice, references
 * that lead nowhere, text without contrast, and a page wider than its window. Bundled and run inside of the page.
 */
const CONTROLS = 'button,a[href],input,select,textarea,summary,[role=switch]';
const FIELDS = 'input,select,textarea';
const REFERENCES = ['aria-labelledby', 'aria-describedby', 'aria-controls', 'for'];
const SMALLEST = 43.5;
/** Waits, is said aloud only, or is not there before somebody tabs to it. */
const NOT_READ = '[aria-disabled=true],.hidden,.skip,script,style,option';

type Colour = [number, number, number, number];

export function auditPage(): string[] {
  return [...new Set([...controls(), ...references(), ...contrast(), ...width()])];
}

function controls(): string[] {
  return [...document.querySelectorAll(CONTROLS)].filter(visible).flatMap((element) => {
    const found = nameOf(element) === '' ? [`no name: ${shown(element)}`] : [];
    if (element.matches('button') && element.scrollWidth > element.clientWidth + 1)
      found.push(`cut: ${shown(element)}`);
    // A link within a sentence is as large as its words.
    if (element.closest('.markdown,.skip')) return found;
    const box = (element.closest('label') ?? element).getBoundingClientRect();
    const small = box.height < SMALLEST || box.width < SMALLEST;
    return small
      ? [...found, `small: ${shown(element)} ${Math.round(box.width)}×${Math.round(box.height)}`]
      : found;
  });
}

function references(): string[] {
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `id twice: ${id}`);
  const lost = REFERENCES.flatMap((attribute) =>
    [...document.querySelectorAll(`[${attribute}]`)]
      .flatMap((element) => (element.getAttribute(attribute) ?? '').split(' '))
      .filter((id) => !document.getElementById(id))
      .map((id) => `${attribute} leads nowhere: ${id}`),
  );
  return [...twice, ...lost];
}

function contrast(): string[] {
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.nodeValue?.trim() ?? '';
    if (!element || text === '' || !visible(element) || element.closest(NOT_READ)) continue;
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const size = parseFloat(fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700);
    const ground = groundOf(element);
    const ratio = ratioOf(over(colourOf(color), ground), ground);
    if (ratio < (large ? 3 : 4.5))
      found.push(`contrast ${ratio.toFixed(2)}: ${text.slice(0, 30)} in ${shown(element)}`);
  }
  return found;
}

function width(): string[] {
  const { scrollWidth } = document.documentElement;
  return scrollWidth > innerWidth ? [`wider than the window: ${scrollWidth} > ${innerWidth}`] : [];
}

function nameOf(element: Element): string {
  const by = (element.getAttribute('aria-labelledby') ?? '').split(' ').filter(Boolean);
  const isField = element.matches(FIELDS);
  const labels = isField ? [...((element as HTMLInputElement).labels ?? [])] : [];
  const words = [
    element.getAttribute('aria-label'),
    ...by.map((id) => document.getElementById(id)?.textContent),
    ...labels.map((label) => label.textContent),
    // What is not displayed is not said either.
    isField ? '' : (element as HTMLElement).innerText,
    element.getAttribute('title'),
  ];
  return words.filter(Boolean).join(' ').trim();
}

function shown(element: Element): string {
  return `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> ${nameOf(element).slice(0, 40)}`;
}

function visible(element: Element): boolean {
  const seen = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  return seen && element.getClientRects().length > 0;
}

const brush = document.createElement('canvas').getContext('2d', { willReadFrequently: true });

const mixed = new Map<string, Colour>();

/** Whatever way CSS writes it. */
function colourOf(css: string): Colour {
  const known = mixed.get(css) ?? mix(css);
  mixed.set(css, known);
  return known;
}

function mix(css: string): Colour {
  if (!brush) throw new Error('no canvas to mix colours on');
  brush.clearRect(0, 0, 1, 1);
  brush.fillStyle = css;
  brush.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = brush.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
}

function groundOf(element: Element | null): Colour {
  if (!element) return colourOf('#fff');
  const own = colourOf(getComputedStyle(element).backgroundColor);
  return own[3] === 1 ? own : over(own, groundOf(element.parentElement));
}

function over(top: Colour, below: Colour): Colour {
  const mix = (index: 0 | 1 | 2): number => top[index] * top[3] + below[index] * (1 - top[3]);
  return [mix(0), mix(1), mix(2), 1];
}

/** WCAG 2: between 1 and 21. */
function ratioOf(one: Colour, two: Colour): number {
  const [a, b] = [brightness(one), brightness(two)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function brightness([red, green, blue]: Colour): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
