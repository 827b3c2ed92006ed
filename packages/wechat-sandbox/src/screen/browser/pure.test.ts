import { compareLines, firstDifference, visible } from './compare';
import { curlOf, hasCurl } from './curl';
import { chatTime, span, yuan } from './format';
import { jsonTokens, pretty } from './pretty';
import { parseRoute, routeHash } from './route';
import { signedLines } from './traffic/signed-lines';

describe('the address', () => {
  it.each([
    ['#phone/lin/pay', { area: 'phone', path: ['lin', 'pay'], query: {} }],
    ['#traffic/123', { area: 'traffic', path: ['123'], query: {} }],
    ['#traffic?q=a%20b&failed=1', { area: 'traffic', path: [], query: { q: 'a b', failed: '1' } }],
    ['', { area: 'phone', path: [], query: {} }],
    ['#nonsense/%E0%A4%A', { area: 'phone', path: ['%E0%A4%A'], query: {} }],
  ])('reads %s', (hash, route) => {
    expect(parseRoute(hash)).toEqual(route);
  });

  it('reads what it has written', () => {
    const hash = routeHash('phone', ['林/晓', 'chat', 'x?y'], { q: 'a&b', failed: '' });
    expect(parseRoute(hash)).toEqual({
      area: 'phone',
      path: ['林/晓', 'chat', 'x?y'],
      query: { q: 'a&b' },
    });
  });
});

describe('two strings to sign beside each other', () => {
  const expected = 'POST\n/v3/pay\n1700000000\nnonce\n{"a":1}\n';

  it('marks the one character that differs', () => {
    const rows = compareLines(expected.replace('/v3/pay', '/v3/pays'), expected);
    expect(rows).toHaveLength(5);
    expect(rows[1]?.given).toEqual([
      { text: '/v3/pay', differs: false },
      { text: 's', differs: true },
      { text: '\n', differs: false },
    ]);
    expect(rows.filter((row) => row.given?.some((piece) => piece.differs))).toHaveLength(1);
  });

  it('shows that the last line feed is missing', () => {
    const last = compareLines(expected.slice(0, -1), expected).at(-1);
    expect(last?.expected?.at(-1)).toEqual({ text: '\n', differs: true });
    expect(visible('a\n')).toBe('a⏎');
  });

  it('keeps the other lines together when one is too many or missing', () => {
    const rows = compareLines(expected.replace('nonce\n', ''), expected);
    expect(rows).toHaveLength(5);
    expect(rows[3]).toEqual({ given: null, expected: [{ text: 'nonce\n', differs: true }] });
    expect(compareLines(`x\n${expected}`, expected)[0]?.expected).toBeNull();
  });

  it('finds nothing in equal texts, and handles empty ones', () => {
    expect(firstDifference(expected, expected)).toBe(-1);
    expect(firstDifference('', 'a')).toBe(0);
    expect(compareLines('', '')).toEqual([]);
    expect(compareLines(expected, expected).every((row) => row.given?.[0]?.differs === false)).toBe(true);
  });
});

it('takes the lines that were signed wrong out of the diagnosis', () => {
  const hint =
    '第 2 行不带前缀；最后一行之后少了换行符 \\n。第 2 行（URL）签的是「/api/v3/x」，应为「/v3/x」；第 5 行（请求体）签的是「」，应为「{"a":"「b」"}」。';
  expect(signedLines(hint)).toEqual([
    { line: 2, given: '/api/v3/x', expected: '/v3/x' },
    { line: 5, given: '', expected: '{"a":"「b」"}' },
  ]);
  expect(signedLines('签名写成了十六进制，应为 Base64。')).toEqual([]);
});

describe('bodies', () => {
  it('indents JSON and XML, and leaves the rest alone', () => {
    expect(pretty('{"a":[1]}')).toEqual({ text: '{\n  "a": [\n    1\n  ]\n}', language: 'json' });
    expect(pretty('{"id":12345678901234567890,"e":{ },"f":[]}').text).toBe(
      '{\n  "id": 12345678901234567890,\n  "e": {},\n  "f": []\n}',
    );
    expect(pretty('{"a":… (5000 characters)').language).toBe('text');
    expect(pretty('<xml><A><![CDATA[x]]></A><B>1</B></xml>').text).toBe(
      '<xml>\n  <A><![CDATA[x]]></A>\n  <B>1</B>\n</xml>',
    );
    expect(pretty('success')).toEqual({ text: 'success', language: 'text' });
  });

  it('colours JSON without losing a character', () => {
    const { text } = pretty('{"键":"值 \\" x","n":-1.5e3,"b":[true,null],"s":"{\\"k\\":1}"}');
    const tokens = jsonTokens(text);
    expect(tokens.map((token) => token.text).join('')).toBe(text);
    expect(tokens.find((token) => token.kind === 'key')?.text).toBe('"键"');
    expect(tokens.filter((token) => token.kind === 'number').map((token) => token.text)).toEqual(['-1.5e3']);
  });
});

describe('a request as a curl line', () => {
  const detail = {
    id: 1,
    at: 0,
    direction: 'in' as const,
    host: 'api.mch.weixin.qq.com',
    method: 'POST',
    path: '/v3/x?a=1',
    status: 200,
    durationMs: 1,
    sent: { headers: { host: 'x', accept: 'application/json', 'content-length': '9' }, body: `{"a":"it's"}` },
  };

  it('goes to the sandbox under the prefix of the platform, with quotes a shell understands', () => {
    expect(curlOf(detail, 'http://127.0.0.1:1')).toBe(
      `curl -X POST 'http://127.0.0.1:1/api.mch.weixin.qq.com/v3/x?a=1' \\\n  -H 'accept: application/json' \\\n  --data-raw '{"a":"it'\\''s"}'`,
    );
  });

  it('goes to the developer for a callback, and does not exist for a call of the JS-SDK', () => {
    const out = { ...detail, direction: 'out' as const, path: 'http://127.0.0.1:9/notice' };
    expect(curlOf(out, 'http://127.0.0.1:1')).toContain(`'http://127.0.0.1:9/notice'`);
    expect(hasCurl(detail)).toBe(true);
    expect(hasCurl({ ...detail, method: 'config' })).toBe(false);
  });
});

it('words spans, amounts and times of chats', () => {
  expect([span(8), span(900), span(93_784), span(0)]).toEqual(['8 秒', '15 分钟', '1 天 2 小时', '0 秒']);
  expect(yuan(990)).toBe('¥9.90');
  const noon = Date.parse('2026-11-27T12:00:00+08:00');
  expect(chatTime(noon, noon + 1000)).toBe('12:00');
  expect(chatTime(noon, noon + 86_400_000)).toBe('11/27');
});
