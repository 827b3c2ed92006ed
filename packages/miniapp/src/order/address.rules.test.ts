import { addressTrouble, emptyAddress, trimmed } from './address.rules';

const full = { name: '林晚', phone: '13800138001', region: '上海市 静安区', street: '愚园路 1 号 302' };

test('a complete address has no trouble, also with spaces around', () => {
  expect(addressTrouble({ ...full, phone: ' 13800138001 ' })).toBeNull();
  expect(trimmed({ ...full, name: ' 林晚 ' }).name).toBe('林晚');
});

test('the first thing missing is named', () => {
  expect(addressTrouble(emptyAddress)).toBe('请填写收货人');
  expect(addressTrouble({ ...full, phone: '1380013' })).toBe('请填写 11 位手机号');
  expect(addressTrouble({ ...full, street: ' ' })).toBe('请填写详细地址');
});
