import { liveShare, tokenOfQuery, withShare } from './held-shares.rules';

const NOW = Date.parse('2026-11-27T10:00:00Z');
const share = (hours: number) => ({
  token: '0123456789abcdef',
  qrText: 'PF1.0123456789abcdef',
  expiresAt: new Date(NOW + hours * 3600_000).toISOString(),
});

test('a code is shown again until its hours are over', () => {
  const held = { o1: share(1) };
  expect(liveShare(held, 'o1', NOW)).toEqual(share(1));
  expect(liveShare(held, 'o1', NOW + 3600_000)).toBeNull();
  expect(liveShare(held, 'o2', NOW)).toBeNull();
});

test('a new code takes the place of the one before, of its own order only', () => {
  const held = withShare({ o1: share(1), o2: share(2) }, { orderId: 'o1', share: share(24) }, NOW);
  expect(held).toEqual({ o1: share(24), o2: share(2) });
});

test('a code that was taken back is forgotten, and so is every one that is over', () => {
  expect(withShare({ o1: share(1), o2: share(-1) }, { orderId: 'o1', share: null }, NOW)).toEqual({});
});

test('only what looks like a token is asked about', () => {
  expect(tokenOfQuery('0123456789abcdef')).toBe('0123456789abcdef');
  for (const bad of [undefined, '', '0123456789ABCDEF', '0123456789abcde', '0123456789abcdef ']) {
    expect(tokenOfQuery(bad)).toBeNull();
  }
});
