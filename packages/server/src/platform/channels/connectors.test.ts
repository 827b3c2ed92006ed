import { readDoudian } from './doudian';
import { readDouyin } from './douyin';
import { meituanSignature, readMeituan } from './meituan';
import { hexHash } from './reading';
import type { Delivered } from './types';
import { readXiaohongshu, signatureOf } from './xiaohongshu';

const now = new Date('2026-11-27T12:00:00Z');
const seconds = now.getTime() / 1000;
const delivered = (body: string, headers: Record<string, string>): Delivered => ({
  path: '/webhooks/channels/test',
  headers,
  query: {},
  body: Buffer.from(body),
});

describe('a webhook of Douyin', () => {
  const app = { clientKey: 'awkey', clientSecret: 'secret' };
  const paid = (given: { msgTime?: number; key?: string; event?: string } = {}): string =>
    JSON.stringify({
      event: given.event ?? 'life_trade_order_notify',
      client_key: given.key ?? 'awkey',
      from_user_id: '',
      content: JSON.stringify({
        action: 'pay_success',
        msg_time: given.msgTime ?? seconds,
        order: { order_id: '1001', account_id: '7', pay_amount: 100 },
      }),
    });
  const signed = (body: string): Delivered =>
    delivered(body, { 'x-douyin-signature': hexHash('sha1', 'secret', body), 'msg-id': 'm1' });

  it('is news of an order under the id it came with', () => {
    expect(readDouyin(app, signed(paid()), now)).toMatchObject({
      kind: 'news',
      news: [{ messageId: 'm1', event: 'life_trade_order_notify', orderId: '1001' }],
      answer: { status: 200 },
    });
  });

  it('is acknowledged and left alone when its event means nothing to us', () => {
    expect(readDouyin(app, signed(paid({ event: 'item_click' })), now)).toMatchObject({
      kind: 'news',
      news: [{ event: 'item_click', orderId: null }],
    });
  });

  it('is answered with the number it asks for', () => {
    const body = JSON.stringify({
      event: 'verify_webhook',
      client_key: '',
      content: '{ "challenge": 12345 }',
    });
    expect(readDouyin(app, delivered(body, {}), now)).toMatchObject({
      kind: 'check',
      answer: { status: 200, body: '{"challenge":12345}' },
    });
  });

  it.each([
    ['signature', delivered(paid(), { 'x-douyin-signature': hexHash('sha1', 'other', paid()) })],
    ['signature', delivered(paid(), {})],
    ['signature', { ...signed(paid()), body: Buffer.from(paid().replace('1001', '1002')) }],
    ['other app', signed(paid({ key: 'awother' }))],
    ['stale', signed(paid({ msgTime: seconds - 4 * 24 * 3600 }))],
    ['stale', signed(paid({ msgTime: seconds + 3600 }))],
    ['unreadable', signed('[1]')],
  ])('is refused for its %s', (because, forged) => {
    const reading = readDouyin(app, forged, now);
    expect(reading).toMatchObject({ kind: 'refused', because });
    expect(reading.answer.status).toBeGreaterThanOrEqual(400);
  });
});

describe('messages of Doudian', () => {
  const app = { appKey: 'k', appSecret: 's' };
  const body = JSON.stringify([
    { tag: '101', msg_id: '9', data: JSON.stringify({ p_id: 55 }) },
    { tag: '400', msg_id: '10', data: {} },
  ]);
  it('come several at once, each with its id', () => {
    const posted = delivered(body, { 'event-sign': hexHash('md5', 'k', body, 's'), 'app-id': 'k' });
    expect(readDoudian(app, posted)).toMatchObject({
      kind: 'news',
      news: [
        { messageId: '9', event: '101', orderId: '55' },
        { messageId: '10', orderId: null },
      ],
    });
  });
  it('are refused when somebody else signed them', () => {
    expect(readDoudian(app, delivered(body, { 'event-sign': 'x' }))).toMatchObject({ because: 'signature' });
  });
});

describe('the push of Xiaohongshu', () => {
  const app = { appKey: 'k', appSecret: 's' };
  const body = JSON.stringify([
    {
      msgTag: 'msg_fulfillment_status_change',
      sellerId: '1',
      data: JSON.stringify({ orderId: 'P1', orderStatus: 4 }),
    },
  ]);
  const posted = (timestamp: number): Delivered => {
    const headers = { 'app-key': 'k', timestamp: String(timestamp) };
    const sign = signatureOf(app, { path: '/webhooks/channels/test', headers, query: {} });
    return delivered(body, { ...headers, sign });
  };
  it('is the same news when the same content comes again', () => {
    const first = readXiaohongshu(app, posted(seconds), now);
    const again = readXiaohongshu(app, posted(seconds + 5), now);
    expect(first).toMatchObject({ kind: 'news', news: [{ orderId: 'P1' }] });
    expect(again).toEqual(first);
  });
  it('is refused when it is old, or not signed by our app', () => {
    expect(readXiaohongshu(app, posted(seconds - 3600), now)).toMatchObject({ because: 'stale' });
    const forged = { ...posted(seconds), headers: { ...posted(seconds).headers, sign: 'f'.repeat(32) } };
    expect(readXiaohongshu(app, forged, now)).toMatchObject({ because: 'signature' });
  });
});

describe('a callback of Meituan', () => {
  const app = { developerId: '100', signKey: 'key' };
  const posted = (timestamp: number, sign?: string): Delivered => {
    const form = {
      developerId: '100',
      timestamp: String(timestamp),
      msgType: '1',
      empty: '',
      biz: JSON.stringify({ orderId: 77 }),
    };
    const full = { ...form, sign: sign ?? meituanSignature(app, form) };
    return delivered(new URLSearchParams(full).toString(), {});
  };
  it('is news of an order, the same one however often it is sent', () => {
    const first = readMeituan(app, posted(seconds), now);
    expect(first).toMatchObject({
      kind: 'news',
      news: [{ orderId: '77' }],
      answer: { body: '{"data":"OK"}' },
    });
    expect(readMeituan(app, posted(seconds + 30), now)).toEqual(first);
  });
  it('is refused when it is old or forged', () => {
    expect(readMeituan(app, posted(seconds - 3600), now)).toMatchObject({ because: 'stale' });
    expect(readMeituan(app, posted(seconds, 'f'.repeat(40)), now)).toMatchObject({ because: 'signature' });
  });
});
