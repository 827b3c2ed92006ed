import type { KeyObject } from 'node:crypto';
import type { Incoming } from '../http/message';
import {
  diagnoseSignature,
  lineMistake,
  millisecondMistakes,
  swapped,
  withoutLastLineFeed,
} from './diagnose';
import type { Mistake, Parts } from './diagnose';

const METHOD = 0;
const URL_LINE = 1;
const TIMESTAMP = 2;
const NONCE = 3;
const BODY = 4;
const NAMES = ['请求方法', 'URL', '时间戳', '随机串', '请求体'];

/** What a merchant should have signed for this request: five lines, each ended by a line feed. */
export function requestParts(
  request: Incoming,
  authorization: { timestamp: string; nonce_str: string },
): Parts {
  const { timestamp, nonce_str } = authorization;
  const lines = [request.method, request.rawUrl, timestamp, nonce_str, request.body.toString('utf8')];
  return { lines, between: '\n', end: '\n' };
}

/** Why the signature of a request is wrong, in Chinese. */
export function explainRequestSignature(
  request: Incoming,
  right: Parts,
  given: { signature: string; key: KeyObject; serial: string },
): string {
  const stranger = `签名不是用证书 ${given.serial} 的私钥做的：请检查加载的私钥文件（apiclient_key.pem）是否属于这张商户API证书。`;
  return diagnoseSignature({ ...given, names: NAMES, stranger }, right, mistakesOf(request));
}

function mistakesOf(request: Incoming): Mistake[] {
  return [
    lineMistake('请求方法要用大写', METHOD, (method) => method.toLowerCase()),
    ...urlMistakes(request),
    swapped('时间戳与随机串的位置颠倒了', TIMESTAMP, NONCE),
    ...bodyMistakes(request),
    withoutLastLineFeed('最后一行之后少了换行符 \\n'),
    {
      because: '换行符应为 \\n，不是 \\r\\n',
      change: (right) => ({ ...right, between: '\r\n', end: '\r\n' }),
    },
    {
      because: '请求体那一行整个没有；请求体为空时也要有一个空行',
      change: (right) => ({ ...right, lines: right.lines.slice(0, BODY) }),
    },
    ...millisecondMistakes(TIMESTAMP),
  ];
}

function urlMistakes(request: Incoming): Mistake[] {
  const host = request.headers.host ?? '';
  const { prefix } = request;
  const line = (because: string, change: (url: string) => string): Mistake =>
    lineMistake(because, URL_LINE, change);
  const withHost = '第 2 行只要路径和查询串，不带协议与域名';
  const withPrefix = '第 2 行不带 /api.mch.weixin.qq.com 这个前缀：它只告诉沙箱请求发给谁';
  return [
    line('第 2 行少了查询串（? 及其后面的部分）', (url) => url.split('?')[0] ?? ''),
    line(withHost, (url) => `https://api.mch.weixin.qq.com${url}`),
    line(withHost, (url) => `http://${host}${url}`),
    line(withHost, (url) => `http://${host}${prefix}${url}`),
    line(withHost, (url) => `https://${host}${prefix}${url}`),
    line(withPrefix, (url) => `${prefix || '/api.mch.weixin.qq.com'}${url}`),
    line(withPrefix, (url) => `/__sandbox${prefix}${url}`),
    line('第 2 行要与实际发送的一致，不能先解码', decoded),
    line('第 2 行要与实际发送的一致，不能再编码一次', (url) => encodeURI(url)),
    line('第 2 行以 / 开头', (url) => url.slice(1)),
  ];
}

function bodyMistakes(request: Incoming): Mistake[] {
  const line = (because: string, change: (body: string) => string): Mistake =>
    lineMistake(because, BODY, change);
  if (request.body.length === 0) {
    const empty = '没有请求体时，最后一行是空的';
    const query = request.rawUrl.split('?')[1] ?? '';
    const asObject = JSON.stringify(Object.fromEntries(request.query));
    return ['{}', 'undefined', 'null', '""', '[object Object]', query, asObject].map((text) =>
      line(`${empty}，签名时却写了「${text}」`, () => text),
    );
  }
  const resent = '签名用的请求体要与发送的逐字节相同';
  return [
    line('签名时没有带上请求体', () => ''),
    ...['{}', 'undefined', 'null', '[object Object]'].map((text) =>
      line(`签名时请求体写成了「${text}」`, () => text),
    ),
    line(
      `${resent}：签名前重新序列化过（空格、换行或转义变了）`,
      reformatted((value) => JSON.stringify(value)),
    ),
    line(
      `${resent}：签名前排成了多行（缩进 2）`,
      reformatted((value) => JSON.stringify(value, null, 2)),
    ),
    line(
      `${resent}：签名前排成了多行（缩进 4）`,
      reformatted((value) => JSON.stringify(value, null, 4)),
    ),
    line(`${resent}：签名前在逗号和冒号后加了空格`, reformatted(spaced)),
    line(
      `${resent}：签名前给字段排了序`,
      reformatted((value) => JSON.stringify(sorted(value))),
    ),
    line(`${resent}：签名前把中文转成了 \\uXXXX`, escaped),
    line(`${resent}：签名前多做了一次 JSON 序列化`, (body) => JSON.stringify(body)),
    line(`${resent}：签名前把请求体写成了表单`, reformatted(asForm)),
    line(`${resent}：签名前去掉了首尾的空白`, (body) => body.trim()),
  ];
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

/** What is no JSON stays as it is. */
function reformatted(write: (value: unknown) => string): (body: string) => string {
  return (body) => {
    try {
      return write(JSON.parse(body));
    } catch {
      return body;
    }
  };
}

function escaped(body: string): string {
  return body.replace(
    /[^\x20-\x7e\n\r\t]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** As Python's json.dumps writes it. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${spaced(inner)}`);
  return `{${fields.join(', ')}}`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([key, inner]) => [key, sorted(inner)]));
}

function asForm(value: unknown): string {
  const fields = Object.entries(value ?? {}).map(([key, inner]): [string, string] => [key, String(inner)]);
  return new URLSearchParams(fields).toString();
}
