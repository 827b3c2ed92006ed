import { mkdtempSync, openSync, closeSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvLine, readCsv } from './csv-file';
import type { CsvRow } from './csv-file';
import { inspectTextFile } from './text-file';

const folder = mkdtempSync(path.join(tmpdir(), 'csv-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

let made = 0;
function write(content: string | Buffer): string {
  const file = path.join(folder, `${(made += 1)}.csv`);
  writeFileSync(file, content);
  return file;
}
async function read(content: string | Buffer, file = write(content)): Promise<CsvRow[]> {
  const { encoding } = await inspectTextFile(file);
  const rows: CsvRow[] = [];
  for await (const part of readCsv(file, encoding)) rows.push(...part.rows);
  return rows;
}
const cellsOf = async (content: string | Buffer) => (await read(content)).map(({ cells }) => cells);
/** `row: problem`, or how many cells. */
const outcomes = async (content: string | Buffer) =>
  (await read(content)).map(({ row, cells, problem }) => `${row}: ${problem ?? cells.join('|')}`);

const text = '会员号,姓名\r\n1,"林, ""小"" 一"\r\n\r\n2,"两\r\n行"\r\n3,王';
const expected = [
  ['会员号', '姓名'],
  ['1', '林, "小" 一'],
  ['2', '两\n行'],
  ['3', '王'],
];

describe('a CSV', () => {
  test('is read with CRLF, quotes, empty lines, cells over two lines, with and without a byte-order mark', async () => {
    expect(await cellsOf(text)).toEqual(expected);
    expect(await cellsOf(`\ufeff${text}`)).toEqual(expected);
    expect((await read(text)).map(({ row }) => row)).toEqual([1, 2, 4, 6]);
  });

  test('is read in UTF-16 either way, as Excel saves Unicode text', async () => {
    const little = Buffer.from(`\ufeff${text}`, 'utf16le');
    expect(await cellsOf(little)).toEqual(expected);
    expect(await cellsOf(Buffer.from(little).swap16())).toEqual(expected);
  });

  test('is read in GBK, also where a character holds a byte that means something in ASCII', async () => {
    // 森屿 and 乗 (81 5C, a backslash), 亅 (81 7C, a bar), and four bytes of GB18030 with digits in them (㐀).
    const name = Buffer.from([0xc9, 0xad, 0xd3, 0xec, 0x81, 0x5c, 0x81, 0x7c, 0x81, 0x39, 0xee, 0x39]);
    const file = Buffer.concat([
      Buffer.from('no,name\n1,'),
      name,
      Buffer.from(',"'),
      name,
      Buffer.from('"\n'),
    ]);
    expect(await cellsOf(file)).toEqual([
      ['no', 'name'],
      ['1', '森屿乗亅㐀', '森屿乗亅㐀'],
    ]);
  });

  test('in UTF-8 with a broken character here and there stays UTF-8', async () => {
    const good = '张三,'.repeat(30);
    const file = Buffer.concat([
      Buffer.from(`号,名\n1,${good}`),
      Buffer.from([0xe5, 0xbc]),
      Buffer.from('\n'),
    ]);
    expect((await cellsOf(file))[1]?.slice(0, 2)).toEqual(['1', '张三']);
  });

  test.each([
    ['a;b,c;d\n1;2;3', ['a', 'b,c', 'd']],
    ['a\tb\n1\t2', ['a', 'b']],
    ['a,b\n1,2', ['a', 'b']],
  ])('is cut at what its headings use most: %j', async (content, first) => {
    expect((await cellsOf(content))[0]).toEqual(first);
  });

  test('with a quote that nobody closes loses that line and no other', async () => {
    const more = Array.from({ length: 300 }, (_, i) => `${i},x`).join('\n');
    const found = await outcomes(`a,b\n1,"open\n2,ok\n${more}\n3,5" screen\n`);
    expect(found.slice(0, 3)).toEqual(['1: a|b', '2: UNREADABLE', '3: 2|ok']);
    expect(found).toHaveLength(304);
    expect(found.at(-1)).toBe('304: 3|5" screen');
    expect(await outcomes('a,b\n1,"open\n2,ok')).toEqual(['1: a|b', '2: UNREADABLE', '3: 2|ok']);
    expect(await outcomes('a,b\n1,"x"y\n2,ok')).toEqual(['1: a|b', '2: 1|"x"y', '3: 2|ok']);
  });

  test('with zeros in it is read with them, for whoever uses the cell to refuse', async () => {
    expect(await cellsOf('a,b\n1\0,2\n')).toEqual([
      ['a', 'b'],
      ['1\0', '2'],
    ]);
  });

  test('with a line of 100 MB costs that line, and no memory', async () => {
    const file = path.join(folder, 'long.csv');
    const out = openSync(file, 'w');
    writeSync(out, 'a,b\n1,2\n3,"');
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    for (let i = 0; i < 100; i += 1) writeSync(out, chunk);
    writeSync(out, '\n4,5\n');
    closeSync(out);
    const before = process.memoryUsage().rss;
    const rows = await read('', file);
    expect(rows.map(({ row, problem }) => [row, problem])).toEqual([
      [1, null],
      [2, null],
      [3, 'TOO_LONG'],
      [4, null],
    ]);
    expect(process.memoryUsage().rss - before).toBeLessThan(60 * 1024 * 1024);
  });

  test('that the usual parser can read is read the same', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ' ', '1', '\n', '林'), maxLength: 6 });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const quoted = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(','));
        const content = ['h,i', ...quoted].join('\n');
        const usual = parse(content, { skip_empty_lines: true }) as string[][];
        expect(await cellsOf(content)).toEqual(usual.filter((row) => row.some((one) => one.trim() !== '')));
      }),
      { numRuns: 150 },
    );
  });
});

test.each([
  ['', 'is empty'],
  ['PK\u0003\u0004', 'is an Excel workbook'],
  [Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'is an Excel workbook'],
])('%j is refused in one sentence', async (content, sentence) => {
  await expect(read(content)).rejects.toThrow(sentence);
});

test('a file that is not there, or is a folder, is refused in one sentence', async () => {
  await expect(inspectTextFile(path.join(folder, 'none.csv'))).rejects.toThrow('there is no such file');
  await expect(inspectTextFile(folder)).rejects.toThrow('it is a folder');
});

test.each([
  ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
  ['+861', "'+861"],
  ['-1', "'-1"],
  ['@SUM(1)', "'@SUM(1)"],
  ['\t=1', "'\t=1"],
  ['＝1', "'＝1"],
  ['a=1', 'a=1'],
])('what a spreadsheet would run is written as text: %j', (cell, written) => {
  expect(csvLine([1, cell])).toBe(`1,${written}\r\n`);
});
