import { spawn } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { Ledger } from './ledger';
import type { PayOrder, PayRefund } from './types';

const DAY = Date.parse('2026-11-28T00:00:00+08:00');
const folders: string[] = [];

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'ledger-'));
  folders.push(made);
  return made;
}
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

function anOrder(seq: number, changes: Partial<PayOrder> = {}): PayOrder {
  const request = {
    appid: 'wx1',
    mchid: '1900000001',
    description: `第${seq}单，带逗号"和引号`,
    out_trade_no: `order-${seq}`,
    notify_url: 'https://a.example/n',
    amount: { total: 100 + seq },
  };
  return {
    seq,
    endpoint: 'jsapi',
    request,
    salt: 'abcdef',
    createdAt: DAY,
    expiresAt: DAY + 1000,
    state: 'NOTPAY',
    ticket: 'wx1',
    ticketExpiresAt: DAY,
    openid: `o${seq % 3}`,
    refunds: [],
    ...changes,
  };
}

function aRefund(seq: number, orderSeq: number, changes: Partial<PayRefund> = {}): PayRefund {
  return {
    seq,
    refundId: `50${seq}`,
    outRefundNo: `refund|@${seq}`,
    orderSeq,
    outTradeNo: `order-${orderSeq}`,
    transactionId: `42${orderSeq}`,
    refundFen: 1 + seq,
    totalFen: 100 + orderSeq,
    feeBackFen: 0,
    fundsAccount: 'AVAILABLE',
    from: [],
    createdAt: DAY + seq * 1000,
    startedAt: DAY,
    status: 'PROCESSING',
    balanceFen: 0,
    ...changes,
  };
}

describe('Any sequence of bookings', () => {
  type Model = { orders: PayOrder[]; refunds: PayRefund[]; balance: number };
  type Step =
    | { do: 'order' }
    | { do: 'pay'; which: number; second: number }
    | { do: 'refund'; which: number }
    | { do: 'finish'; which: number; second: number }
    | { do: 'balance'; fen: number }
    | { do: 'restart' }
    | { do: 'clear' };
  const which = fc.nat(40);
  const second = fc.integer({ min: 0, max: 200_000 });
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('order' as const) }) },
    { weight: 6, arbitrary: fc.record({ do: fc.constant('pay' as const), which, second }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('refund' as const), which }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('finish' as const), which, second }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('balance' as const), fen: fc.nat(9999) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
  );
  const rareClear = fc.record({ do: fc.constant('clear' as const) });
  const steps = fc.array(fc.oneof({ weight: 60, arbitrary: step }, { weight: 1, arbitrary: rareClear }), {
    maxLength: 80,
  });

  function book(ledger: Ledger, model: Model, one: Step): void {
    const order = model.orders['which' in one ? one.which % Math.max(1, model.orders.length) : 0];
    const refund = model.refunds['which' in one ? one.which % Math.max(1, model.refunds.length) : 0];
    if (one.do === 'order') {
      const made = anOrder(ledger.nextOrder);
      model.orders.push(made);
      ledger.saveOrder(made);
    } else if (one.do === 'pay' && order) {
      const paid: PayOrder = { ...order, state: 'SUCCESS', paidAt: DAY + one.second * 1000 + 7 };
      model.orders[order.seq] = paid;
      model.balance += 5;
      ledger.saveOrder(paid, 5);
    } else if (one.do === 'refund' && order) {
      const made = aRefund(ledger.nextRefund, order.seq);
      const listed = { ...order, refunds: [...order.refunds, made.seq] };
      model.orders[order.seq] = listed;
      model.refunds.push(made);
      model.balance -= 3;
      ledger.saveRefundOf(listed, made, -3);
    } else if (one.do === 'finish' && refund) {
      const done: PayRefund = { ...refund, status: 'SUCCESS', finishedAt: DAY + one.second * 1000 };
      model.refunds[refund.seq] = done;
      ledger.saveRefund(done);
    } else if (one.do === 'balance') {
      model.balance = one.fen;
      ledger.setBalance(one.fen);
    } else if (one.do === 'clear') {
      Object.assign(model, { orders: [], refunds: [], balance: 0 });
      ledger.clear();
    }
  }

  function expectSame(ledger: Ledger, model: Model): void {
    const { orders, refunds } = model;
    expect(ledger.balanceFen).toBe(model.balance);
    expect([ledger.nextOrder, ledger.nextRefund]).toEqual([orders.length, refunds.length]);
    for (const order of orders) {
      expect(ledger.orderByNo(order.request.out_trade_no)).toEqual(order);
      expect(ledger.refundsOf(order)).toEqual(order.refunds.map((seq) => refunds[seq]));
    }
    for (const refund of [...refunds].reverse()) {
      expect(ledger.refundByNo(refund.outRefundNo)).toEqual(refund);
      expect(ledger.order(refund.orderSeq)).toEqual(orders[refund.orderSeq]);
    }
    expect(ledger.orderByNo('order-9999')).toBeUndefined();
    expect(ledger.order(orders.length)).toBeUndefined();
    const [from, to] = [DAY + 50_000_000, DAY + 150_000_000];
    const within = (ms: number | undefined): boolean => ms !== undefined && ms >= from && ms < to;
    const paid = orders
      .filter(({ paidAt }) => within(paidAt))
      .sort((a, b) => a.paidAt! - b.paidAt! || a.seq - b.seq);
    expect([...ledger.ordersPaid(from, to)]).toEqual(paid);
    expect([...ledger.refundsCreated(DAY, DAY + 5000)]).toEqual(refunds.slice(0, 5));
    expect(new Set(ledger.refundsFinished(from, to))).toEqual(
      new Set(refunds.filter(({ finishedAt }) => within(finishedAt))),
    );
    expect([...ledger.unfinishedRefunds()]).toEqual(
      refunds.filter(({ finishedAt }) => finishedAt === undefined),
    );
  }

  it.each([1, 3, 2000])(
    'is found as a plain list has it, through restarts, with %i records in memory',
    (hot) => {
      fc.assert(
        fc.property(steps, (list) => {
          const dataDir = folder();
          const model: Model = { orders: [], refunds: [], balance: 0 };
          let ledger = new Ledger({ dataDir, hotRecords: hot });
          for (const one of list) {
            if (one.do === 'restart') {
              ledger.close();
              ledger = new Ledger({ dataDir, hotRecords: hot });
            }
            book(ledger, model, one);
          }
          expectSame(ledger, model);
          ledger.close();
          const again = new Ledger({ dataDir, hotRecords: hot });
          expectSame(again, model);
          again.close();
        }),
        { numRuns: 60 },
      );
    },
  );

  it.each([1, 3, 2000])('is found without a folder, too, with %i records in memory', (hot) => {
    fc.assert(
      fc.property(steps, (list) => {
        const model: Model = { orders: [], refunds: [], balance: 0 };
        const ledger = new Ledger({ hotRecords: hot });
        for (const one of list) book(ledger, model, one);
        expectSame(ledger, model);
        ledger.close();
      }),
      { numRuns: 60 },
    );
  });
});

describe('The file', () => {
  const fill = (ledger: Ledger, count: number): void => {
    for (let seq = ledger.nextOrder; seq < count; seq += 1) ledger.saveOrder(anOrder(seq), 1);
  };

  it.each(['{"order":3,"no":"order-3","at":[0],"balance":4,"rec', '{', '\u0000\u0000'])(
    'loses only an unfinished last line: %j',
    (torn) => {
      const dataDir = folder();
      const ledger = new Ledger({ dataDir });
      fill(ledger, 3);
      ledger.close();
      appendFileSync(join(dataDir, 'payments.log'), torn);
      const again = new Ledger({ dataDir });
      expect([again.nextOrder, again.balanceFen]).toEqual([3, 3]);
      fill(again, 5);
      again.close();
      const third = new Ledger({ dataDir });
      expect([third.nextOrder, third.order(4)]).toEqual([5, anOrder(4)]);
      third.close();
    },
  );

  it('goes on after a line that is no line of a ledger', () => {
    const dataDir = folder();
    const ledger = new Ledger({ dataDir });
    fill(ledger, 2);
    ledger.close();
    appendFileSync(join(dataDir, 'payments.log'), 'what is this\n');
    const again = new Ledger({ dataDir });
    fill(again, 3);
    expect(again.orderByNo('order-2')).toEqual(anOrder(2));
    again.close();
  });

  it('is tidied when most of it is out of date, and nothing is lost', () => {
    const dataDir = folder();
    const ledger = new Ledger({ dataDir });
    fill(ledger, 500);
    for (let round = 0; round < 6; round += 1) {
      for (let seq = 0; seq < 500; seq += 1) ledger.saveOrder(anOrder(seq, { paidAt: DAY + round }));
    }
    ledger.saveRefundOf(anOrder(7, { refunds: [0] }), aRefund(0, 7), -70);
    const before = ledger.bytes;
    ledger.close();
    const again = new Ledger({ dataDir, hotRecords: 3 });
    expect(again.bytes).toBe(before);
    again.tidy();
    expect(again.bytes).toBeLessThan(before / 5);
    expect(statSync(join(dataDir, 'payments.log')).size).toBe(again.bytes);
    expect(again.balanceFen).toBe(430);
    expect([...again.ordersPaid(DAY, DAY + 1000)]).toHaveLength(499);
    expect(again.refundsOf(again.order(7)!)).toEqual([aRefund(0, 7)]);
    fill(again, 501);
    again.close();
    const third = new Ledger({ dataDir });
    expect([third.nextOrder, third.orderByNo('order-500')]).toEqual([501, anOrder(500)]);
    third.close();
    expect(readdirSync(dataDir)).toEqual(['payments.log']);
  });

  it('reads a file that starts in the middle', () => {
    const dataDir = folder();
    const ledger = new Ledger({ dataDir });
    fill(ledger, 4);
    ledger.close();
    const file = join(dataDir, 'payments.log');
    writeFileSync(file, readFileSync(file, 'utf8').split('\n').slice(2).join('\n'));
    const again = new Ledger({ dataDir });
    expect([again.order(0), again.order(3), again.nextOrder]).toEqual([undefined, anOrder(3), 4]);
    again.close();
  });

  it('keeps long records out of memory and gives them back whole', () => {
    const ledger = new Ledger();
    const description = '长'.repeat(700_000);
    for (let seq = 0; seq < 12; seq += 1) {
      const order = anOrder(seq);
      ledger.saveOrder({ ...order, request: { ...order.request, description } });
    }
    expect(ledger.newestOrdersOf('o0', 100).length).toBeLessThan(4);
    for (let seq = 0; seq < 12; seq += 1) expect(ledger.order(seq)?.request.description).toBe(description);
    ledger.close();
  });

  it('of a ledger without a folder is made only when memory overflows, and has no name', () => {
    const files = (): string[] =>
      readdirSync(tmpdir()).filter((name) => name.startsWith(`wechat-sandbox-${process.pid}`));
    const ledger = new Ledger({ hotRecords: 10 });
    fill(ledger, 10);
    expect(ledger.bytes).toBe(0);
    fill(ledger, 30);
    expect(ledger.bytes).toBeGreaterThan(0);
    expect(files()).toEqual([]);
    expect(ledger.orderByNo('order-1')).toEqual(anOrder(1));
    ledger.clear();
    expect([ledger.nextOrder, ledger.bytes]).toEqual([0, 0]);
    ledger.close();
  });

  it('holds everything that was saved when the process is killed', async () => {
    const dataDir = folder();
    const script = `
      const { Ledger } = require(${JSON.stringify(join(__dirname, 'ledger.ts'))});
      const ledger = new Ledger({ dataDir: ${JSON.stringify(dataDir)} });
      const order = ${JSON.stringify(anOrder(0))};
      for (let seq = 0; ; seq += 1) {
        ledger.saveOrder({ ...order, seq, request: { ...order.request, out_trade_no: 'order-' + seq } });
        require('node:fs').writeSync(1, seq + '\\n');
      }`;
    const child = spawn(process.execPath, ['-r', require.resolve('tsx/cjs'), '-e', script]);
    let told = '';
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        told += chunk.toString();
        if (told.length > 20_000) child.kill('SIGKILL');
      });
      child.once('exit', () => resolve());
    });
    const last = Number(told.split('\n').at(-2));
    const ledger = new Ledger({ dataDir });
    expect(last).toBeGreaterThan(100);
    expect(ledger.orderByNo(`order-${last}`)?.seq).toBe(last);
    expect(ledger.nextOrder).toBeGreaterThan(last);
    ledger.close();
  });
});

describe('A hundred thousand orders', () => {
  it('add only a few megabytes to memory, and all are found', () => {
    const ledger = new Ledger();
    const save = (from: number, to: number): void => {
      for (let seq = from; seq < to; seq += 1) ledger.saveOrder(anOrder(seq, { paidAt: DAY + seq * 10 }), 1);
    };
    save(0, 5000);
    const before = usedMb();
    save(5000, 105_000);
    // About 3 MB; what the runtime itself takes in between has made it 6. The orders themselves would be more than 40.
    expect(usedMb() - before).toBeLessThan(12);
    expect([...Array(100).keys()].map((part) => ledger.orderByNo(`order-${part * 1049}`)?.seq)).toEqual(
      [...Array(100).keys()].map((part) => part * 1049),
    );
    expect([...ledger.ordersPaid(DAY, DAY + 1000_000)]).toHaveLength(100_000);
    ledger.close();
  });
});

/** Heap and typed arrays after everything that is not used any more has been collected. */
function usedMb(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
}
