/**
 * What a value of a subscribe message may be, by the prefix of its key (`thing1` → `thing`).
 * Lengths are counted in characters, as WeChat counts them.
 */
const CHINESE = /[\u4e00-\u9fff]/;
const CLOCK = String.raw`(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?`;
const DATE = String.raw`(?:\d{4}年(?:0?[1-9]|1[0-2])月(?:0?[1-9]|[12]\d|3[01])日|\d{4}([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01]))`;
/** The second date of a span has a group of its own. */
const DATE_TO = DATE.replaceAll('\\1', '\\2');
const TIME_VALUE = new RegExp(`^(?:${DATE} ?)?${CLOCK}(?: ?~ ?(?:${DATE_TO} ?)?${CLOCK})?$`);
const DATE_VALUE = new RegExp(`^${DATE}(?: ?${CLOCK})?(?: ?~ ?${DATE_TO}(?: ?${CLOCK})?)?$`);

const VALUE_RULES: Record<string, (value: string) => boolean> = {
  thing: (value) => length(value) <= 20,
  number: (value) => /^-?\d+(\.\d+)?$/.test(value) && length(value) <= 32,
  letter: (value) => /^[A-Za-z]{1,32}$/.test(value),
  symbol: (value) => /^[^\p{L}\p{N}\s]{1,5}$/u.test(value),
  character_string: (value) => length(value) <= 32 && !CHINESE.test(value),
  time: (value) => TIME_VALUE.test(value),
  date: (value) => DATE_VALUE.test(value),
  amount: (value) => /^[¥¥$€£]?\d{1,10}(\.\d+)?元?$/.test(value),
  phone_number: (value) => /^[\d+\-() ]{1,17}$/.test(value),
  // Only the first and the last may be Chinese.
  car_number: (value) => /^[\u4e00-\u9fffA-Za-z0-9][A-Za-z0-9]{0,6}[\u4e00-\u9fffA-Za-z0-9]?$/.test(value),
  // Mixed names count as Chinese ones.
  name: (value) => (CHINESE.test(value) ? length(value) <= 10 : /^[^\p{N}]{1,20}$/u.test(value)),
  phrase: (value) => [...value].every((character) => CHINESE.test(character)) && length(value) <= 5,
  enum: () => true,
};

export const KEYWORD_KINDS = Object.keys(VALUE_RULES);

/** The words of errcode 47003 for this value, or nothing when it may be sent. `allowed`: what an enum may say. */
export function valueProblem(key: string, value: string, allowed?: string[]): string | undefined {
  const kind = /^([a-z_]+?)\d+$/.exec(key)?.[1] ?? '';
  const rule = VALUE_RULES[kind];
  if (!rule) return `argument invalid! data.${key} is not a keyword of the template`;
  if (value.trim() === '') return `argument invalid! data.${key}.value is empty`;
  const fits = rule(value) && (kind !== 'enum' || (allowed?.includes(value) ?? true));
  return fits ? undefined : `argument invalid! data.${key}.value invalid`;
}

function length(value: string): number {
  return [...value].length;
}
