import fc from 'fast-check';
import {
  STATES,
  approvedPath,
  canMove,
  casePrompt,
  isOver,
  receivedPath,
  requirePath,
  staffActions,
} from './aftersale.rules';
import type { CaseFacts, Kind, State } from './aftersale.rules';
import { ALL_REASONS, REASONS, applyBefore, isAutomatic, termsOf } from './reason.rules';

const KINDS: Kind[] = ['refund_only', 'return', 'exchange'];
const NOW = new Date('2026-11-23T06:35:00Z');
const aCase = (given: Partial<CaseFacts> = {}): CaseFacts => ({
  kind: 'return',
  state: 'applied',
  dueAt: NOW,
  escalatedAt: null,
  declinedReason: null,
  exchangeStoreName: null,
  problem: null,
  hasGifts: false,
  ...given,
});
const everything = { decides: true, exchanges: true, receives: true };

describe('the life of a case', () => {
  test('ends with money, a replacement, a no, a change of mind, or time', () => {
    expect(STATES.filter(isOver).sort()).toEqual([
      'cancelled',
      'closed',
      'declined',
      'exchanged',
      'refunded',
    ]);
  });

  test('never comes back to where it was', () => {
    const reachable = (from: State): State[] =>
      STATES.filter((to) => canMove(from, to)).flatMap((to) => [to, ...reachable(to)]);
    STATES.forEach((state) => expect(reachable(state)).not.toContain(state));
  });

  test('cannot end without money or replacement once the goods came back', () => {
    const reachable = (from: State): State[] =>
      STATES.filter((to) => canMove(from, to)).flatMap((to) => [to, ...reachable(to)]);
    expect(reachable('received').filter(isOver).sort()).toEqual(['exchanged', 'refunded']);
  });

  test('goes only where the table leads', () => {
    for (const kind of KINDS) {
      const agreed = requirePath('applied', approvedPath(kind));
      if (agreed === 'awaiting_return') requirePath(agreed, receivedPath(kind));
      else expect(agreed).toBe('refunding');
    }
    expect(() => requirePath('refunded', ['refunding'])).toThrow('cannot go');
  });
});

describe('what people read and may do', () => {
  test('each state has words and a sentence', () => {
    for (const kind of KINDS)
      for (const state of STATES) {
        const prompt = casePrompt(aCase({ kind, state }));
        expect(prompt.statusText).toMatch(/\S/);
        expect(prompt.hint).toMatch(/\S/);
      }
  });

  test('the shopper can call a case off until the goods are back', () => {
    const able = STATES.filter((state) => casePrompt(aCase({ state })).actions.includes('cancel'));
    expect(able.sort()).toEqual(STATES.filter((state) => canMove(state, 'cancelled')).sort());
  });

  test('the shopper is told by when, what to bring, why not, and that a stuck refund is looked after', () => {
    expect(casePrompt(aCase({ state: 'awaiting_return', hasGifts: true })).hint).toBe(
      '请在 2026-11-23 14:35 前把商品和赠品带到任意门店，出示退货单号',
    );
    expect(casePrompt(aCase({ state: 'declined', declinedReason: '已穿着洗涤' })).hint).toBe('已穿着洗涤');
    expect(casePrompt(aCase({ state: 'refunding', problem: '余额不足' })).hint).toMatch(/客服/);
    expect(casePrompt(aCase({ escalatedAt: NOW })).hint).toMatch(/客服/);
    const exchange = aCase({ kind: 'exchange', state: 'received', exchangeStoreName: '静安寺店' });
    expect(casePrompt(exchange)).toMatchObject({
      statusText: '待领取换货',
      hint: '请在静安寺店领取更换的商品',
    });
  });

  test('staff are offered what the table and their place allow', () => {
    const nobody = { decides: false, exchanges: false, receives: false };
    for (const kind of KINDS)
      for (const state of STATES) {
        expect(staffActions({ kind, state }, nobody)).toEqual([]);
        const actions = staffActions({ kind, state }, everything);
        if (actions.includes('approve')) expect(canMove(state, 'approved')).toBe(true);
        if (actions.includes('decline')) expect(canMove(state, 'declined')).toBe(true);
        if (actions.includes('receiveReturn')) expect(canMove(state, 'received')).toBe(true);
        if (actions.includes('handOverReplacement')) expect(canMove(state, 'exchanged')).toBe(true);
        if (actions.includes('refundInstead')) expect(canMove(state, 'refunding')).toBe(true);
        if (isOver(state)) expect(actions).toEqual([]);
      }
    const elsewhere = { ...everything, exchanges: false };
    expect(staffActions({ kind: 'exchange', state: 'awaiting_return' }, elsewhere)).toEqual(['decline']);
  });
});

describe('reasons', () => {
  test('each is good for something', () => {
    for (const reason of ALL_REASONS) expect(Object.keys(REASONS[reason].kinds)).not.toEqual([]);
  });

  test('before the goods are handed over only a change of mind counts, and nobody decides', () => {
    const fit = ALL_REASONS.filter((reason) => termsOf('before_handover', 'refund_only', reason));
    expect(fit).toEqual(['no_longer_wanted', 'does_not_fit']);
    expect(termsOf('before_handover', 'return', 'no_longer_wanted')).toBeNull();
    expect(termsOf('before_handover', 'refund_only', 'no_longer_wanted')?.decides).toBe('auto');
  });

  test('seven days are counted from the handing over, and a parcel under way has no end', () => {
    const terms = { withinDays: 7 };
    expect(applyBefore(terms, NOW)).toEqual(new Date('2026-11-30T06:35:00Z'));
    expect(applyBefore(terms, null)).toBeNull();
  });

  test('small sums are paid without anybody deciding, but never more of them than the limit per order', () => {
    const terms = termsOf('after_handover', 'refund_only', 'missing')!;
    const limit = terms.autoUpToFen!;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50_00 })), (amounts) => {
        const given = amounts.reduce((sum, fen) => (isAutomatic(terms, fen, sum) ? sum + fen : sum), 0);
        expect(given).toBeLessThanOrEqual(limit);
      }),
    );
    expect(isAutomatic(terms, limit, 0)).toBe(true);
    expect(isAutomatic(terms, limit, 1)).toBe(false);
  });
});
