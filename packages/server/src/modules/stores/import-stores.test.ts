import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Point } from '@omni/shared/geo';
import { startSandbox } from '@omni/wechat-sandbox';
import type { Sandbox } from '@omni/wechat-sandbox';
import gcoord from 'gcoord';
import { programOf } from '../../kernel/testing';
import { systemCtx } from '../../kernel/context';
import { findStores, findWithin, isOpen } from './find-stores';
import { importStores } from './import-stores';
import { readStoreFile } from './read-store-file';
import { forgetIndex } from './store-index';
import { openOwnDatabase } from './testing';

const root = path.resolve(__dirname, '../../../../..');
const program = programOf('stores-import.ts');
const chain = path.resolve(root, '../shared/data/stores/coffee-chain-beijing-shenzhen-2024-06.json');
const ifData = existsSync(chain) ? test : test.skip;
const RADIUS = 3000;
const ANYWHERE = 40_000_000;
/** Converting there and back, the libraries' formulas agree to within this. */
const TOLERANCE_METRES = 2;

type Row = { id: string; coordinates: Point };
const rows = existsSync(chain) ? (JSON.parse(readFileSync(chain, 'utf8')) as { data: Row[] }).data : [];
const folder = mkdtempSync(path.join(tmpdir(), 'stores-import-'));
const ctx = systemCtx('test');
let sandbox: Sandbox;
let database: Awaited<ReturnType<typeof openOwnDatabase>>;

beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(async () => {
  forgetIndex();
  database = await openOwnDatabase();
});
afterEach(() => database.drop());
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await sandbox.close();
});

const importFile = (file: string, datum: 'gcj02' | 'wgs84' | 'bd09', dryRun = false) =>
  importStores(ctx, { rows: readStoreFile(file).rows, datum, dryRun });
const write = (name: string, content: string | Buffer): string => {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
};

function cli(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const key = Buffer.alloc(32, 1).toString('base64');
  const ours = {
    PUBLIC_URL: 'http://127.0.0.1:1',
    WECOM_H5_URL: 'http://127.0.0.1:1',
    PHONE_KEY: key,
    HASH_KEY: key,
  };
  const env = { ...process.env, ...sandbox.env, ...ours, MONGO_URL: database.url };
  return new Promise((resolve) => {
    execFile(process.execPath, [...program, ...args], { env, cwd: root }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });
}

/** Great-circle distance by the angle between two vectors: another formula than the one under test. */
function angleMetres(a: Point, b: Point): number {
  const vector = ({ latitude, longitude }: Point) => {
    const [lat, lng] = [(latitude * Math.PI) / 180, (longitude * Math.PI) / 180];
    return [Math.cos(lat) * Math.cos(lng), Math.cos(lat) * Math.sin(lng), Math.sin(lat)] as const;
  };
  const [p, q] = [vector(a), vector(b)];
  const cross = [p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]];
  return 6_371_008.8 * Math.atan2(Math.hypot(...cross), p[0] * q[0] + p[1] * q[1] + p[2] * q[2]);
}

/** The same points on every run: uniform in the box around Beijing or Shenzhen, and near stores, where it is dense. */
function searchPoints(): Point[] {
  let seed = 20261123;
  const random = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  const boxes = [
    [39.5, 40.65, 115.97, 117.27],
    [22.46, 22.79, 113.77, 114.48],
  ] as const;
  const anywhere = Array.from({ length: 100 }, (_, i) => {
    const [south, north, west, east] = boxes[i % 2] ?? boxes[0];
    return { latitude: south + random() * (north - south), longitude: west + random() * (east - west) };
  });
  const dense = Array.from({ length: 140 }, () => {
    const { latitude, longitude } = rows[Math.floor(random() * rows.length)]!.coordinates;
    return { latitude: latitude + (random() - 0.5) / 20, longitude: longitude + (random() - 0.5) / 20 };
  });
  const handPicked = [
    { latitude: 39.9087, longitude: 116.3975 }, // 天安门
    { latitude: 40.0799, longitude: 116.6031 }, // 首都机场
    { latitude: 39.5098, longitude: 116.4105 }, // 大兴机场
    { latitude: 22.5431, longitude: 114.0579 }, // 福田
    { latitude: 22.5329, longitude: 114.1163 }, // 罗湖口岸
    { latitude: 22.6393, longitude: 113.8107 }, // 宝安机场
    { latitude: 22.48, longitude: 113.9 }, // 蛇口
    { latitude: 31.2235, longitude: 121.4453 }, // 上海: none near
    rows[0]!.coordinates,
    rows[500]!.coordinates,
  ];
  return [...anywhere, ...dense, ...handPicked];
}

describe('importing the list of a real chain (skipped without ../shared/data/stores)', () => {
  ifData('takes all 918 stores, says what it repaired, and the second time changes nothing', async () => {
    const first = await importFile(chain, 'gcj02');
    expect(first).toMatchObject({ rows: 918, added: 918, changed: 0, unchanged: 0, refused: 0 });
    const counts = first.notes.reduce<Record<string, number>>(
      (sum, { code }) => ({ ...sum, [code]: (sum[code] ?? 0) + 1 }),
      {},
    );
    expect(counts).toEqual({ HOURS_ROUND_THE_CLOCK: 24, HOURS_PAST_MIDNIGHT: 2, HOURS_SUSPICIOUS: 1 });
    expect(await importFile(chain, 'gcj02')).toMatchObject({ added: 0, changed: 0, unchanged: 918 });
  });

  ifData('writes nothing in a dry run', async () => {
    expect(await importFile(chain, 'gcj02', true)).toMatchObject({ added: 918 });
    expect(
      await findStores(
        ctx,
        rows.map((row) => row.id),
      ),
    ).toEqual([]);
  });

  ifData.each(['gcj02', 'wgs84', 'bd09'] as const)(
    'handed over in %s, the nearest store and all within 3 km are those of a brute-force search, at 250 points',
    async (datum) => {
      const systems = { gcj02: gcoord.GCJ02, wgs84: gcoord.WGS84, bd09: gcoord.BD09 };
      const handedOver = rows.map((row) => {
        const { longitude, latitude } = row.coordinates;
        const [lng, lat] =
          datum === 'gcj02'
            ? [longitude, latitude]
            : gcoord.transform([longitude, latitude], gcoord.GCJ02, systems[datum]);
        return { ...row, coordinates: { longitude: lng, latitude: lat } };
      });
      await importFile(write(`${datum}.json`, JSON.stringify({ data: handedOver })), datum);
      const tolerance = datum === 'gcj02' ? 0 : TOLERANCE_METRES;
      const points = searchPoints();
      expect(points).toHaveLength(250);
      let found = 0;
      for (const point of points) {
        const real = rows.map((row) => ({ id: row.id, metres: angleMetres(point, row.coordinates) }));
        const near = await findWithin(ctx, point, RADIUS);
        const answered = new Set(near.map(({ store }) => store.storeId));
        const wrong = real.filter(
          ({ id, metres }) => answered.has(id) !== metres <= RADIUS && Math.abs(metres - RADIUS) > tolerance,
        );
        expect(wrong).toEqual([]);
        const nearest = Math.min(...real.map(({ metres }) => metres));
        const [first] = await findWithin(ctx, point, ANYWHERE);
        expect(Math.abs((first?.distanceMetres ?? NaN) - nearest)).toBeLessThanOrEqual(tolerance + 1e-3);
        expect(near.map((one) => one.distanceMetres)).toEqual(
          near.map((one) => one.distanceMetres).sort((a, b) => a - b),
        );
        found += near.length;
      }
      expect(found).toBeGreaterThan(1000);
    },
  );

  ifData('the command of the handbook prints the report, and --json the same for programs', async () => {
    const file = '../shared/data/stores/coffee-chain-beijing-shenzhen-2024-06.json';
    const plain = await cli(file, '--datum', 'gcj02');
    expect(plain.code).toBe(0);
    expect(plain.out).toMatch(/新增 added +918\n/);
    expect(plain.out).toMatch(/58987 .*20:00:00 – 15:30:00/);
    const again = await cli(file, '--datum', 'gcj02', '--json');
    expect(JSON.parse(again.out)).toMatchObject({
      rows: 918,
      added: 0,
      changed: 0,
      unchanged: 918,
      refused: 0,
    });
  });
});

describe('importing our own format', () => {
  const csv = [
    'id,name,city,address,latitude,longitude,open,close,phone',
    'C1,"森屿,一号店",上海市,"静安区 ""老"" 路 1 号",31.2235,121.4453,10:00,22:00,021-1',
    'C2,二号店,上海市,黄浦区 2 号,121.4737,31.2304,18:00,02:00,',
    'C3,三号店,上海市,黄浦区 3 号,,,10:00,22:00,',
  ].join('\r\n');

  test('CSV with quotes, commas, CRLF and a byte-order mark is read; bad rows are refused, the others kept', async () => {
    const report = await importFile(write('own.csv', `\ufeff${csv}\r\n`), 'gcj02');
    expect(report).toMatchObject({ rows: 3, added: 2, refused: 1 });
    const [first, second] = await findStores(ctx, ['C1', 'C2']);
    expect(first).toMatchObject({
      name: '森屿,一号店',
      address: '上海市静安区 "老" 路 1 号',
      phone: '021-1',
    });
    expect(second).toMatchObject({ latitude: 31.2304, longitude: 121.4737, phone: null, source: 'import' });
    expect(second && isOpen(second, new Date('2026-11-24T01:00:00+08:00'))).toBe(true);
  });

  test('a CSV that Excel saved in GB18030 is read', async () => {
    const line = Buffer.from('C9,', 'utf8');
    const name = Buffer.from([0xc9, 0xad, 0xd3, 0xec]); // 森屿
    const rest = Buffer.from(',,,31.2235,121.4453,10:00,22:00,\n');
    const file = write(
      'excel.csv',
      Buffer.concat([Buffer.from(`${csv.split('\r\n')[0]}\n`), line, name, rest]),
    );
    await importFile(file, 'gcj02');
    expect((await findStores(ctx, ['C9']))[0]?.name).toBe('森屿');
  });

  test('a store that staff closed stays closed when its data is imported again', async () => {
    const file = write('own.csv', csv);
    await importFile(file, 'gcj02');
    const [store] = await findStores(ctx, ['C1']);
    const { putStores } = await import('./store.model');
    await putStores([{ ...store!, status: 'temporarily_closed' }], ctx.now);
    await importFile(write('own.csv', csv.replace('021-1', '021-2')), 'gcj02');
    expect((await findStores(ctx, ['C1']))[0]).toMatchObject({
      status: 'temporarily_closed',
      phone: '021-2',
    });
  });

  test.each([
    ['no arguments', [], /Say which file/],
    ['no datum', ['stores.csv'], /--datum gcj02\|wgs84\|bd09/],
    ['a datum nobody uses', ['stores.csv', '--datum', 'mars'], /--datum mars is not known/],
    ['an option nobody knows', ['stores.csv', '--datum', 'gcj02', '--force'], /--force/],
    ['a file that is not there', ['nowhere.csv', '--datum', 'gcj02'], /there is no such file/],
    ['a file of another kind', ['README.md', '--datum', 'gcj02'], /neither a \.json nor a \.csv/],
    ['JSON of another shape', ['package.json', '--datum', 'gcj02'], /Cannot import package\.json/],
  ])('%s ends with a sentence and exit code 2', async (_what, args, sentence) => {
    const { code, err, out } = await cli(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(sentence);
    expect(err).not.toMatch(/ at .*\.ts:/);
  });

  test('a mapping file opens other shapes; a wrong mapping is told', async () => {
    const content = write(
      'other.json',
      JSON.stringify({ list: [{ no: 'M1', title: '店', at: { y: 31.2, x: 121.4 }, o: '9:00', c: '21:00' }] }),
    );
    const mapping = {
      rows: 'list',
      id: 'no',
      name: 'title',
      address: 'street',
      latitude: 'at.y',
      longitude: 'at.x',
      open: 'o',
      close: 'c',
    };
    const map = write('map.json', JSON.stringify(mapping));
    const good = await cli(content, '--datum', 'wgs84', '--map', map, '--json');
    expect(JSON.parse(good.out)).toMatchObject({ added: 1, datum: 'wgs84', format: 'your mapping' });
    const bad = await cli(content, '--datum', 'wgs84', '--map', write('map.json', '{"id":"no"}'));
    expect(bad).toMatchObject({ code: 2, out: '' });
    expect(bad.err).toMatch(/is not a mapping \(name: .*docs\/stores-import\.md/);
  });

  test('when no row can be taken the exit code says so', async () => {
    const file = write('empty.csv', `${csv.split('\r\n')[0]}\nC1,店,,,0,0,10:00,22:00,\n`);
    const { code, out } = await cli(file, '--datum', 'gcj02');
    expect(code).toBe(1);
    expect(out).toMatch(/坐标不在中国境内/);
  });
});
