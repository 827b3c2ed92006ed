import { randomUUID } from 'node:crypto';
import { newId } from '../../kernel/ids';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as staff from '../staff';
import * as stores from '../stores';
import { aStore } from '../stores/testing';
import * as inventory from '.';
import { aKnownSku, bookkeepingErrors, readStock } from './testing';

let suite: Suite;
let manager: string;
let clerk: string;
let guide: string;
let operator: string;
const store = aStore({ name: '静安寺店' });
const other = aStore({ name: '南京西路店' });
const { storeId } = store;

beforeAll(async () => {
  suite = await startSuite({ LOG_LEVEL: 'silent' });
  const ctx = suite.ctx();
  await stores.saveStores(ctx, [store, other]);
  await staff.saveStaff(ctx, { userid: 'laozhou', name: '老周', role: 'manager', stores: [store] });
  await staff.saveStaff(ctx, { userid: 'aqiang', name: '阿强', role: 'clerk', stores: [store] });
  await staff.saveStaff(ctx, { userid: 'xiaomei', name: '小美', role: 'guide', stores: [store] });
  await staff.saveStaff(ctx, { userid: 'yunying', name: '云英', role: 'operator', stores: [] });
  manager = await suite.loginStaff('laozhou');
  clerk = await suite.loginStaff('aqiang');
  guide = await suite.loginStaff('xiaomei');
  operator = await suite.loginStaff('yunying');
});
afterAll(() => suite.close());

const inMinutes = (minutes: number) => new Date(suite.ctx().now.getTime() + minutes * 60_000);
const aSku = async (onHand: number, locationId = storeId, title?: string): Promise<string> => {
  const skuId = await aKnownSku(suite.ctx(), title);
  await inventory.setOnHand(suite.ctx(), { locationId, skuId, onHand });
  return skuId;
};
const holdSome = async (skuId: string, quantity: number) => {
  const held = { holdId: newId(), locationId: storeId, lines: [{ skuId, quantity }] };
  await inventory.hold(suite.ctx(), { ...held, until: inMinutes(15) });
  return held;
};
const adjust = (input: object, token = clerk) =>
  suite.callRaw('inventory.adjust', { requestId: randomUUID(), storeId, ...input }, token);

describe("the list of a store's stock", () => {
  test('shows what is there, promised, set aside and for sale, found by title or SKU', async () => {
    const skuId = await aSku(6, storeId, '云朵羽绒服');
    await holdSome(skuId, 2);
    await adjust({ skuId, reason: 'set_aside', quantity: 1 });
    for (const search of ['羽绒', skuId.slice(0, 12).toLowerCase()]) {
      const { body } = await suite.call('inventory.list', { storeId, search }, guide);
      expect(body.items).toMatchObject([
        {
          skuId,
          title: '云朵羽绒服',
          valuesText: '雾蓝 / S',
          onHand: 6,
          held: 2,
          unsellable: 1,
          available: 3,
        },
      ]);
    }
    const { body } = await suite.call('inventory.list', { storeId, search: '没有的东西' }, guide);
    expect(body).toEqual({ items: [], nextCursor: null });
  });

  test('pages hold every SKU once, and only those that run low when asked', async () => {
    const low = [await aSku(1, other.storeId), await aSku(0, other.storeId), await aSku(2, other.storeId)];
    const plenty = [await aSku(9, other.storeId), await aSku(3, other.storeId)];
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const input = { storeId: other.storeId, limit: 2, ...(cursor === null ? {} : { cursor }) };
      const { body } = (await suite.callRaw('inventory.list', input, operator)) as {
        body: { items: { skuId: string }[]; nextCursor: string | null };
      };
      seen.push(...body.items.map((item) => item.skuId));
      cursor = body.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual([...low, ...plenty].sort());
    const few = { storeId: other.storeId, availableAtMost: 2 };
    const { body } = await suite.call('inventory.list', few, operator);
    expect(body.items.map((item) => item.skuId)).toEqual([...low].sort());
  });

  test('is closed to staff of other stores, and to places that are none', async () => {
    const calls = [
      ['inventory.list', { storeId: other.storeId }, clerk],
      ['inventory.list', { storeId: 'NOWHERE' }, operator],
      ['inventory.history', { storeId: inventory.WAREHOUSE, skuId: 'K1' }, manager],
      ['inventory.history', { storeId, skuId: 'K-none' }, clerk],
      [
        'inventory.adjust',
        { requestId: randomUUID(), storeId, skuId: 'K-none', reason: 'found', quantity: 1 },
        clerk,
      ],
      ['inventory.listCounts', { storeId: other.storeId }, clerk],
      ['inventory.submitCount', { storeId, countId: newId(), counted: 1, basis: 0 }, clerk],
    ] as const;
    for (const [name, input, token] of calls)
      expect(await suite.callRaw(name, input, token)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    for (const cursor of ['../x', 'bm9uc2Vuc2U ='])
      expect(await suite.callRaw('inventory.list', { storeId, cursor }, clerk)).toMatchObject({
        code: 'INVALID_INPUT',
      });
  });
});

describe('an adjustment', () => {
  test('is one movement per request, with who and why, and the history adds up', async () => {
    const skuId = await aSku(10);
    const request = { requestId: randomUUID(), skuId, reason: 'received', quantity: 5, note: '早班到货' };
    expect((await adjust(request)).body).toMatchObject({ onHand: 15, available: 15 });
    expect((await adjust(request)).body).toMatchObject({ onHand: 15 });
    expect((await adjust({ skuId, reason: 'damaged', quantity: 2 }, manager)).body).toMatchObject({
      onHand: 13,
    });
    const correction = { skuId, reason: 'correction', quantity: -3 };
    expect((await adjust(correction, operator)).body).toMatchObject({ onHand: 10 });
    const first = await suite.call('inventory.history', { storeId, skuId, limit: 3 }, guide);
    expect(first.body.items).toMatchObject([
      { reason: 'correction', reasonText: '更正', change: -3, balance: 10, byText: '云英' },
      { reason: 'damaged', change: -2, balance: 13, byText: '老周', note: null },
      { reason: 'received', change: 5, balance: 15, byText: '阿强', note: '早班到货' },
    ]);
    const cursor = String(first.body.nextCursor);
    const rest = await suite.call('inventory.history', { storeId, skuId, cursor }, guide);
    expect(rest.body.items).toMatchObject([{ reason: 'counted', change: 10, balance: 10, byText: '系统' }]);
    expect(rest.body.nextCursor).toBeNull();
    expect(await bookkeepingErrors(storeId, skuId)).toEqual([]);
    const [audited, ...more] = await staff.listAudit(
      suite.ctx(),
      `adjusted/${request.requestId}/${storeId}/${skuId}`,
    );
    expect([audited, more]).toMatchObject([{ by: 'aqiang', action: 'inventory.adjust', storeId }, []]);
  });

  test('under a used request id with other contents is refused', async () => {
    const skuId = await aSku(5);
    const request = { requestId: randomUUID(), skuId, reason: 'found', quantity: 1 };
    await adjust(request);
    for (const other of [{ quantity: 2 }, { reason: 'set_aside' }])
      expect(await adjust({ ...request, ...other })).toMatchObject({ status: 409, code: 'REQUEST_REUSED' });
    expect(await readStock(storeId, skuId)).toMatchObject({ onHand: 6, unsellable: 0 });
  });

  test('takes free pieces only: what orders were promised is not adjusted away', async () => {
    const skuId = await aSku(5);
    await holdSome(skuId, 4);
    for (const reason of ['damaged', 'lost', 'transferred_out', 'set_aside'])
      expect(await adjust({ skuId, reason, quantity: 2 })).toMatchObject({
        status: 409,
        code: 'STOCK_TOO_FEW',
      });
    expect((await adjust({ skuId, reason: 'lost', quantity: 1 })).body).toMatchObject({ onHand: 4, held: 4 });
    expect(await adjust({ skuId, reason: 'written_off', quantity: 1 })).toMatchObject({
      code: 'STOCK_TOO_FEW',
    });
  });

  test('sets pieces aside, puts them back on sale and writes them off', async () => {
    const skuId = await aSku(5);
    const after = async (reason: string, quantity: number) =>
      (await adjust({ skuId, reason, quantity })).body;
    expect(await after('set_aside', 3)).toMatchObject({ onHand: 5, unsellable: 3, available: 2 });
    expect(await after('back_on_sale', 1)).toMatchObject({ onHand: 5, unsellable: 2, available: 3 });
    expect(await after('written_off', 2)).toMatchObject({ onHand: 3, unsellable: 0, available: 3 });
    expect(await bookkeepingErrors(storeId, skuId)).toEqual([]);
  });

  test('is for clerks, managers and operators, and its reason gives the direction', async () => {
    const skuId = await aSku(5);
    expect(await adjust({ skuId, reason: 'found', quantity: 1 }, guide)).toMatchObject({
      status: 403,
      code: 'FORBIDDEN',
    });
    for (const wrong of [
      { reason: 'lost', quantity: -1 },
      { reason: 'found', quantity: 0 },
      { reason: 'gift', quantity: 1 },
    ])
      expect(await adjust({ skuId, ...wrong })).toMatchObject({ status: 400, code: 'INVALID_INPUT' });
  });
});

describe('safety stock', () => {
  test('is set by the manager, by default and per channel, also before there is any stock', async () => {
    const skuId = await aKnownSku(suite.ctx());
    const set = (input: object, token = manager) =>
      suite.callRaw('inventory.setSafety', { storeId, skuId, ...input }, token);
    expect((await set({ safety: 2, channels: { douyin: 5 } })).body).toMatchObject({
      onHand: 0,
      safety: 2,
      channelSafety: { douyin: 5 },
    });
    await adjust({ skuId, reason: 'received', quantity: 9 });
    expect((await set({ channels: { douyin: null, pos: 1 } })).body).toMatchObject({
      safety: 2,
      channelSafety: { pos: 1 },
      available: 7,
    });
    expect(await set({ safety: 0 }, clerk)).toMatchObject({ code: 'FORBIDDEN' });
    for (const wrong of [{}, { channels: {} }, { safety: -1 }, { channels: { taobao: 1 } }])
      expect(await set(wrong)).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await staff.listAudit(suite.ctx(), `${storeId}/${skuId}`)).toMatchObject([
      { action: 'inventory.setSafety', by: 'laozhou' },
      { action: 'inventory.setSafety', by: 'laozhou' },
    ]);
  });
});

describe('a cycle count', () => {
  const ask = async (skuId: string) =>
    (await suite.call('inventory.askForCount', { storeId, skuId }, manager)).body;
  const submit = (
    { countId, counted, basis }: { countId: string; counted: number; basis: number },
    token = clerk,
  ) => suite.call('inventory.submitCount', { storeId, countId, counted, basis }, token);

  test('is asked for, listed, counted, and its difference is in the ledger', async () => {
    const skuId = await aSku(8);
    const task = await ask(skuId);
    expect(await ask(skuId)).toEqual(task);
    expect(task).toMatchObject({ skuId, state: 'open', whyText: '人工发起', counted: null });
    const open = await suite.call('inventory.listCounts', { storeId }, clerk);
    expect(open.body.items.map(({ countId }) => countId)).toContain(task.countId);
    const done = await submit({ ...task, counted: 6 });
    expect(done.body).toMatchObject({
      count: { state: 'counted', counted: 6, difference: -2, byText: '阿强' },
      stock: { onHand: 6, isShort: false },
    });
    const finished = await suite.call('inventory.listCounts', { storeId, state: 'counted' }, guide);
    expect(finished.body.items[0]).toMatchObject({ countId: task.countId, counted: 6 });
    expect(await bookkeepingErrors(storeId, skuId)).toEqual([]);
    expect(await staff.listAudit(suite.ctx(), task.countId)).toMatchObject([
      { action: 'inventory.submitCount', by: 'aqiang' },
      { action: 'inventory.askForCount', by: 'laozhou' },
    ]);
  });

  test('is right while orders are placed and cancelled meanwhile: promised pieces lie on the shelf too', async () => {
    const skuId = await aSku(8);
    const task = await ask(skuId);
    const held = await holdSome(skuId, 3);
    await inventory.releaseHold(suite.ctx(), held);
    await holdSome(skuId, 2);
    const { body } = await submit({ ...task, counted: 7 });
    expect(body.stock).toMatchObject({ onHand: 7, held: 2, available: 5 });
    expect(body.count.difference).toBe(-1);
  });

  test('is refused when pieces moved since it was begun, even if as many came as went, and good with the new basis', async () => {
    const skuId = await aSku(8);
    const task = await ask(skuId);
    const held = await holdSome(skuId, 1);
    await inventory.takeHold(suite.ctx(), held);
    await inventory.putBack(suite.ctx(), { ref: newId(), locationId: storeId, lines: held.lines });
    const stale = await submit({ ...task, counted: 7 });
    expect(stale).toMatchObject({ status: 409, code: 'COUNT_STALE' });
    const { basis } = (stale.body as unknown as { error: { details: { basis: number } } }).error.details;
    expect(basis).toBe(task.basis + 2);
    expect((await submit({ ...task, counted: 8, basis })).body.count.difference).toBe(0);
  });

  test('counts once: a repeat changes nothing, another number is refused', async () => {
    const skuId = await aSku(4);
    const task = await ask(skuId);
    const both = await Promise.all([
      submit({ ...task, counted: 4 }),
      submit({ ...task, counted: 3 }, manager),
    ]);
    expect(both.map(({ code }) => code).filter(Boolean)).toHaveLength(1);
    expect(['COUNT_CLOSED', 'COUNT_STALE']).toContain(both.find(({ code }) => code)?.code);
    const won = both.find(({ code }) => !code)?.body.count.counted ?? -1;
    await inventory.putBack(suite.ctx(), {
      ref: newId(),
      locationId: storeId,
      lines: [{ skuId, quantity: 1 }],
    });
    expect((await submit({ ...task, counted: won })).body.count).toMatchObject({ counted: won });
    expect(await submit({ ...task, counted: 9 })).toMatchObject({ status: 409, code: 'COUNT_CLOSED' });
    expect((await readStock(storeId, skuId)).onHand).toBe(won + 1);
    expect(await bookkeepingErrors(storeId, skuId)).toEqual([]);
  });

  test('that finds less than was promised is believed and shown as short', async () => {
    const skuId = await aSku(4);
    await holdSome(skuId, 3);
    const { body } = await submit({ ...(await ask(skuId)), counted: 1 });
    expect(body.stock).toMatchObject({ onHand: 1, held: 3, available: 0, isShort: true });
  });
});

describe('rows from another system', () => {
  const importRows = (input: object, token = operator) => suite.callRaw('inventory.importRows', input, token);

  test('set the stock, row by row: bad ones are refused with the reason, the others taken', async () => {
    const [first, second] = [await aSku(3), await aKnownSku(suite.ctx())];
    const rows = [
      { locationId: storeId, skuId: first, onHand: 7, safety: 1 },
      { locationId: '总仓', skuId: second, onHand: '１,200' },
      { locationId: storeId, skuId: second, onHand: -2 },
      { locationId: 'NOWHERE', skuId: first, onHand: 1 },
      { locationId: storeId, skuId: 'K-none', onHand: 1 },
      { locationId: storeId, skuId: first, onHand: 9 },
      { locationId: storeId, skuId: first, onHand: '1.5E+3' },
    ];
    const { body } = await importRows({ importId: randomUUID(), rows });
    expect(body).toMatchObject({ rows: 7, changed: 2, unchanged: 1, already: 0, refused: 4 });
    const { notes } = body as { notes: { row: number; code: string }[] };
    expect(notes.map(({ row, code }) => [row, code])).toEqual([
      [2, 'NUMBER_TIDIED'],
      [3, 'NEGATIVE_IS_ZERO'],
      [4, 'LOCATION_UNKNOWN'],
      [5, 'SKU_UNKNOWN'],
      [6, 'DUPLICATE_ROW'],
      [7, 'QUANTITY_UNREADABLE'],
    ]);
    expect(await readStock(storeId, first)).toMatchObject({ onHand: 7, safety: 1 });
    expect((await readStock(inventory.WAREHOUSE, second)).onHand).toBe(1200);
    expect(await bookkeepingErrors(storeId, first)).toEqual([]);
  });

  test('come twice and count once: what was sold in between stays sold', async () => {
    const skuId = await aSku(5);
    const request = { importId: randomUUID(), rows: [{ locationId: storeId, skuId, onHand: 5 }] };
    const first = await importRows(request);
    expect(first.body).toMatchObject({ changed: 0, unchanged: 1 });
    const held = await holdSome(skuId, 2);
    await inventory.takeHold(suite.ctx(), held);
    expect(await importRows(request)).toEqual(first);
    expect((await readStock(storeId, skuId)).onHand).toBe(3);
    const other = { ...request, rows: [{ locationId: storeId, skuId, onHand: 6 }] };
    expect(await importRows(other)).toMatchObject({ status: 409, code: 'REQUEST_REUSED' });
    const part = await importRows({ ...other, part: 1 });
    expect(part.body).toMatchObject({ refused: 1, notes: [{ code: 'DUPLICATE_ROW' }] });
  });

  test('as of a moment of the past, what was sold since is taken off them', async () => {
    const skuId = await aSku(5);
    const asOf = suite.ctx().now.toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    const held = await holdSome(skuId, 2);
    await inventory.takeHold(suite.ctx(), held);
    const { body } = await importRows({
      importId: randomUUID(),
      asOf,
      rows: [{ locationId: storeId, skuId, onHand: 10 }],
    });
    expect(body).toMatchObject({ changed: 1 });
    expect((await readStock(storeId, skuId)).onHand).toBe(8);
  });

  test('in a dry run change nothing, and are for operators only', async () => {
    const skuId = await aSku(5);
    const request = { importId: randomUUID(), rows: [{ locationId: storeId, skuId, onHand: 1 }] };
    expect((await importRows({ ...request, dryRun: true })).body).toMatchObject({ changed: 1 });
    expect((await readStock(storeId, skuId)).onHand).toBe(5);
    expect(await importRows(request, manager)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    expect((await importRows(request)).body).toMatchObject({ changed: 1 });
  });
});
