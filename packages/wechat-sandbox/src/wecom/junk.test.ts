import fc from 'fast-check';
import { startWecomApp } from '../testing/wecom-app';
import type { WecomApp } from '../testing/wecom-app';
import { GETS, POSTS } from './routes';

let app: WecomApp;
let base: string;
let token: string;
beforeAll(async () => {
  app = await startWecomApp({ rules: { wecomCallsPerMinute: 1_000_000, wecomCallsPerHour: 1_000_000 } });
  base = app.sandbox.env.WECOM_API_BASE ?? '';
  token = String((await app.platform.corpToken()).access_token);
});
afterAll(() => app.close());

/** Every answer of WeCom is HTTP 200 with an errcode; anything else is a mistake of the sandbox. */
async function answered(path: string, init?: RequestInit): Promise<number> {
  const response = await fetch(`${base}${path}${path.includes('?') ? '&' : '?'}access_token=${token}`, init);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${text}`);
  return (JSON.parse(text) as { errcode: number }).errcode;
}

/** May be empty. */
const OPTIONAL_BODY = ['get_corp_tag_list', 'list_contact_way', 'get_unassigned_list'];
/** Forms, not JSON. */
const UPLOADS = Object.keys(POSTS).filter((path) => path.startsWith('/cgi-bin/media/'));
const JSON_POSTS = Object.keys(POSTS).filter((path) => !UPLOADS.includes(path));

/** Names that occur somewhere, so that junk gets past the first field. */
const FIELDS = [
  'userid',
  'external_userid',
  'chat_id',
  'config_id',
  'msgid',
  'tag',
  'tag_id',
  'group_id',
  'sender',
  'touser',
  'msgtype',
  'text',
  'attachments',
  'template_card',
  'visible_range',
  'limit',
  'cursor',
  'type',
  'scene',
  'user',
  'agentid',
];

describe('Every endpoint', () => {
  it.each(JSON_POSTS)('%s refuses what is no JSON, or not the right JSON', async (path) => {
    const post = (body: string) => answered(path, { method: 'POST', body });
    const isOptional = OPTIONAL_BODY.some((name) => path.endsWith(name));
    expect(await post('')).toBe(isOptional ? 0 : 44002);
    expect(await post('a=1&b=2')).toBe(47001);
    expect(await post('{"a":')).toBe(47001);
    for (const body of ['null', '7', '"x"', '[]']) expect(await post(body)).not.toBe(0);
    expect(await answered(path)).toBe(43002);
  });

  it.each([...Object.keys(GETS), '/cgi-bin/auth/getuserinfo'])('%s is read, not posted', async (path) => {
    expect(await answered(path, { method: 'POST', body: '{}' })).toBe(43001);
    const odd = '?userid=%00&external_userid=%F0%9F%8D%B5&department_id=x&id=-1&jobid=[]&media_id=..%2F';
    expect(typeof (await answered(`${path}${odd}`))).toBe('number');
  });

  it('has an answer to any JSON whatever', async () => {
    const body = fc.dictionary(fc.constantFrom(...FIELDS), fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...JSON_POSTS), body, async (path, value) => {
        expect(typeof (await answered(path, { method: 'POST', body: JSON.stringify(value) }))).toBe('number');
      }),
      { numRuns: 300 },
    );
  });

  it('has an answer to any bytes as an upload', async () => {
    const types = fc.constantFrom('multipart/form-data; boundary=b', 'multipart/form-data', 'text/plain');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...UPLOADS), types, fc.uint8Array(), async (path, type, bytes) => {
        const body = Buffer.concat([Buffer.from('--b\r\n'), Buffer.from(bytes), Buffer.from('\r\n--b--')]);
        const init = { method: 'POST', body: new Uint8Array(body), headers: { 'content-type': type } };
        expect(await answered(`${path}?type=file`, init)).not.toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  it('is unknown elsewhere', async () => {
    expect(await answered('/cgi-bin/nothing')).toBe(40066);
  });
});
