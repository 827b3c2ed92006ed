import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mongoose from 'mongoose';
import { config } from '../../config';
import { programOf } from '../../kernel/testing';
import { newId } from '../../kernel/ids';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as stores from '../stores';
import { aStore } from '../stores/testing';
import * as inventory from '.';
import { importFile } from './import-file';
import type { FileImport } from './import-file';
import type { ImportNote } from './import-rows.rules';
import { inspectFile } from './read-stock-file';
import { aKnownSku, bookkeepingErrors, readStock } from './testing';

const folder = mkdtempSync(path.join(tmpdir(), 'stock-import-'));
const store = aStore();
const { storeId } = store;
let suite: Suite;
let skuId: string;

beforeAll(async () => {
  suite = await startSuite({ LOG_LEVEL: 'silent' });
  await stores.saveStores(suite.ctx(), [store]);
});
beforeEach(async () => {
  skuId = await aKnownSku(suite.ctx());
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await suite.close();
});

const write = (content: string | Buffer, name = `${newId()}.csv`): string => {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
};
async function importIt(file: string, wish: Partial<FileImport> = {}) {
  const notes: ImportNote[] = [];
  const report = await importFile(suite.ctx(), {
    file,
    asOf: null,
    dryRun: false,
    name: '',
    onNote: (note) => void notes.push(note),
    onProgress: () => undefined,
    ...wish,
  });
  return { ...report, notes };
}
const onHand = async () => (await readStock(storeId, skuId)).onHand;
const take = async (quantity: number) => {
  const held = { holdId: newId(), locationId: storeId, lines: [{ skuId, quantity }] };
  await inventory.hold(suite.ctx(), { ...held, until: new Date(suite.ctx().now.getTime() + 900_000) });
  await inventory.takeHold(suite.ctx(), held);
};

/** 门店,规格,库存 as Excel in China writes it. */
const gbkHeadings = Buffer.from([
  0xc3, 0xc5, 0xb5, 0xea, 0x2c, 0xb9, 0xe6, 0xb8, 0xf1, 0x2c, 0xbf, 0xe2, 0xb4, 0xe6, 0x0a,
]);
test.each([
  ['UTF-8', 'utf-8', (row: string) => `门店,规格,库存\n${row}`],
  [
    'UTF-8 with a byte-order mark and CRLF',
    'utf-8',
    (row: string) => `\ufeff门店编号,SKU 编码,库存数量\r\n${row}\r\n`,
  ],
  ['GBK', 'gb18030', (row: string) => Buffer.concat([gbkHeadings, Buffer.from(row)])],
  [
    'UTF-16 with tabs, as Excel writes Unicode text',
    'utf-16le',
    (row: string) => Buffer.from(`\ufeff门店\t规格\t库存\r\n${row.replaceAll(',', '\t')}\r\n`, 'utf16le'),
  ],
])('a file in %s is read', async (_what, encoding, content) => {
  expect(await importIt(write(content(`${storeId},${skuId},7`)))).toMatchObject({
    encoding,
    rows: 1,
    changed: 1,
  });
  expect(await onHand()).toBe(7);
});

test.each([
  ['an Excel workbook', Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), /is an Excel workbook: save it as CSV/],
  ['a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a]), /is not text in UTF-8, GBK or UTF-16/],
  ['nothing', '', /is empty/],
  ['only blank lines', '\n\n', /has no headings/],
  ['other columns', 'store,price\n1,2\n', /has no column for skuid, onhand \(seen: store, price\)/],
  ['an open quote', 'store,sku,stock\n"1,2,3\n', /is not valid CSV/],
])('%s instead of stock is refused in one sentence', async (_what, content, sentence) => {
  await expect(importIt(write(content))).rejects.toThrow(sentence);
});

test('a file that is not there is refused in one sentence', async () => {
  await expect(inspectFile(path.join(folder, 'none.csv'))).rejects.toThrow('there is no such file');
});

test('refused rows are named by their line in the file, the others are taken', async () => {
  const file = write(
    `store,sku,stock,safety\n${storeId},${skuId},"1,200",3\n\nNOWHERE,${skuId},1,\n${storeId},${skuId}\n`,
  );
  const report = await importIt(file);
  expect(report).toMatchObject({ rows: 3, changed: 1, repaired: 1, refused: 2 });
  expect(report.notes.map(({ row, code }) => [row, code])).toEqual([
    [2, 'NUMBER_TIDIED'],
    [4, 'LOCATION_UNKNOWN'],
    [5, 'QUANTITY_UNREADABLE'],
  ]);
  expect(await readStock(storeId, skuId)).toMatchObject({ onHand: 1200, safety: 3 });
});

describe('a long file', () => {
  const ROWS = 1203;
  const longFile = () => {
    const rows = Array.from({ length: ROWS - 2 }, (_, i) => `${storeId},K-none-${i},1`);
    return write(
      ['store,sku,stock', `${storeId},${skuId},5`, ...rows, `${storeId},${skuId},9`, ''].join('\n'),
    );
  };

  test('is one import: a second row for the same stock is refused across parts, and again it changes nothing', async () => {
    const file = longFile();
    const first = await importIt(file);
    expect(first).toMatchObject({ rows: ROWS, changed: 1, refused: ROWS - 1 });
    expect(first.notes.at(-1)).toMatchObject({ row: ROWS + 1, code: 'DUPLICATE_ROW' });
    await take(2);
    expect(await importIt(file)).toMatchObject({ rows: ROWS, changed: 0, already: 1, refused: ROWS - 1 });
    expect(await onHand()).toBe(3);
    expect(await importIt(file, { name: 'evening' })).toMatchObject({ changed: 1 });
    expect(await onHand()).toBe(5);
    expect(await bookkeepingErrors(storeId, skuId)).toEqual([]);
  });

  test('that was broken off goes on where it was, without undoing what was sold since', async () => {
    const file = longFile();
    const parts = mongoose.connection.collection<{ _id: string }>('stock_imports');
    const broken = importIt(file, {
      onProgress: () => {
        throw new Error('unplugged');
      },
    });
    await expect(broken).rejects.toThrow('unplugged');
    await take(1);
    // As if the process had died between the rows and the note that the part is done.
    const { sha256 } = await inspectFile(file);
    const id = `file-${sha256.slice(0, 24)}/0`;
    expect((await parts.updateOne({ _id: id }, { $set: { report: null } })).matchedCount).toBe(1);
    expect(await importIt(file)).toMatchObject({ rows: ROWS, changed: 0, already: 1 });
    expect(await onHand()).toBe(4);
  });

  test('that goes on after a later import does not undo that one', async () => {
    const file = write(`store,sku,stock\n${storeId},${skuId},5\n`);
    await importIt(file);
    await importIt(write(`store,sku,stock\n${storeId},${skuId},8\n`));
    const { sha256 } = await inspectFile(file);
    const parts = mongoose.connection.collection<{ _id: string }>('stock_imports');
    await parts.updateOne({ _id: `file-${sha256.slice(0, 24)}/0` }, { $set: { report: null } });
    expect((await importIt(file)).notes).toMatchObject([{ code: 'NEWER_IMPORT' }]);
    expect(await onHand()).toBe(8);
  });
});

describe('the command', () => {
  const root = path.join(__dirname, '../../../../..');
  const program = programOf('stock-import.ts');
  const run = (...args: string[]): Promise<{ code: number; out: string; err: string }> => {
    const key = Buffer.alloc(32, 1).toString('base64');
    const ours = {
      PUBLIC_URL: 'http://127.0.0.1:1',
      WECOM_H5_URL: 'http://127.0.0.1:1',
      PHONE_KEY: key,
      HASH_KEY: key,
    };
    const env = { ...process.env, ...suite.sandbox.env, ...ours, MONGO_URL: config().MONGO_URL };
    return new Promise((resolve) => {
      execFile(process.execPath, [...program, ...args], { env, cwd: root }, (error, out, err) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
      );
    });
  };

  test('prints the report for people and for programs, and writes the notes to a file', async () => {
    const file = write(`store,sku,stock\n${storeId},${skuId},5\n${storeId},"K,x",5\n`);
    const notes = path.join(folder, 'notes.csv');
    const plain = await run(file, '--notes', notes);
    expect(plain).toMatchObject({ code: 0, err: '' });
    expect(plain.out).toMatch(/更新 changed +1\n/);
    expect(plain.out).toMatch(/3,.*,"K,x",refused,SKU_UNKNOWN,没有这个规格,"K,x"\n/);
    expect(readFileSync(notes, 'utf8').split('\r\n')).toHaveLength(3);
    const again = await run(file, '--json');
    expect(JSON.parse(again.out)).toMatchObject({ rows: 2, changed: 0, already: 1, refused: 1 });
    expect(await onHand()).toBe(5);
  });

  test.each([
    ['no file', [], /Say which file/],
    ['a time without a zone', ['x.csv', '--as-of', '2026-11-27T08:00'], /no time with its zone/],
    ['a file that is not there', ['nowhere.csv'], /there is no such file/],
  ])('with %s ends with a sentence and exit code 2', async (_what, args, sentence) => {
    const { code, out, err } = await run(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(sentence);
    expect(err).not.toMatch(/ at .*\.ts:/);
  });
});
