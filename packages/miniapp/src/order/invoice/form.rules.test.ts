import { EMPTY, problemOf, tidied } from './form.rules';

const company = {
  kind: 'company',
  title: '森屿科技有限公司',
  taxNumber: '9135 0100 m000100y43',
  email: ' fp@example.com ',
} as const;

test.each([
  [EMPTY, '请填写姓名或“个人”'],
  [{ ...EMPTY, title: '林晓' }, '请填写正确的邮箱，发票会发到这里'],
  [{ ...EMPTY, title: '林晓', email: 'a@b' }, '请填写正确的邮箱，发票会发到这里'],
  [{ ...EMPTY, title: '林晓', email: 'a@b.cn' }, null],
  [{ ...company, title: ' ' }, '请填写公司名称'],
  [{ ...company, taxNumber: '' }, '请填写税号'],
  [{ ...company, taxNumber: '9135' }, '税号应为 18 位，现在是 4 位'],
  [{ ...company, taxNumber: '91350100M000100Y44' }, '税号校验不通过，请检查有没有写错一位'],
  [company, null],
] as const)('%j: %p', (title, problem) => {
  expect(problemOf(title)).toBe(problem);
});

test('is sent tidied, and without the tax number of a company when it is for a person', () => {
  expect(tidied(company)).toMatchObject({ taxNumber: '91350100M000100Y43', email: 'fp@example.com' });
  expect(tidied({ ...company, kind: 'personal' }).taxNumber).toBe('');
});
