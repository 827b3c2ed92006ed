import { contactWords, kindOfCode, openedWords, payWords } from './scanned';

it.each([
  ['weixin://wxpay/bizpayurl?pr=abc', 'pay'],
  ['http://127.0.0.1:7301/wecom/qr/Abc123.png', 'contact'],
  ['https://work.weixin.qq.com/ca/cawcde', 'contact'],
  ['wxacode:pages/home/index?scene=a', 'other'],
  ['http://weixin.qq.com/q/02abc', 'other'],
])('tells what kind of code %s is', (text, kind) => {
  expect(kindOfCode(text)).toBe(kind);
});

it('says what came of it', () => {
  expect(payWords({ result: 'refused', words: '二维码无效' })).toEqual({ good: false, words: '二维码无效' });
  expect(payWords({ result: 'cancelled' })).toEqual({ good: true, words: '取消了支付' });
  const scanned = { status: 'pending' as const, userid: 'xiaomei', external_userid: 'wm' };
  expect(contactWords(scanned, () => '小美')).toBe('申请已发出，等对方通过：小美');
  expect(contactWords({ status: 'joined' }, () => '')).toBe('进了群');
  expect(openedWords({ opened: false, why: '链接已过期' })).toEqual({ good: false, words: '链接已过期' });
  expect(openedWords({ opened: 'official-account', event: 'SCAN', eventKey: '7' }).words).toBe(
    '进入公众号，EventKey=7',
  );
});
