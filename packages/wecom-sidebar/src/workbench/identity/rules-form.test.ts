import {
  blockedProblem,
  countChanges,
  formOf,
  isChanged,
  noEdits,
  percentOf,
  readKind,
  rulesInput,
  ruleText,
  runText,
} from './rules-form';
import type { Edits, KindForm } from './rules-form';
import type { KindRule, RuleRun, Rules } from './types';

const phone: KindRule = {
  type: 'phone',
  typeText: '手机号',
  rank: 30,
  oneEach: false,
  strength: 'weak',
  verified: 'strong',
  people: { most: 2, withinDays: 365 },
  movesAfterDays: 90,
  expiresDays: null,
};
const card: KindRule = { ...phone, type: 'pos_card', strength: 'strong', people: null, movesAfterDays: null };
const rules: Rules = {
  version: 3,
  types: [card, phone],
  blocked: ['null', '[0-]*'],
  changedAt: null,
  changedByName: null,
  runs: [],
};
const typed = (fields: Partial<KindForm>): KindForm => ({ ...formOf(phone), ...fields });
const edited = (fields: Partial<KindForm>): Edits => ({ ...noEdits, kinds: { phone: typed(fields) } });

describe('the fields of a kind', () => {
  it('read back as the rule they were made of', () => {
    const { type: _t, typeText: _x, rank: _r, oneEach: _o, ...rule } = phone;
    expect(readKind(formOf(phone))).toEqual({ rule, amiss: [] });
  });

  it('take full-width digits, and nothing for no limit', () => {
    const { rule } = readKind(typed({ most: '３', movesAfterDays: ' ' }));
    expect(rule).toMatchObject({ people: { most: 3, withinDays: 365 }, movesAfterDays: null });
    expect(readKind(typed({ most: '', withinDays: '' })).rule?.people).toBeNull();
  });

  it.each<[Partial<KindForm>, string[]]>([
    [{ most: '0' }, ['most']],
    [{ most: '101' }, ['most']],
    [{ most: '' }, ['most']],
    [{ withinDays: '' }, ['withinDays']],
    [{ withinDays: '3651' }, ['withinDays']],
    [{ movesAfterDays: '1.5' }, ['movesAfterDays']],
    [{ movesAfterDays: '-1', expiresDays: 'x' }, ['movesAfterDays', 'expiresDays']],
  ])('%p are no rule', (fields, amiss) => expect(readKind(typed(fields))).toEqual({ rule: null, amiss }));

  it('are told as a sentence', () => {
    expect(ruleText(formOf(phone))).toBe(
      '未验证仅作线索，验证后采信；365 天内最多 2 人；90 天没出现可换主人',
    );
    expect(ruleText(formOf(card))).toBe('采信');
  });
});

describe('rules with edits', () => {
  it('have as many changes as kinds that differ, and one for the blocked values', () => {
    expect(countChanges(noEdits, rules)).toBe(0);
    expect(countChanges(edited({ most: '3' }), rules)).toBe(1);
    expect(countChanges({ ...edited({ most: '3' }), blocked: 'null' }, rules)).toBe(2);
  });

  it('have none when what was typed is what was there', () => {
    expect(isChanged(edited({ most: '2 ' }), phone)).toBe(false);
    expect(countChanges({ ...noEdits, blocked: ' null \n\n[0-]*' }, rules)).toBe(0);
  });

  it('are sent whole, with the kinds nobody touched', () => {
    const input = rulesInput({ ...edited({ most: '3' }), blocked: 'none\n' }, rules);
    expect(input?.blocked).toEqual(['none']);
    expect(input?.types.phone?.people).toEqual({ most: 3, withinDays: 365 });
    expect(input?.types.pos_card).toMatchObject({ strength: 'strong', people: null });
  });

  it('are not sent while a field is amiss', () => {
    expect(rulesInput(edited({ most: 'x' }), rules)).toBeNull();
    expect(rulesInput({ ...noEdits, blocked: '((' }, rules)).toBeNull();
  });
});

it.each([
  ['null\n(\\d)\\1{6,}', null],
  ['null\n((', '第 2 行写法不对：(('],
  ['x'.repeat(101), '第 1 行太长，每行最多 100 个字'],
  [Array.from({ length: 51 }, (_, at) => at).join('\n'), '最多 50 行'],
])('blocked values %j have the problem %p', (text, problem) => expect(blockedProblem(text)).toBe(problem));

describe('a run', () => {
  const run: RuleRun = {
    runId: '0'.repeat(20),
    kind: 'dry_run',
    state: 'done',
    ...{ done: 10, total: 10, joined: 1312, split: 41, customersBefore: 100, customersAfter: 90 },
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt: null,
    byName: '周敏',
  };
  it.each<[Partial<RuleRun>, string]>([
    [{}, '会合并 1,312 位、拆开 41 位顾客'],
    [{ kind: 'apply', split: 0 }, '已合并 1,312 位顾客'],
    [{ joined: 0 }, '会拆开 41 位顾客'],
    [{ joined: 0, split: 0 }, '没有顾客会因此合并或拆开'],
    [{ joined: 0, split: 0, state: 'running' }, '还没有发现要合并或拆开的顾客'],
  ])('%p reads %p', (part, text) => expect(runText({ ...run, ...part })).toBe(text));

  it.each([
    [0, 0, 0],
    [5, 10, 50],
    [999, 1000, 99],
    [12, 10, 99],
  ])('at %p of %p is %p per cent done', (done, total, percent) =>
    expect(percentOf({ done, total, state: 'running' })).toBe(percent),
  );
  it('is a hundred per cent done only when it is', () => expect(percentOf(run)).toBe(100));
});
