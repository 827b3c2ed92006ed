/** Texts become CDATA, numbers stand bare, a list repeats its tag. */
export type Xml = string | number | XmlFields | Xml[];
export type XmlFields = { [tag: string]: Xml };

export function toXml(fields: XmlFields): string {
  return `<xml>${inner(fields)}</xml>`;
}

/** The value of the first `<tag>`, CDATA or bare; undefined when there is none. Meant for the flat bodies of passive replies. */
export function xmlText(xml: string, tag: string): string | undefined {
  const found = new RegExp(`<${tag}>\\s*(?:<!\\[CDATA\\[([\\s\\S]*?)\\]\\]>|([^<]*?))\\s*</${tag}>`).exec(
    xml,
  );
  return found ? (found[1] ?? found[2] ?? '') : undefined;
}

function inner(fields: XmlFields): string {
  return Object.entries(fields)
    .map(([tag, value]) => element(tag, value))
    .join('');
}

function element(tag: string, value: Xml): string {
  if (Array.isArray(value)) return value.map((item) => element(tag, item)).join('');
  if (typeof value === 'number') return `<${tag}>${value}</${tag}>`;
  if (typeof value === 'string') {
    return `<${tag}><![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${tag}>`;
  }
  return `<${tag}>${inner(value)}</${tag}>`;
}
