import fc from 'fast-check';
import { isTrustedPage, rightsChanged, roleText, seesStore } from './staff.rules';
import type { StaffRole } from './staff.model';

const role = fc.constantFrom<StaffRole>('guide', 'clerk', 'manager', 'operator', 'marketer');
const stores = fc.uniqueArray(fc.constantFrom<string>('A', 'B', 'C', 'D'));
const named = (ids: string[], name = '店') => ids.map((storeId) => ({ storeId, name }));

test('operators and marketers see every store, the others exactly their own', () => {
  fc.assert(
    fc.property(role, stores, fc.constantFrom('A', 'E'), (who, storeIds, asked) => {
      const everywhere = who === 'operator' || who === 'marketer';
      expect(seesStore({ role: who, storeIds }, asked)).toBe(everywhere || storeIds.includes(asked));
    }),
  );
});

test('another role or another set of stores changes the rights; order and store names do not', () => {
  const rights = fc.record({ role, stores });
  fc.assert(
    fc.property(rights, rights, (before, after) => {
      const sameStores = [...before.stores].sort().join() === [...after.stores].sort().join();
      const changed = rightsChanged(
        { role: before.role, stores: named(before.stores) },
        { role: after.role, stores: named(after.stores, '新') },
      );
      expect(changed).toBe(before.role !== after.role || !sameStores);
    }),
  );
});

test('every role has its Chinese name', () => {
  expect(Object.values(roleText)).toEqual(['导购', '店员', '店长', '私域运营', '市场部']);
});

test.each([
  ['https://h5.brand.cn/sidebar?x=1#/a', true],
  ['https://H5.brand.cn:443/', true],
  ['http://h5.brand.cn/', false],
  ['https://h5.brand.cn:8443/', false],
  ['https://h5.brand.cn.evil.cn/', false],
  ['https://h5.brand.cn@evil.cn/', false],
  ['https://evil.cn/?https://h5.brand.cn/', false],
  ['https://sub.h5.brand.cn/', false],
  ['javascript://h5.brand.cn/%0aalert(1)', false],
  ['data:text/html,x', false],
])('%s is trusted: %s', (url, trusted) => {
  expect(isTrustedPage(url, 'https://h5.brand.cn/workbench')).toBe(trusted);
});
