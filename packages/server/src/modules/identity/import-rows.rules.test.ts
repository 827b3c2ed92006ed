import fc from 'fast-check';
import { DEFAULT_RULES } from './evidence.rules';
import { Mapping, findColumns } from './import-columns.rules';
import { masked, readMember, shanghaiTime } from './import-rows.rules';

const HEADINGS = [
  '会员号',
  '会员卡号',
  'UnionID',
  'OpenID',
  '手机号',
  '手机已验证',
  'E-mail',
  '入会时间',
  '最近消费时间',
  '姓名',
];
const until = new Date('2026-11-28T12:00:00+08:00');
const nobodys = new RegExp(`^(?:${DEFAULT_RULES.blocked.join('|')})$`);

function reading(headings = HEADINGS, system = '') {
  const found = findColumns(headings);
  if ('problem' in found) throw new Error(found.problem);
  return {
    columns: found.columns,
    isNobodys: (value: string) => nobodys.test(value),
    until,
    system,
    asOf: null,
  };
}
/** A row of `HEADINGS` by name. */
function member(cells: Record<string, string>, system = '') {
  const row = HEADINGS.map((heading) => cells[heading] ?? '');
  return readMember({ row: 7, cells: row }, reading(HEADINGS, system));
}
const codes = (cells: Record<string, string>) =>
  member(cells).notes.map(({ verdict, code, column }) => `${verdict} ${code} ${column}`);

describe('a row', () => {
  test('shows its identifiers, the member number first, and when they were last seen', () => {
    const { read, notes } = member({
      姓名: '林晓',
      'E-mail': 'Lin@Example.COM',
      手机号: '+86 138-0013-8001',
      手机已验证: '是',
      OpenID: 'oAbc_123-xyz',
      UnionID: 'oUnion123',
      会员卡号: '="000123"',
      会员号: "'M001\t",
      入会时间: '2019/3/5',
      最近消费时间: '2026-01-02 03:04',
    });
    expect(notes).toEqual([]);
    expect(read).toEqual({
      row: 7,
      shown: [
        { type: 'member_no', value: 'M001' },
        { type: 'pos_card', value: '000123' },
        { type: 'unionid', value: 'oUnion123' },
        { type: 'mp_openid', value: 'oAbc_123-xyz' },
        { type: 'phone', value: '13800138001', verified: true },
        { type: 'email', value: 'lin@example.com' },
      ],
      at: new Date('2026-01-02T03:04:00+08:00'),
    });
  });

  test('of one of several old systems keeps its member number apart, and its card as the till reads it', () => {
    expect(member({ 会员号: '1', 会员卡号: '2' }, 'old-crm').read?.shown).toEqual([
      { type: 'member_no', value: 'old-crm/1' },
      { type: 'pos_card', value: '2' },
    ]);
  });

  test.each<[Record<string, string>, string[]]>([
    [{ 姓名: '林' }, ['refused NO_IDENTIFIER ']],
    [{ 会员号: '1', 手机号: '1380013' }, ['refused PHONE_UNREADABLE 手机号']],
    [{ 会员号: '1', 手机号: '0755-12345678' }, ['refused PHONE_UNREADABLE 手机号']],
    [{ 会员号: '1.2E+10' }, ['refused NUMBER_DAMAGED 会员号']],
    [{ 手机号: '1.38E+10' }, ['refused NUMBER_DAMAGED 手机号']],
    [{ 会员号: '1', 'E-mail': 'lin@m' }, ['refused EMAIL_UNREADABLE E-mail']],
    [{ 会员号: '1', UnionID: 'o 1' }, ['refused ID_UNREADABLE UnionID']],
    [{ 会员号: '1/2' }, ['refused ID_UNREADABLE 会员号']],
    [{ 会员号: '1\u00002' }, ['refused VALUE_BROKEN 会员号']],
    [{ 会员号: '会\ufffd' }, ['refused VALUE_BROKEN 会员号']],
    [{ 会员号: 'x'.repeat(65) }, ['refused VALUE_TOO_LONG 会员号']],
    [{ 会员号: '1', 入会时间: '2019-02-30' }, ['refused TIME_UNREADABLE 入会时间']],
    [{ 会员号: '1', 入会时间: '2026-11-29' }, ['refused TIME_IN_FUTURE 入会时间']],
    [
      { 手机号: 'x', 'E-mail': 'y', 入会时间: 'z' },
      [
        'refused PHONE_UNREADABLE 手机号',
        'refused EMAIL_UNREADABLE E-mail',
        'refused TIME_UNREADABLE 入会时间',
      ],
    ],
  ])('is refused with a reason: %j', (cells, expected) => {
    expect(codes(cells)).toEqual(expected);
    expect(member(cells).read).toBeNull();
  });

  test.each<[Record<string, string>, string[]]>([
    [{ 会员号: '1', 手机号: '00000000000' }, ['ignored VALUE_BLOCKED 手机号']],
    [{ 会员号: '1', 手机号: '11111111111' }, ['ignored VALUE_BLOCKED 手机号']],
    [{ 会员号: '1', 'E-mail': 'NULL' }, ['ignored VALUE_BLOCKED E-mail']],
    [{ 会员号: '1', 手机已验证: '大概' }, ['ignored VERIFIED_UNREADABLE 手机已验证']],
    [{ 会员号: '1', 手机号: '-', 'E-mail': '无' }, []],
  ])('counts without a cell that says nothing: %j', (cells, expected) => {
    expect(codes(cells)).toEqual(expected);
    expect(member(cells).read?.shown).toEqual([{ type: 'member_no', value: '1' }]);
  });

  test('of nothing but placeholders has no identifier', () => {
    expect(codes({ 手机号: '00000000000' })).toEqual([
      'ignored VALUE_BLOCKED 手机号',
      'refused NO_IDENTIFIER ',
    ]);
  });

  test('with more columns than headings is refused, unless they are empty', () => {
    const row = [...HEADINGS.map(() => '1380013800'), '', ' '];
    const cells = ['M1', ...Array<string>(HEADINGS.length - 1).fill('')];
    expect(readMember({ row: 1, cells: [...cells, '', ' '] }, reading()).read).not.toBeNull();
    const { read, notes } = readMember({ row: 1, cells: [...row, '13800138001'] }, reading());
    expect({ read, notes }).toMatchObject({
      read: null,
      notes: [{ code: 'TOO_MANY_COLUMNS', detail: '138****01' }],
    });
  });

  test('with fewer cells than headings has none there', () => {
    expect(readMember({ row: 1, cells: ['M1'] }, reading()).read?.shown).toEqual([
      { type: 'member_no', value: 'M1' },
    ]);
  });

  test('written by a program that took numbers for numbers is read', () => {
    expect(member({ 手机号: '13800138001.0' }).read?.shown).toMatchObject([{ value: '13800138001' }]);
  });

  test('never brings a whole number or address into a note', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 7, maxLength: 20 });
    fc.assert(
      fc.property(
        digits,
        fc.constantFrom(...HEADINGS),
        fc.constantFrom('', 'x', '@', '@a', '?'),
        (number, heading, more) => {
          for (const { detail } of member({ [heading]: `${number}${more}`, 手机号: number }).notes)
            expect(detail).not.toContain(number);
        },
      ),
    );
  });
});

test('what is masked moves no cursor and shows little', () => {
  expect(['13800138001', 'lin@example.com', 'abcd', 'a', '\u001b[2Jxyz123'].map(masked)).toEqual([
    '138****01',
    'l***@example.com',
    'a***',
    '*',
    '·[2****23',
  ]);
});

test.each([
  ['2019-03-05', '2019-03-05T00:00:00+08:00'],
  ['2019/3/5 9:05', '2019-03-05T09:05:00+08:00'],
  ['2019.03.05 09:05:06.123', '2019-03-05T09:05:06+08:00'],
  ['2019年3月5日', '2019-03-05T00:00:00+08:00'],
  ['20190305', '2019-03-05T00:00:00+08:00'],
  ['2019-03-05T01:02:03Z', '2019-03-05T01:02:03Z'],
  ['2019-03-05T01:02:03+09:00', '2019-03-05T01:02:03+09:00'],
  ['2019-03-05 01:02:03-0330', '2019-03-05T01:02:03-03:30'],
])('%s is %s', (text, time) => {
  expect(shanghaiTime(text)).toEqual(new Date(time));
});

test.each([
  '',
  '2019',
  '43529',
  '2019-13-01',
  '2019-02-29',
  '1900-01-01',
  '5/3/2019',
  '2019-03-05 24:00',
  '2019-03-05x',
])('%j is no time', (text) => {
  expect(shanghaiTime(text)).toBeNull();
});

describe('columns', () => {
  const problem = (headings: string[], mapping?: Mapping) => {
    const found = findColumns(headings, mapping);
    return 'problem' in found ? found.problem : null;
  };

  test('are known by their headings, however they are written', () => {
    const found = findColumns(['Member No', 'PHONE_NUMBER', '邮箱地址', '注册时间', '备注', '备注']);
    expect('columns' in found && Object.keys(found.columns.of)).toEqual([
      'member_no',
      'phone',
      'email',
      'joined_at',
    ]);
  });

  test('that are there twice, or tell nobody, are a problem', () => {
    expect(problem(['手机号', 'mobile', '会员号'])).toMatch(/several columns for phone \(手机号, mobile\)/);
    expect(problem(['姓名', '入会时间'])).toMatch(
      /no column that tells who somebody is .*seen: 姓名, 入会时间/,
    );
  });

  test('go by the mapping alone where there is one', () => {
    expect(problem(['手机号', 'mobile'], { phone: 'mobile' })).toBeNull();
    expect(problem(['TEL 1', 'TEL 1'], { phone: 'TEL 1' })).toMatch(/several columns/);
    expect(problem(['手机号'], { phone: 'TEL' })).toMatch(/no column "TEL"/);
    expect(Mapping.safeParse({ telephone: 'TEL' }).success).toBe(false);
  });
});
