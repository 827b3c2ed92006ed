import { constants, createSign, generateKeyPairSync, sign } from 'node:crypto';
import * as fc from 'fast-check';
import { diagnoseSignature, lineMistake, textOf, withoutLastLineFeed } from './diagnose';
import type { Parts } from './diagnose';
import { explainPaySign, paySignParts } from './pay-sign-mistakes';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const right: Parts = { lines: ['A', 'B'], between: '\n', end: '\n' };
const given = { key: publicKey, names: ['一', '二'], stranger: 'STRANGER' };
const diagnosed = (signature: string, parts = right): string =>
  diagnoseSignature({ ...given, signature }, parts, [
    lineMistake('小写', 0, (line) => line.toLowerCase()),
    withoutLastLineFeed('没有换行'),
  ]);
const signed = (text: string, algorithm = 'RSA-SHA256'): string =>
  createSign(algorithm).update(text).sign(privateKey, 'base64');

it.each(['SHA1', 'SHA512', 'MD5'])('tells a signature with %s instead of SHA256', (hash) => {
  expect(diagnosed(signed('A\nB\n', `RSA-${hash}`))).toContain(`签名用的是 ${hash}`);
  expect(diagnosed(signed('a\nB\n', `RSA-${hash}`))).toMatch(/应为 SHA256。小写。第 1 行（一）/);
});

it('tells another padding, and hexadecimal in place of Base64', () => {
  const pss = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING };
  expect(diagnosed(sign('sha256', Buffer.from('A\nB\n'), pss).toString('base64'))).toContain('PSS');
  expect(diagnosed(Buffer.from(signed('A\nB\n'), 'base64').toString('hex'))).toContain('十六进制');
});

it.each(['', 'AAAA', '%%', 'WECHATPAY/SIGNTEST/abc'])('takes %j for a stranger', (signature) => {
  expect(diagnosed(signature)).toBe('STRANGER');
});

it('finds two mistakes at once', () => {
  expect(diagnosed(signed('a\nB'))).toBe('小写；没有换行。第 1 行（一）签的是「a」，应为「A」。');
});

it('never blames the key when the key is right', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (first, second, other) => {
      const parts: Parts = { ...right, lines: [first, second] };
      const hint = diagnosed(signed(other), parts);
      expect(hint).not.toBe('STRANGER');
      if (other !== textOf(parts)) expect(hint).not.toContain('都正确');
    }),
    { numRuns: 30 },
  );
});

describe('A wrong paySign', () => {
  const params = {
    appid: 'wx2421b1c4370ec43b',
    timeStamp: '1554208460',
    nonceStr: '593BEC0C930BF1AFEB40B4A08C8FB242',
    package: 'prepay_id=wx201410272009395522657a690389285100',
  };
  const { appid, timeStamp, nonceStr, package: prepay } = params;
  const explained = (text: string): string =>
    explainPaySign(paySignParts(params), { signature: signed(text), key: publicKey, serial: 'S' }, [
      'wxother',
    ]);

  it('is not there for the four lines of the published example', () => {
    expect(textOf(paySignParts(params))).toBe(`${appid}\n${timeStamp}\n${nonceStr}\n${prepay}\n`);
  });

  it.each([
    [
      'no prefix',
      `${appid}\n${timeStamp}\n${nonceStr}\n${prepay.slice(10)}\n`,
      '第 4 行要带上 prepay_id= 前缀',
    ],
    ['package=', `${appid}\n${timeStamp}\n${nonceStr}\npackage=${prepay}\n`, '前面不写 package='],
    ['swapped lines', `${appid}\n${nonceStr}\n${timeStamp}\n${prepay}\n`, '颠倒'],
    ['no appId', `${timeStamp}\n${nonceStr}\n${prepay}\n`, '要有小程序的 appId'],
    ['another appid', `wxother\n${timeStamp}\n${nonceStr}\n${prepay}\n`, '另一个 appid'],
    ['no last line feed', `${appid}\n${timeStamp}\n${nonceStr}\n${prepay}`, '换行符'],
    ['milliseconds', `${appid}\n${timeStamp}042\n${nonceStr}\n${prepay}\n`, '毫秒'],
    [
      'the way of v2',
      `appId=${appid}&nonceStr=${nonceStr}&package=${prepay}&signType=RSA&timeStamp=${timeStamp}`,
      'API v2',
    ],
    ['something else', 'x', '私钥是对的'],
  ])('with %s is explained', (_what, text, words) => {
    expect(explained(text)).toContain(words);
  });
});
