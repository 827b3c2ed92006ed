import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import mongoose from 'mongoose';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import { integrityErrors } from './check-integrity';
import { findIdentifier, keyOf } from './identifier.model';
import { importMembers } from './import-members';
import type { MembersImport, MembersReport } from './import-members';
import type { MemberNote } from './import-rows.rules';
import { noteSighting } from './note-sighting';
import type { Shown } from './note-sighting';
import { aMember, aMemberWithPhone, forgetEverybody } from './testing';

const folder = mkdtempSync(path.join(tmpdir(), 'members-'));
const collection = (name: string) => mongoose.connection.collection(name);
let suite: Suite;
beforeAll(async () => {
  suite = await startSuite();
});
beforeEach(async () => {
  await forgetEverybody();
  await collection('member_imports').deleteMany({});
});
afterEach(async () => expect(await integrityErrors(suite.ctx())).toEqual([]));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await suite.close();
});

let made = 0;
function write(content: string | Buffer): string {
  const file = path.join(folder, `${(made += 1)}.csv`);
  writeFileSync(file, content);
  return file;
}
async function importIt(
  file: string,
  wish: Partial<MembersImport> = {},
): Promise<MembersReport & { notes: MemberNote[] }> {
  const notes: MemberNote[] = [];
  const report = await importMembers(suite.ctx(), {
    ...{ file, mapping: undefined, source: '', asOf: null, dryRun: false },
    onNote: (note) => void notes.push(note),
    onProgress: () => undefined,
    ...wish,
  });
  return { ...report, notes };
}
const ownerOf = async (shown: Shown): Promise<string | null | undefined> =>
  (await findIdentifier(keyOf(shown)))?.customerId;
const count = (name: string, filter = {}) => collection(name).countDocuments(filter);
const HEAD = '会员号,手机号,手机已验证,邮箱,unionid,入会时间';

test('each row is one sighting, at its time, with the member number first; phones are sealed', async () => {
  const report = await importIt(
    write(`${HEAD}\nM1,13800138001,是,a@example.com,,2019-03-05\nM2,,,,,\nM3,00000000000,,,,2019-03-05\n`),
  );
  expect(report).toMatchObject({
    rows: 3,
    added: 3,
    already: 0,
    refused: 0,
    ignored: 1,
    newCustomers: 3,
    joined: 0,
  });
  expect(report.notes).toEqual([
    expect.objectContaining({ row: 4, column: '手机号', code: 'VALUE_BLOCKED', detail: '000****00' }),
  ]);
  const key = keyOf({ type: 'member_no', value: 'M1' });
  const row = await collection('sightings').findOne({ 'shown.0.key': key });
  expect(row).toMatchObject({ source: 'import', at: new Date('2019-03-05T00:00:00+08:00') });
  expect(row?.['ref']).toMatch(/^\/[\w-]{43}$/);
  expect(row?.['shown']).toMatchObject([
    { type: 'member_no' },
    { type: 'phone', verified: true },
    { type: 'email' },
  ]);
  const stored = JSON.stringify([
    await collection('identities').find().toArray(),
    await collection('sightings').find().toArray(),
    await collection('member_imports').find().toArray(),
  ]);
  expect(stored).not.toMatch(/13800138001|example\.com/);
});

test('the same file again, the same rows in another file, and rows that are there twice add nothing', async () => {
  const rows = Array.from({ length: 450 }, (_, i) => `M${i % 440},,,m${i % 440}@example.com,,2019-03-05`);
  const file = write([HEAD, ...rows].join('\n'));
  expect(await importIt(file)).toMatchObject({ rows: 450, added: 440, already: 10, newCustomers: 440 });
  const before = await collection('sightings').find().sort({ _id: 1 }).toArray();
  expect(await importIt(file)).toMatchObject({ rows: 450, added: 0, already: 450, resumedAfter: 0 });
  const turned = rows.map((row) => row.split(',').reverse().join('\t'));
  const another = write(
    `\ufeff${[HEAD.split(',').reverse().join('\t'), ...turned, '2019-03-05\t\t\t\t\tM999'].join('\r\n')}`,
  );
  expect(await importIt(another)).toMatchObject({ rows: 451, added: 1, already: 450 });
  expect(
    (await collection('sightings').find().sort({ _id: 1 }).toArray()).filter(({ _id }) =>
      before.some((row) => String(row._id) === String(_id)),
    ),
  ).toEqual(before);
  expect(await count('customers')).toBe(441);
});

test('a row that shows the UnionID of a mini-program shopper is theirs, and a verified phone too', async () => {
  const lin = await aMember(suite, 'lin');
  const bound = await aMemberWithPhone(suite, 'chen');
  const unionid = (await collection('identities').findOne({ type: 'unionid', customerId: lin.customerId }))?.[
    'value'
  ] as string;
  const people = (await suite.sandbox.control.people()).shoppers;
  const phone = people.find(({ id }) => id === 'chen')!.phone;
  const report = await importIt(
    write(`${HEAD}\nM1,,,,${unionid},2012-03-05\nM2,${phone},是,,,2019-03-05\nM3,,,,,\n`),
  );
  expect(report).toMatchObject({ added: 3, newCustomers: 1, joined: 2 });
  const owners = [];
  for (const value of ['M1', 'M2', 'M3']) owners.push(await ownerOf({ type: 'member_no', value }));
  expect(owners.slice(0, 2)).toEqual([lin.customerId, bound.customerId]);
  expect(new Set(owners).size).toBe(3);
});

test('a number of years ago may be somebody else’s today, unless the file is said to be of today', async () => {
  const shopper = (day: string): Parameters<typeof noteSighting>[1] => ({
    source: 'test',
    at: new Date(day),
    shown: [
      { type: 'unionid', value: 'union-1' },
      { type: 'phone', value: '13800138001', verified: true },
    ],
  });
  for (const day of ['2026-06-01', '2026-08-01', '2026-10-01']) await noteSighting(suite.ctx(), shopper(day));
  const file = write(`${HEAD}\nM1,13800138001,是,,,2014-03-05\n`);
  const areOne = async () =>
    (await ownerOf({ type: 'member_no', value: 'M1' })) ===
    (await ownerOf({ type: 'unionid', value: 'union-1' }));
  await importIt(file);
  expect(await areOne()).toBe(false);
  await importIt(file, { asOf: new Date('2026-11-01') });
  expect(await areOne()).toBe(true);
});

test('members of two old systems may have the same number', async () => {
  const rows = (phone: string) => `${HEAD}\n1,${phone},是,,,\n`;
  await importIt(write(rows('13800138001')), { source: 'shop' });
  await importIt(write(rows('13800138002')), { source: 'web' });
  expect(await count('customers')).toBe(2);
  expect(await ownerOf({ type: 'member_no', value: 'shop/1' })).not.toBe(
    await ownerOf({ type: 'member_no', value: 'web/1' }),
  );
});

test('an import and shoppers who come at the same time make the same people', async () => {
  const rows = Array.from({ length: 600 }, (_, i) => `M${i},139${String(i % 500).padStart(8, '0')},是,,,`);
  const visits = async (from: number) => {
    for (let i = from; i < 500; i += 20) {
      const phone = { type: 'phone' as const, value: `139${String(i).padStart(8, '0')}`, verified: true };
      await noteSighting(suite.ctx(), {
        source: 'test',
        shown: [{ type: 'pos_card', value: `C${i}` }, phone],
      });
    }
  };
  const [report] = await Promise.all([
    importIt(write([HEAD, ...rows].join('\n'))),
    ...[0, 5, 10, 15].map(visits),
  ]);
  expect(report).toMatchObject({ rows: 600, added: 600 });
  for (let i = 100; i < 500; i += 20)
    expect(await ownerOf({ type: 'pos_card', value: `C${i}` })).toBe(
      await ownerOf({ type: 'member_no', value: `M${i}` }),
    );
});

test('a GBK file that Excel saved is read', async () => {
  // 会员号,姓名 and 邮箱 in GBK.
  const head = Buffer.from('bbe1d4b1bac52cd0d5c3fb2cd3cacfe40d0a', 'hex');
  const report = await importIt(
    write(
      Buffer.concat([
        head,
        Buffer.from('M1,'),
        Buffer.from('c9add3ec', 'hex'),
        Buffer.from(',a@example.com\r\nM2,x,b@m\r\n'),
      ]),
    ),
  );
  expect(report).toMatchObject({ encoding: 'gb18030', rows: 2, added: 1, refused: 1 });
  expect(report.notes).toMatchObject([{ row: 3, column: '邮箱', code: 'EMAIL_UNREADABLE' }]);
});

test('a dry run tells what would happen and writes nothing', async () => {
  await importIt(write(`${HEAD}\nM1,,,,,\n`));
  const before = [await count('sightings'), await count('member_imports')];
  const report = await importIt(write(`${HEAD}\nM1,,,,,\nM2,,,,,\nM3,1,,,,\n`), { dryRun: true });
  expect(report).toMatchObject({ rows: 3, added: 1, already: 1, refused: 1 });
  expect([await count('sightings'), await count('member_imports')]).toEqual(before);
});

test('broken rows cost themselves, and each is told', async () => {
  const long = `M2,${'x'.repeat(70_000)}`;
  const report = await importIt(
    write(`${HEAD}\nM1,,,,,\n${long}\n"M3,,,,,\nM4,,,,,,,7\nM5\0,,,,,\nM6,,,,,\n`),
  );
  expect(report).toMatchObject({ rows: 6, added: 2, refused: 4 });
  expect(report.notes.map(({ row, code }) => [row, code])).toEqual([
    [3, 'ROW_TOO_LONG'],
    [4, 'ROW_UNREADABLE'],
    [5, 'TOO_MANY_COLUMNS'],
    [6, 'VALUE_BROKEN'],
  ]);
});

test.each([
  ['nothing but headings', `${HEAD}\n`, null],
  ['nothing', '', /is empty/],
  ['a heading twice', '手机号,mobile\n1,2\n', /several columns for phone/],
  ['no identifier', '姓名,地址\n林,上海\n', /no column that tells who somebody is/],
])('a file with %s', async (_what, content, problem) => {
  if (problem) await expect(importIt(write(content))).rejects.toThrow(problem);
  else expect(await importIt(write(content))).toMatchObject({ rows: 0, added: 0, refused: 0 });
});

describe('two processes', () => {
  const rows = Array.from({ length: 1000 }, (_, i) => `M${i},,,,,`);

  test('do not import one file at the same time', async () => {
    const file = write([HEAD, ...rows].join('\n'));
    const outcomes = await Promise.allSettled([importIt(file), importIt(file)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { message: expect.stringContaining('being imported by another process') },
    });
    expect(await count('sightings')).toBe(1000);
  });

  test('pass it on when one breaks off, to the row and the figure', async () => {
    const file = write([HEAD, ...rows, 'M0,1,,,,'].join('\n'));
    const broken = importIt(file, {
      onProgress: ({ rows: done }) => {
        if (done >= 400) throw new Error('unplugged');
      },
    });
    await expect(broken).rejects.toThrow('unplugged');
    // As if it had died between two of the sightings, and without letting go.
    const begun = {
      $set: { rowsDone: 200, holder: 'dead', 'counts.added': 200, 'counts.newCustomers': 200 },
    };
    const adding = (await collection('sightings').find().toArray()).map(({ _id }) => String(_id));
    const first = new Set(
      (
        await Promise.all(
          Array.from({ length: 200 }, (_, i) => findIdentifier(keyOf({ type: 'member_no', value: `M${i}` }))),
        )
      ).map((row) => row?.customerId),
    );
    await collection('member_imports').updateOne(
      {},
      { ...begun, $set: { ...begun.$set, adding: adding.filter((id) => !first.has(id)) } },
    );
    const report = await importIt(file);
    expect(report).toMatchObject({
      rows: 1001,
      added: 1000,
      already: 0,
      newCustomers: 1000,
      refused: 1,
      resumedAfter: 200,
    });
    expect(report.notes).toMatchObject([{ row: 1002, code: 'PHONE_UNREADABLE' }]);
  });
});

const data = path.resolve(__dirname, '../../../../../../shared/data/identity/splink-fake-1000.csv');

describe('the thousand rows of splink as an old member file (skipped without ../shared/data/identity)', () => {
  const there = existsSync(data) ? test : test.skip;

  there(
    'nobody is wrongly joined, all that equal addresses tell is found, and every row that is refused is told',
    async () => {
      const rows = parse(readFileSync(data), { columns: true }) as {
        unique_id: string;
        email: string;
        cluster: string;
      }[];
      const report = await importIt(data);
      const isAddress = (text: string): boolean =>
        /^[^@\s]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/i.test(text);
      const refused = rows.flatMap(({ email }, i) =>
        isAddress(email) ? [] : [[i + 2, email === '' ? 'NO_IDENTIFIER' : 'EMAIL_UNREADABLE']],
      );
      expect(report).toMatchObject({ rows: 1000, refused: refused.length });
      expect(report.notes.map(({ row, code }) => [row, code])).toEqual(refused);

      const taken = rows.filter(({ email }) => isAddress(email));
      const customers: (string | null | undefined)[] = [];
      for (const { email } of taken)
        customers.push(await ownerOf({ type: 'email', value: email.toLowerCase() }));
      const pairs = { right: 0, wrong: 0, sameAddress: 0 };
      taken.forEach((a, i) =>
        taken.slice(i + 1).forEach((b, j) => {
          const isSame = a.cluster === b.cluster;
          if (customers[i] === customers[i + 1 + j]) pairs[isSame ? 'right' : 'wrong'] += 1;
          if (isSame && a.email.toLowerCase() === b.email.toLowerCase()) pairs.sameAddress += 1;
        }),
      );
      const all = rows.flatMap((a, i) => rows.slice(i + 1).filter((b) => a.cluster === b.cluster)).length;
      expect(pairs).toEqual({ right: pairs.sameAddress, wrong: 0, sameAddress: pairs.sameAddress });
      // 0.539 of all pairs have equal addresses; one pair shares a text without an @, which is no address and refused.
      expect((pairs.right + 1) / all).toBeCloseTo(0.539, 3);
    },
  );
});
