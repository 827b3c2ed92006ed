/**
 * What a value of a subscribe message may be, by the prefix of its key (`thing1` → `thing`).
 * Lengths are counted in characters, as WeChat counts them.
 */
const CHINESE = /[\u4e00-\u9fff]/;
const DATE = String.raw`(?:\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})`;
const TIME = String.raw`\d{1,2}:\d{2}(?::\d{2})?`;
const TIME_VALUE = new RegExp(`^(?:${DATE} ?)?${TIME}(?: ?~ ?(?:${DATE} ?)?${TIME})?$`);
const DATE_VALUE = new RegExp(`^${DATE}(?: ?${TIME})?(?: ?~ ?${DATE}(?: ?${TIME})?)?$`);

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
  car_number: (value) => length(value) <= 8,
  name: (value) => (CHINESE.test(value) ? length(value) <= 10 : length(value) <= 20),
  phrase: (value) => [...value].every((character) => CHINESE.test(character)) && length(value) <= 5,
  enum: () => true,
};

/** The words of errcode 47003 for this value, or nothing when it may be sent. */
export function valueProblem(key: string, value: string): string | undefined {
  const kind = /^([a-z_]+?)\d+$/.exec(key)?.[1] ?? '';
  const allowed = VALUE_RULES[kind];
  if (!allowed) return `argument invalid! data.${key} is not a keyword of the template`;
  if (value.trim() === '') return `argument invalid! data.${key}.value is empty`;
  return allowed(value) ? undefined : `argument invalid! data.${key}.value invalid`;
}

function length(value: string): number {
  return [...value].length;
}
