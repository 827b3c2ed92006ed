import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import mongoose from 'mongoose';
import { config } from './config';
import { systemCtx } from './kernel/context';
import { programOf, startPlatforms } from './kernel/testing';
import type { Platforms } from './kernel/testing';
import { integrityErrors } from './modules/identity/check-integrity';
import { openOwnDatabase } from './modules/stores/testing';

const root = path.resolve(__dirname, '../../..');
const program = programOf('members-import.ts');
const folder = mkdtempSync(path.join(tmpdir(), 'members-import-'));
let platforms: Platforms;
let database: Awaited<ReturnType<typeof openOwnDatabase>>;

beforeAll(async () => {
  platforms = await startPlatforms();
});
beforeEach(async () => {
  database = await openOwnDatabase();
});
afterEach(() => database.drop());
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await platforms.close();
});

let made = 0;
function write(content: string): string {
  const file = path.join(folder, `${(made += 1)}.csv`);
  writeFileSync(file, content);
  return file;
}
const collection = (name: string) => mongoose.connection.collection(name);
const env = () => ({
  ...process.env,
  ...platforms.sandbox.env,
  PUBLIC_URL: 'http://127.0.0.1:1',
  WECOM_H5_URL: 'http://127.0.0.1:1',
  PHONE_KEY: config().PHONE_KEY,
  HASH_KEY: config().HASH_KEY,
  MONGO_URL: database.url,
});

type Ended = { code: number | null; out: string; err: string };
function start(...args: string[]): { child: ReturnType<typeof spawn>; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [...program, ...args], { cwd: root, env: env() });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  return {
    child,
    ended: new Promise((resolve) => child.once('close', (code) => resolve({ code, ...said }))),
  };
}
const run = (...args: string[]): Promise<Ended> => start(...args).ended;

const HEAD = '会员号,手机号,手机已验证,邮箱,入会时间';
const columnsOf = async (name: string, field: string): Promise<unknown[]> =>
  (await collection(name).find().sort({ _id: 1 }).toArray()).map((row) => row[field]);

test('prints the report for people and for programs, and writes every note to a file that no spreadsheet runs', async () => {
  const file = write(`${HEAD}\nM1,13800138001,是,,2019-03-05\nM2,+8613800,,,\n=1+1,13800138002,,@SUM(A1),\n`);
  const notes = path.join(folder, 'notes.csv');
  const plain = await run(file, '--report', notes);
  expect(plain).toMatchObject({ code: 0, err: '' });
  expect(plain.out).toMatch(/读取 rows +3\n新增 added +1\n[\s\S]*未导入 refused +2\n速度 speed +\d+ 行\/秒/);
  expect(plain.out).toMatch(/第 3 行 手机号 未导入 refused PHONE_UNREADABLE 不是手机号：\+86\*\*\*\*00\n/);
  const [head, ...lines] = parse(readFileSync(notes), { bom: true }) as string[][];
  expect(head).toHaveLength(6);
  expect(lines).toEqual([
    ['3', '手机号', '未导入 refused', 'PHONE_UNREADABLE', '不是手机号', "'+86****00"],
    ['4', '会员号', '未导入 refused', 'ID_UNREADABLE', '标识中有不允许的字符', "'=***"],
    ['4', '邮箱', '未导入 refused', 'EMAIL_UNREADABLE', '不是邮箱地址', "'@SU****1)"],
  ]);
  expect(`${plain.out}${readFileSync(notes, 'utf8')}`).not.toMatch(/13800138002|8613800\b/);
  const again = await run(file, '--json');
  expect(JSON.parse(again.out)).toMatchObject({ rows: 3, added: 0, already: 1, refused: 2, noteCount: 3 });
});

test('a mapping says which heading is which; a wrong one is told', async () => {
  const file = write('TEL,NO\n13800138001,7\n');
  const map = write('{"phone":"TEL","member_no":"NO"}');
  const good = await run(file, '--map', map, '--source', 'old-crm', '--as-of', '2026-01-01', '--json');
  expect(JSON.parse(good.out)).toMatchObject({ added: 1, source: 'old-crm' });
  expect(await collection('identities').findOne({ type: 'member_no' })).toMatchObject({ value: 'old-crm/7' });
  const bad = await run(file, '--map', write('{"phon":"TEL"}'));
  expect(bad).toMatchObject({ code: 2, out: '' });
  expect(bad.err).toMatch(/is not a mapping .*docs\/members-import\.md/);
});

test('asked for the wrong thing it ends with a sentence and exit code 2; with no row taken, with 1', async () => {
  const file = write(`${HEAD}\n,,,,\nx y,,,,\n`);
  const wrong: [string[], RegExp][] = [
    [[], /Say which file/],
    [['nowhere.csv'], /there is no such file/],
    [[file, file], /One file at a time/],
    [[file, '--source', 'a/b'], /--source is up to 32/],
    [[file, '--as-of', '2999-01-01'], /no time of the past/],
    [[file, '--report', file], /would write over what is read/],
    [[file, '--report', path.join(folder, 'none/x.csv')], /Cannot write .*ENOENT/],
    [[file, '--force'], /--force/],
  ];
  const outcomes = await Promise.all(wrong.map(([args]) => run(...args)));
  outcomes.forEach(({ code, out, err }, i) => {
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(wrong[i]![1]);
    expect(err).not.toMatch(/ at .*\.ts:/);
  });
  expect(readFileSync(file, 'utf8')).toContain('x y');
  expect(await run(file)).toMatchObject({ code: 1, out: expect.stringMatching(/未导入 refused +1\n/) });
});

test('killed in the middle and started again, it ends with the same people and the same report', async () => {
  // Some numbers are of two rows, every fifteenth row is refused.
  const rows = Array.from({ length: 3000 }, (_, i) => {
    const phone = i % 15 === 7 ? `12345${i}` : `13${String(i - (i % 40 === 1 ? 1 : 0)).padStart(9, '0')}`;
    return `M${i},${phone},是,,2019-03-05`;
  });
  const file = write([HEAD, ...rows].join('\n'));
  const notes = path.join(folder, 'refused.csv');
  const imports = collection('member_imports');
  for (const stopAfter of [200, 1200]) {
    const { child, ended } = start(file, '--report', notes);
    while (!(await imports.findOne({ rowsDone: { $gt: stopAfter } })))
      await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGKILL');
    await ended;
  }
  const done = Number((await imports.findOne({}))?.['rowsDone']);
  expect(done).toBeGreaterThan(1200);
  expect(done).toBeLessThan(3000);
  const last = await run(file, '--report', notes, '--json');
  const report = JSON.parse(last.out) as Record<string, unknown>;
  expect(report).toMatchObject({ rows: 3000, added: 2800, already: 0, refused: 200, noteCount: 200 });
  expect(report['resumedAfter']).toBeGreaterThanOrEqual(done);
  expect(readFileSync(notes, 'utf8').trim().split('\r\n')).toHaveLength(201);
  expect(await integrityErrors(systemCtx('test'))).toEqual([]);
  const people = await columnsOf('sightings', 'customerId');
  const ids = await columnsOf('sightings', '_id');
  expect(report['newCustomers']).toBe(new Set(people).size);

  // The same file in one go, in a database of its own.
  await database.drop();
  database = await openOwnDatabase();
  const whole = JSON.parse((await run(file, '--json')).out) as Record<string, unknown>;
  const figures = ['rows', 'added', 'already', 'refused', 'newCustomers', 'joined', 'notes'];
  expect(figures.map((name) => report[name])).toEqual(figures.map((name) => whole[name]));
  expect(await columnsOf('sightings', '_id')).toEqual(ids);
  expect(partition(await columnsOf('sightings', 'customerId'))).toEqual(partition(people));
});

/** Which of them are one, whatever they are called. */
function partition(people: unknown[]): number[] {
  const numbers = new Map<unknown, number>();
  return people.map((one) => numbers.get(one) ?? numbers.set(one, numbers.size).size - 1);
}

test('a hostile file costs its bad rows', async () => {
  const file = path.join(folder, 'hostile.csv');
  const out = openSync(file, 'w');
  writeSync(out, `${HEAD}\nM1,,,,\n`);
  const chunk = Buffer.alloc(1024 * 1024, '"');
  for (let i = 0; i < 100; i += 1) writeSync(out, chunk);
  writeSync(out, "\nM\0,,,,\n=cmd|' /C calc'!A0,,,,\nM2,,,,\n");
  closeSync(out);
  const notes = path.join(folder, 'hostile-notes.csv');
  const { code, out: told } = await run(file, '--json', '--report', notes);
  expect(code).toBe(0);
  expect(JSON.parse(told)).toMatchObject({
    ...{ rows: 5, added: 2, refused: 3 },
    notes: [{ code: 'ROW_TOO_LONG' }, { code: 'VALUE_BROKEN' }, { code: 'ID_UNREADABLE' }],
  });
  expect(readFileSync(notes, 'utf8')).toMatch(/,'=cm\*\*\*\*A0\r\n$/);
});
