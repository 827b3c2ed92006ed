import { uuid } from './uuid';

const version4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('an id is a version 4 UUID, whatever the dice say', () => {
  expect(uuid(() => 0)).toBe('00000000-0000-4000-8000-000000000000');
  expect(uuid(() => 0.999_999)).toMatch(version4);
  expect(uuid()).toMatch(version4);
});

test('a thousand ids are a thousand different ids', () => {
  expect(new Set(Array.from({ length: 1000 }, () => uuid())).size).toBe(1000);
});
