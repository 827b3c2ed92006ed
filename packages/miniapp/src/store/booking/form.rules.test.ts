import { detailsOf, emptyForm, formTrouble } from './form.rules';

const whole = { ...emptyForm, slot: '2026-11-28T06:00:00.000Z', agreed: true };

test('says what is still missing, one thing at a time, in the order of the page', () => {
  expect(formTrouble(emptyForm, 0, false)).toBe('请选择试穿门店');
  expect(formTrouble(emptyForm, 0, true)).toBe('请选择到店时间');
  expect(formTrouble(whole, 0, true)).toBe('请至少选择一件要试穿的商品');
  expect(formTrouble({ ...whole, height: '16' }, 1, true)).toContain('身高');
  expect(formTrouble({ ...whole, height: '170.5' }, 1, true)).toContain('身高');
  expect(formTrouble({ ...whole, agreed: false }, 1, true)).toBe('请先勾选同意预约说明');
  expect(formTrouble(whole, 1, true)).toBeNull();
});

test('sends nothing that was left empty', () => {
  expect(detailsOf(whole)).toEqual({});
  expect(detailsOf({ ...whole, height: '168', usualSize: 'M', remark: ' 想搭配长裤 ' })).toEqual({
    heightCm: 168,
    usualSize: 'M',
    remark: '想搭配长裤',
  });
});
