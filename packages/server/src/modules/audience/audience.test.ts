import { randomUUID } from 'node:crypto';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as catalog from '../catalog';
import { aProduct } from '../catalog/testing';
import { draftTouch, isPlausible } from './touch.rules';

let suite: Suite;
let token: string;
const product = aProduct();

const view = (over: object = {}) => ({
  eventId: randomUUID(),
  type: 'product.viewed' as const,
  at: suite.ctx().now.toISOString(),
  productId: product.productId,
  ...over,
});
const track = async (events: ReturnType<typeof view>[]) =>
  (await suite.call('audience.track', { events }, token)).body;

beforeAll(async () => {
  suite = await startSuite();
  await catalog.saveProduct(suite.ctx(), product);
  token = await suite.loginShopper('lin');
});
afterAll(() => suite.close());

describe('browsing', () => {
  it('is not kept without consent', async () => {
    expect(await track([view(), view()])).toEqual({ kept: 0, ignored: 2 });
  });

  it('is kept once per event with consent, however often it is sent', async () => {
    await suite.call('identity.setConsent', { purpose: 'profiling', granted: true }, token);
    const event = view();
    expect(await track([event])).toEqual({ kept: 1, ignored: 0 });
    expect(await track([event, event])).toEqual({ kept: 0, ignored: 2 });
  });

  it('counts once when the same event arrives twenty times at once', async () => {
    const event = view();
    const answers = await Promise.all(Array.from({ length: 20 }, () => track([event])));
    expect(answers.reduce((sum, answer) => sum + answer.kept, 0)).toBe(1);
  });

  it('ignores goods and stores that do not exist', async () => {
    expect(await track([view({ productId: 'P-NONE' }), view({ storeId: 'S-NONE' })])).toEqual({
      kept: 0,
      ignored: 2,
    });
  });

  it('ignores what would have happened in the future or long ago', async () => {
    const at = (hours: number) => new Date(suite.ctx().now.getTime() + hours * 3600_000).toISOString();
    expect(await track([view({ at: at(1) }), view({ at: at(-24 * 8) })])).toEqual({ kept: 0, ignored: 2 });
  });
});

describe('the rules of a touch', () => {
  const now = new Date('2026-11-23T02:00:00Z');

  it('allow phones whose clock is a little fast', () => {
    expect(isPlausible(new Date(now.getTime() + 60_000), now)).toBe(true);
  });

  it('name the store and the goods of a scan', () => {
    const event = {
      eventId: randomUUID(),
      type: 'store.scanned',
      at: now.toISOString(),
      storeId: 'S1',
    } as const;
    const names = { products: new Map(), storeNames: new Map([['S1', '静安寺店']]) };
    expect(draftTouch({ customerId: 'c', origin: 'o' }, event, names)).toMatchObject({
      kind: 'scan',
      text: '静安寺店',
      storeId: 'S1',
    });
  });
});
