import { sceneOfQuery, sceneOfScan } from './scene.rules';

test("WeChat's encoded scene is decoded", () => {
  expect(sceneOfQuery('s%3Dsh001')).toBe('s=sh001');
});

test('a missing, an over-long and a Chinese scene are none', () => {
  expect(sceneOfQuery(undefined)).toBeNull();
  expect(sceneOfQuery('a'.repeat(33))).toBeNull();
  expect(sceneOfQuery('静安寺店')).toBeNull();
});

test('a broken percent sign does not throw', () => {
  expect(sceneOfQuery('50%')).toBeNull();
});

test('the path of our own code wins over the raw text', () => {
  expect(sceneOfScan({ path: 'store/landing/index?scene=k7Qm', result: 'whatever' })).toBe('k7Qm');
});

test('a printed address carries its scene, also in the hash', () => {
  expect(sceneOfScan({ result: 'http://127.0.0.1:7300/?scene=k7Qm' })).toBe('k7Qm');
  expect(sceneOfScan({ result: 'http://127.0.0.1:7300/#/pages/home/index?a=1&scene=k7Qm' })).toBe('k7Qm');
});

test('a bare scene is taken, a foreign address is not', () => {
  expect(sceneOfScan({ result: 'k7Qm' })).toBe('k7Qm');
  expect(sceneOfScan({ result: 'https://example.com/menu' })).toBeNull();
});
