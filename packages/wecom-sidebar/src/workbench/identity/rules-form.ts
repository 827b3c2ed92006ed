import type { Input } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Kind, KindRule, RuleRun, Rules } from './types';
import { many } from './words';

export type Strength = KindRule['strength'];
export const strengths: readonly { key: Strength; text: string }[] = [
  { key: 'strong', text: '采信' },
  { key: 'weak', text: '仅作线索' },
  { key: 'never', text: '不作依据' },
];

/** One kind as it stands in the fields; an empty field is a limit that there is not. */
export type KindForm = {
  strength: Strength;
  verified: Strength;
  most: string;
  withinDays: string;
  movesAfterDays: string;
  expiresDays: string;
};
export type Field = keyof KindForm;
export type Edits = { kinds: Partial<Record<Kind, KindForm>>; blocked: string | null };
export const noEdits: Edits = { kinds: {}, blocked: null };

const DAYS = { least: 1, most: 3650 };
const PEOPLE = { least: 1, most: 100 };
const shown = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : `${value}`;

export const formOf = (rule: KindRule): KindForm => ({
  strength: rule.strength,
  verified: rule.verified,
  most: shown(rule.people?.most),
  withinDays: shown(rule.people?.withinDays),
  movesAfterDays: shown(rule.movesAfterDays),
  expiresDays: shown(rule.expiresDays),
});

/** null: empty; undefined: not such a number. Full-width digits are what Chinese keyboards type. */
function readNumber(typed: string, { least, most }: typeof DAYS): number | null | undefined {
  const text = typed.normalize('NFKC').trim();
  if (text === '') return null;
  const value = Number(text);
  return /^\d{1,5}$/.test(text) && value >= least && value <= most ? value : undefined;
}

type KindInput = NonNullable<Input<Contracts['identity.dryRunRules']>['rules']['types'][Kind]>;

/** The rule in the fields, or the fields that are no rule. */
export function readKind(form: KindForm): { rule: KindInput; amiss: [] } | { rule: null; amiss: Field[] } {
  const most = readNumber(form.most, PEOPLE);
  const withinDays = readNumber(form.withinDays, DAYS);
  const movesAfterDays = readNumber(form.movesAfterDays, DAYS);
  const expiresDays = readNumber(form.expiresDays, DAYS);
  const isHalf = (most === null) !== (withinDays === null);
  const amiss: Field[] = [];
  if (most === undefined || (isHalf && most === null)) amiss.push('most');
  if (withinDays === undefined || (isHalf && withinDays === null)) amiss.push('withinDays');
  if (movesAfterDays === undefined) amiss.push('movesAfterDays');
  if (expiresDays === undefined) amiss.push('expiresDays');
  if (amiss.length > 0 || movesAfterDays === undefined || expiresDays === undefined)
    return { rule: null, amiss };
  const { strength, verified } = form;
  const people = typeof most === 'number' && typeof withinDays === 'number' ? { most, withinDays } : null;
  return { rule: { strength, verified, people, movesAfterDays, expiresDays }, amiss: [] };
}

export const isSame = (a: KindForm, b: KindForm): boolean =>
  (Object.keys(a) as Field[]).every((field) => a[field].trim() === b[field].trim());
export const formIn = (edits: Edits, rule: KindRule): KindForm => edits.kinds[rule.type] ?? formOf(rule);
export const isChanged = (edits: Edits, rule: KindRule): boolean =>
  !isSame(formIn(edits, rule), formOf(rule));

const MOST_BLOCKED = 50;
const LONGEST_BLOCKED = 100;
const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
export const blockedIn = (edits: Edits, { blocked }: Pick<Rules, 'blocked'>): string =>
  edits.blocked ?? blocked.join('\n');

function isPattern(text: string): boolean {
  try {
    new RegExp(`^(?:${text})$`);
    return true;
  } catch {
    return false;
  }
}

export function blockedProblem(text: string): string | null {
  const lines = linesOf(text);
  if (lines.length > MOST_BLOCKED) return `最多 ${MOST_BLOCKED} 行`;
  const long = lines.findIndex((line) => line.length > LONGEST_BLOCKED);
  if (long >= 0) return `第 ${long + 1} 行太长，每行最多 ${LONGEST_BLOCKED} 个字`;
  const wrong = lines.findIndex((line) => !isPattern(line));
  return wrong >= 0 ? `第 ${wrong + 1} 行写法不对：${lines[wrong]}` : null;
}

/** How many kinds differ from the rules in force; the blocked values count as one. */
export function countChanges(edits: Edits, rules: Rules): number {
  const isOther = linesOf(blockedIn(edits, rules)).join('\n') !== rules.blocked.join('\n');
  return rules.types.filter((rule) => isChanged(edits, rule)).length + (isOther ? 1 : 0);
}

type RulesInput = Input<Contracts['identity.dryRunRules']>['rules'];

/** All kinds, changed or not, so that the server need not guess what the others are; null: a field is amiss. */
export function rulesInput(edits: Edits, rules: Rules): RulesInput | null {
  const types: RulesInput['types'] = {};
  for (const each of rules.types) {
    const { rule } = readKind(formIn(edits, each));
    if (!rule) return null;
    types[each.type] = rule;
  }
  const text = blockedIn(edits, rules);
  return blockedProblem(text) ? null : { types, blocked: linesOf(text) };
}

const strengthText = (strength: Strength): string =>
  strengths.find(({ key }) => key === strength)?.text ?? strength;

/** `未验证仅作线索，验证后采信；365 天内最多 2 人` … for a line of a list. */
export function ruleText(form: KindForm): string {
  const { strength, verified, most, withinDays, movesAfterDays, expiresDays } = form;
  const belief =
    strength === verified
      ? strengthText(strength)
      : `未验证${strengthText(strength)}，验证后${strengthText(verified)}`;
  return [
    belief,
    most.trim() && withinDays.trim() ? `${withinDays.trim()} 天内最多 ${most.trim()} 人` : '',
    movesAfterDays.trim() ? `${movesAfterDays.trim()} 天没出现可换主人` : '',
    expiresDays.trim() ? `${expiresDays.trim()} 天后失效` : '',
  ]
    .filter(Boolean)
    .join('；');
}

/** `会合并 312 位、拆开 41 位顾客`. */
export function runText({ kind, state, joined, split }: RuleRun): string {
  const will = kind === 'dry_run' ? '会' : '已';
  if (joined === 0 && split === 0)
    return state === 'done' ? '没有顾客会因此合并或拆开' : '还没有发现要合并或拆开的顾客';
  const parts = [
    joined > 0 ? `合并 ${many(joined)} 位` : '',
    split > 0 ? `拆开 ${many(split)} 位` : '',
  ].filter(Boolean);
  return `${will}${parts.join('、')}顾客`;
}

/** Whole per cents, never 100 before it is done. */
export function percentOf({ done, total, state }: Pick<RuleRun, 'done' | 'total' | 'state'>): number {
  if (state === 'done') return 100;
  return total === 0 ? 0 : Math.min(99, Math.floor((done / total) * 100));
}
