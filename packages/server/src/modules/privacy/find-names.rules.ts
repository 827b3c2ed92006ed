/**
 * Answers whether a text of JSON has one of these names in it as a word of its own: a phone number inside a longer number is not it. Names of
 * letters and digits are looked up in sets, so that a text costs its length, however many names there are.
 */
export function nameFinder(names: readonly string[]): (text: string) => boolean {
  // `<kind>:<hash>` is found by its hash.
  const words = names.map((name) => /^[a-z_]+:([\w-]{43})$/.exec(name)?.[1] ?? name);
  const [plain, dashed] = [new Set<string>(), new Set<string>()];
  const odd: string[] = [];
  for (const word of words.filter((one) => one !== '')) {
    if (/^[0-9A-Za-z]+$/.test(word)) plain.add(word);
    else if (/^[\w-]+$/.test(word)) dashed.add(word);
    else odd.push(word);
  }
  return (json) => {
    const text = json.includes('\\') ? json.replace(ESCAPED, ' ') : json;
    return (
      hasAny(text, /[0-9A-Za-z]+/g, plain) ||
      hasAny(text, /[\w-]+/g, dashed) ||
      odd.some((word) => text.includes(word))
    );
  };
}

/** A line break in JSON is a letter that would hang on the next word. */
const ESCAPED = /\\(?:u[0-9a-fA-F]{4}|.)/g;

function hasAny(text: string, words: RegExp, wanted: ReadonlySet<string>): boolean {
  if (wanted.size === 0) return false;
  for (const [word] of text.matchAll(words)) if (wanted.has(word)) return true;
  return false;
}
