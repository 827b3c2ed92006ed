/** Bodies as people read them. */
export type Pretty = { text: string; language: 'json' | 'xml' | 'text' };

/** JSON and XML are indented; everything else stays as it is. A body that was cut is no JSON any more and stays too. */
export function pretty(body: string): Pretty {
  const trimmed = body.trim();
  if (/^[[{]/.test(trimmed)) {
    try {
      JSON.parse(trimmed);
      return { text: indentJson(trimmed), language: 'json' };
    } catch {
      return { text: body, language: 'text' };
    }
  }
  if (/^<\w/.test(trimmed)) return { text: indentXml(trimmed), language: 'xml' };
  return { text: body, language: 'text' };
}

export type Token = { kind: 'key' | 'string' | 'number' | 'word' | 'plain'; text: string };

const JSON_TOKEN =
  /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b|[^"\d\w-]+|./gs;

/** For colouring; the texts together are the text. */
export function jsonTokens(text: string): Token[] {
  const tokens: Token[] = [];
  for (const [whole, quoted, colon, number, word] of text.matchAll(JSON_TOKEN)) {
    if (quoted !== undefined) {
      tokens.push({ kind: colon === undefined ? 'string' : 'key', text: quoted });
      if (colon !== undefined) tokens.push({ kind: 'plain', text: colon });
    } else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else tokens.push({ kind: 'plain', text: whole });
  }
  return tokens;
}

/** Moves the parts and rewrites none of them: a number of 19 digits would come out of JSON.parse as another one. */
function indentJson(text: string): string {
  let result = '';
  let depth = 0;
  const newLine = (): string => `\n${'  '.repeat(depth)}`;
  for (const [part] of text.matchAll(/"(?:\\.|[^"\\])*"|[[{]\s*[\]}]|[[\]{},:]|[^\s[\]{},:"]+/g)) {
    if (part === '{' || part === '[') {
      depth += 1;
      result += part + newLine();
    } else if (part === '}' || part === ']') {
      depth -= 1;
      result += newLine() + part;
    } else if (part === ',') result += part + newLine();
    else if (part === ':') result += ': ';
    else result += part.replace(/^([[{])\s+/, '$1');
  }
  return result;
}

function indentXml(text: string): string {
  const lines: string[] = [];
  let depth = 0;
  for (const [part] of text.matchAll(/<(\w+)[^<>]*>(?:<!\[CDATA\[.*?\]\]>|[^<]*)<\/\1>|<\/?[^>]+>|[^<]+/gs)) {
    if (part.trim() === '') continue;
    if (/^<\/[^>]+>$/.test(part)) depth -= 1;
    lines.push(`${'  '.repeat(Math.max(0, depth))}${part.trim()}`);
    if (/^<\w[^>]*[^/]>$/.test(part)) depth += 1;
  }
  return lines.join('\n');
}
