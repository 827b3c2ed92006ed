import type { KeyObject } from 'node:crypto';
import {
  diagnoseSignature,
  lineMistake,
  millisecondMistakes,
  swapped,
  withoutLastLineFeed,
} from './diagnose';
import type { Mistake, Parts } from './diagnose';

const APPID = 0;
const TIMESTAMP = 1;
const NONCE = 2;
const PACKAGE = 3;
const NAMES = ['appId', 'timeStamp', 'nonceStr', 'package'];

type Given = { appid: string; timeStamp: string; nonceStr: string; package: string };

/** What paySign of wx.requestPayment is made over: four lines, each ended by a line feed. */
export function paySignParts(given: Given): Parts {
  return {
    lines: [given.appid, given.timeStamp, given.nonceStr, given.package],
    between: '\n',
    end: '\n',
  };
}

/** Why paySign is wrong, in Chinese. `otherAppids` are known here, too, and easily mixed up. */
export function explainPaySign(
  right: Parts,
  signed: { signature: string; key: KeyObject; serial: string },
  otherAppids: string[],
): string {
  const stranger = `paySign 不是用证书 ${signed.serial} 的私钥做的：要用下单时的同一把商户私钥，且签名方式为 RSA。`;
  return diagnoseSignature({ ...signed, names: NAMES, stranger }, right, mistakes(otherAppids));
}

function mistakes(otherAppids: string[]): Mistake[] {
  return [
    lineMistake('第 4 行要带上 prepay_id= 前缀', PACKAGE, (text) => text.replace(/^prepay_id=/, '')),
    lineMistake('第 4 行是 package 的值，前面不写 package=', PACKAGE, (text) => `package=${text}`),
    swapped('timeStamp 与 nonceStr 的位置颠倒了', TIMESTAMP, NONCE),
    ...otherAppids.map((appid) => lineMistake('签名用的是另一个 appid', APPID, () => appid)),
    {
      because: '第 1 行要有小程序的 appId，虽然它不传给 wx.requestPayment',
      change: (right) => ({ ...right, lines: right.lines.slice(1) }),
    },
    withoutLastLineFeed('最后一行之后少了换行符 \\n'),
    {
      because: '换行符应为 \\n，不是 \\r\\n',
      change: (right) => ({ ...right, between: '\r\n', end: '\r\n' }),
    },
    { because: '这是 API v2 的拼接方式，v3 按行签名', change: asQuery },
    ...millisecondMistakes(TIMESTAMP),
  ];
}

function asQuery(right: Parts): Parts {
  const [appid, timeStamp, nonceStr, packageText] = right.lines;
  const query = `appId=${appid}&nonceStr=${nonceStr}&package=${packageText}&signType=RSA&timeStamp=${timeStamp}`;
  return { ...right, lines: [query], end: '' };
}
