import { randomUUID } from 'node:crypto';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import { anApply } from '../aftersale/testing';
import { orderAtDouyin } from '../channels/testing';
import * as identity from '../identity';
import { aMember, aMemberWithPhone } from '../identity/testing';
import { aPaidOrder, aPlace, everythingDone, place } from '../orders/testing';
import { findRefundsOf } from '../payments/refund.model';
import * as staff from '../staff';
import { aStaff, anErasure, certificateNoOf, openTown, untilErased } from './testing';
import type { Town } from './testing';

/** Who may ask for what, and what keeps somebody from leaving. */
let suite: Suite;
let town: Town;
let lin: { id: string; token: string; customerId: string };
const roles: Record<string, string | undefined> = { anonymous: undefined };
beforeAll(async () => {
  suite = await startSuite();
  town = await openTown(suite);
  lin = { id: 'lin', ...(await aMemberWithPhone(suite, 'lin')) };
  for (const role of ['guide', 'clerk', 'manager', 'operator', 'marketer'] as const)
    roles[role] = await aStaff(suite, town, role);
});
afterAll(() => suite.close());

const erasing = (given: object = {}) => ({
  requestId: randomUUID(),
  customerId: lin.customerId,
  reason: '顾客来信要求删除',
  ...given,
});

describe('what is the member’s own', () => {
  const own = [
    ['privacy.listConsents', {}],
    ['privacy.exportMyData', {}],
    ['privacy.previewErasure', {}],
    ['privacy.eraseMe', anErasure()],
  ] as const;

  test.each(own)(
    '%s is nobody else’s: not staff’s of any role, and not a stranger’s',
    async (name, input) => {
      for (const [role, token] of Object.entries(roles)) {
        const code = role === 'anonymous' ? 'LOGIN_REQUIRED' : 'FORBIDDEN';
        expect([role, (await suite.callRaw(name, input, token)).code]).toEqual([role, code]);
      }
      expect((await suite.callRaw(name, input, 'a'.repeat(40))).code).toBe('LOGIN_REQUIRED');
    },
  );

  test.each(own)('%s takes nothing it does not know', async (name, input) => {
    const other = { ...input, customerId: lin.customerId };
    expect((await suite.callRaw(name, other, lin.token)).code).toBe('INVALID_INPUT');
  });

  test('a cursor that nobody gave is none', async () => {
    for (const name of ['privacy.listConsents', 'privacy.exportMyData'])
      expect((await suite.callRaw(name, { cursor: 'abc' }, lin.token)).code).toBe('INVALID_INPUT');
  });
});

describe('erasing somebody who asked by letter', () => {
  test('is for operators alone', async () => {
    for (const [role, token] of Object.entries({ ...roles, member: lin.token })) {
      if (role === 'operator') continue;
      const code = role === 'anonymous' ? 'LOGIN_REQUIRED' : 'FORBIDDEN';
      expect([role, (await suite.call('privacy.eraseCustomer', erasing(), token)).code]).toEqual([
        role,
        code,
      ]);
    }
  });

  test('wants a customer there is, and a reason that names nobody', async () => {
    const call = (given: object) => suite.callRaw('privacy.eraseCustomer', erasing(given), roles.operator);
    expect((await call({ customerId: '0'.repeat(20) })).code).toBe('NOT_FOUND');
    expect((await call({ customerId: 'x' })).code).toBe('INVALID_INPUT');
    for (const reason of ['', '13800138001 来信', 'lin@example.com 来信'])
      expect((await call({ reason })).code).toBe('INVALID_INPUT');
  });

  test('is done like any other, and stands in the log with its reason', async () => {
    const { customerId } = await aMember(suite, 'chen');
    const asked = erasing({ customerId });
    const { body } = await suite.call('privacy.eraseCustomer', asked, roles.operator);
    expect(body.certificateNo).toBe(certificateNoOf(asked));
    const certificate = await untilErased(suite, body.certificateNo);
    expect(certificate).toMatchObject({ state: 'done', askedBy: 'operator' });
    const rows = await staff.listAudit(suite.ctx(), body.certificateNo);
    expect(rows).toMatchObject([{ action: 'privacy.eraseCustomer', by: 'the-operator', note: asked.reason }]);
    expect((await suite.call('privacy.eraseCustomer', erasing({ customerId }), roles.operator)).code).toBe(
      'NOT_FOUND',
    );
    expect((await suite.call('privacy.eraseCustomer', asked, roles.operator)).code).toBe('REQUEST_REUSED');
  });
});

describe('a certificate', () => {
  test('is for whoever has its number, and there is no other', async () => {
    const { token } = await aMember(suite, 'chen');
    const asked = anErasure();
    const certificateNo = certificateNoOf(asked);
    await suite.call('privacy.eraseMe', asked, token);
    const certificate = await untilErased(suite, certificateNo);
    for (const reader of [...Object.values(roles), lin.token])
      expect((await suite.call('privacy.showErasure', { certificateNo }, reader)).body).toEqual(certificate);
    const unknown = { certificateNo: '0'.repeat(32) };
    expect((await suite.call('privacy.showErasure', unknown)).code).toBe('NOT_FOUND');
    expect((await suite.callRaw('privacy.showErasure', { certificateNo: 'x' })).code).toBe('INVALID_INPUT');
  });
});

describe('leaving', () => {
  test('is not a slip of the finger', async () => {
    const asked = { ...anErasure(), confirm: '注销' };
    expect((await suite.callRaw('privacy.eraseMe', asked, lin.token)).code).toBe('INVALID_INPUT');
    expect((await suite.callRaw('privacy.eraseMe', {}, lin.token)).code).toBe('INVALID_INPUT');
    expect((await suite.call('identity.me', {}, lin.token)).status).toBe(200);
  });

  test('waits for every order, refund and after-sale that is not over, and says which', async () => {
    const blocked = async () => {
      const { code, body } = await suite.call('privacy.eraseMe', anErasure(), lin.token);
      const { error } = body as unknown as {
        error?: { details: { blocking: { kind: string; text: string }[] } };
      };
      const preview = await suite.call('privacy.previewErasure', {}, lin.token);
      const blocking = error?.details.blocking ?? [];
      expect(preview.body.blocking).toEqual(blocking);
      const byOperator = await suite.call('privacy.eraseCustomer', erasing(), roles.operator);
      expect(byOperator.code).toBe(code);
      return [code, ...blocking.map(({ kind, text }) => `${kind} ${text}`)];
    };
    const { orderId, orderNo } = await place(suite, lin.token, aPlace(town));
    expect(await blocked()).toEqual(['ERASURE_BLOCKED', 'order 待支付']);
    const { blocking } = (await suite.call('privacy.previewErasure', {}, lin.token)).body;
    expect(blocking).toMatchObject([{ number: orderNo, orderId, kindText: '订单' }]);
    await suite.call('orders.cancel', { orderId }, lin.token);
    const paid = await aPaidOrder(suite, lin, aPlace(town));
    expect(await blocked()).toEqual(['ERASURE_BLOCKED', 'order 待接单']);
    await suite.call('pickup.accept', { orderId: paid.orderId }, town.clerk);
    expect(await blocked()).toEqual(['ERASURE_BLOCKED', 'order 备货中']);
    await suite.call('pickup.markReady', { orderId: paid.orderId }, town.clerk);
    expect((await blocked())[1]).toBe('order 待取货');
    const { body: code } = await suite.call('pickup.showCode', { orderId: paid.orderId }, lin.token);
    await suite.call('pickup.redeem', { storeId: town.storeId, code: code.digits }, town.clerk);
    await everythingDone(suite);
    const { body: opened } = await suite.call('aftersale.apply', anApply(paid.orderId), lin.token);
    expect(await blocked()).toEqual(['ERASURE_BLOCKED', 'aftersale 退货退款 · 待退回']);
    const back = { storeId: town.storeId, caseNo: opened.caseNo, condition: 'sellable' as const };
    await suite.sandbox.control.faults({ refunds: 'hold' });
    await suite.call('aftersale.receiveReturn', back, town.clerk);
    await everythingDone(suite);
    expect(await blocked()).toEqual(['ERASURE_BLOCKED', 'order 退款中', 'aftersale 退货退款 · 退款中']);
    const [refund] = await findRefundsOf(paid.orderId);
    await suite.sandbox.control.faults({ refunds: 'auto' });
    await suite.sandbox.control.wechatPay.finishRefund(refund!._id, 'SUCCESS');
    await everythingDone(suite);
    expect((await suite.call('privacy.previewErasure', {}, lin.token)).body.blocking).toEqual([]);
  });

  test('waits for an order of another platform that nobody has decided about', async () => {
    const { token, customerId } = await aMember(suite, 'wang');
    const openid = await identity.openidOf(suite.ctx(), customerId);
    await identity.noteSighting(suite.ctx(), {
      source: 'test',
      shown: [
        { type: 'channel_buyer', value: 'douyin:_000buyer-of-requests' },
        { type: 'mp_openid', value: openid },
      ],
    });
    const items = [{ itemId: 'DY-NEW', title: '新品', priceFen: 50_00, quantity: 1 }];
    const { orderId: foreignId } = await orderAtDouyin(suite, { openId: '_000buyer-of-requests', items });
    await everythingDone(suite);
    const { body } = await suite.call('privacy.previewErasure', {}, token);
    expect(body.blocking).toEqual([
      {
        kind: 'channel_order',
        kindText: '渠道订单',
        number: foreignId,
        orderId: null,
        text: '渠道订单待处理',
      },
    ]);
    const resolve = { source: 'douyin', channelOrderId: foreignId, action: 'refund' as const };
    await suite.call('channels.resolveOrder', resolve, town.operator);
    expect((await suite.call('privacy.eraseMe', anErasure(), token)).status).toBe(200);
  });

  test('asked twice it is one erasure, and the number is known to whoever lost the answer', async () => {
    const { token, customerId } = await aMember(suite, 'chen');
    const asked = anErasure();
    const answers = await Promise.all([
      suite.call('privacy.eraseMe', asked, token),
      suite.call('privacy.eraseMe', asked, token),
      suite.call('privacy.eraseCustomer', erasing({ customerId }), roles.operator),
    ]);
    const numbers = answers.flatMap(({ body, code }) => (code ? [] : [body.certificateNo]));
    expect(new Set(numbers).size).toBe(1);
    for (const { code } of answers) expect([undefined, 'LOGIN_REQUIRED']).toContain(code);
    expect((await untilErased(suite, numbers[0]!)).state).toBe('done');
  });

  test('with the number of somebody else’s erasure is refused', async () => {
    const { token } = await aMember(suite, 'chen');
    const asked = anErasure();
    await suite.call('privacy.eraseMe', asked, token);
    expect((await suite.call('privacy.eraseMe', asked, lin.token)).code).toBe('REQUEST_REUSED');
    await untilErased(suite, certificateNoOf(asked));
    expect((await suite.call('privacy.eraseMe', asked, lin.token)).code).toBe('REQUEST_REUSED');
  });
});
