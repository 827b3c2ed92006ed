import { PNG, startWecomApp } from '../../testing/wecom-app';
import type { WecomApp } from '../../testing/wecom-app';
import { withToken } from '../../testing/platform';
import { readMultipart } from './multipart';

const MB = 1024 * 1024;
const JPEG = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(20)]);
let app: WecomApp;
beforeAll(async () => {
  app = await startWecomApp();
});
afterAll(() => app.close());
beforeEach(() => app.reset());

const upload = (type: string, bytes: Buffer, name: string) =>
  app.upload(`media/upload?type=${type}`, { bytes, name });
const fetchMedia = async (mediaId: unknown) => {
  const { access_token } = await app.platform.corpToken();
  return fetch(
    `${app.sandbox.env.WECOM_API_BASE}${withToken(`/cgi-bin/media/get?media_id=${String(mediaId)}`, String(access_token))}`,
  );
};

describe('An upload', () => {
  it('can be downloaded as it is for three days', async () => {
    const answer = await upload('image', PNG, '茶.png');
    expect(answer).toMatchObject({ errcode: 0, type: 'image', created_at: expect.any(String) as string });
    const response = await fetchMedia(answer.media_id);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.get('content-disposition')).toContain(encodeURIComponent('茶.png'));
    expect(Buffer.from(await response.arrayBuffer()).equals(PNG)).toBe(true);
    await app.sandbox.control.advanceClock(3 * 86400 + 1);
    expect(await (await fetchMedia(answer.media_id)).json()).toMatchObject({ errcode: 40007 });
    expect(await (await fetchMedia('')).json()).toMatchObject({ errcode: 41006 });
  });

  it('is looked at by size, extension and form', async () => {
    const uploads: [string, Buffer, string, number][] = [
      ['image', JPEG, 'a.JPG', 0],
      ['image', Buffer.alloc(100), 'a.png', 40123],
      ['image', PNG, 'a.gif', 40004],
      ['image', Buffer.concat([PNG, Buffer.alloc(10 * MB)]), 'a.png', 40009],
      ['voice', Buffer.alloc(6), 'a.amr', 0],
      ['voice', Buffer.alloc(6), 'a.mp3', 40004],
      ['voice', Buffer.alloc(2 * MB + 1), 'a.amr', 45001],
      ['video', Buffer.alloc(10 * MB), 'a.mp4', 0],
      ['video', Buffer.alloc(10 * MB + 1), 'a.mp4', 40011],
      ['video', Buffer.alloc(6), 'a.mov', 40004],
      ['file', Buffer.alloc(6), 'a.zip', 0],
      ['file', Buffer.alloc(5), 'a.zip', 40006],
      ['file', Buffer.alloc(20 * MB + 1), 'a.zip', 45001],
      ['sticker', PNG, 'a.png', 40005],
    ];
    for (const [type, bytes, name, errcode] of uploads) {
      const answer = await upload(type, bytes, name);
      expect([type, name, bytes.length, answer.errcode]).toEqual([type, name, bytes.length, errcode]);
    }
  });

  it('takes pictures up to the size the rule names', async () => {
    const large = Buffer.concat([PNG, Buffer.alloc(3 * MB)]);
    expect((await upload('image', large, 'a.png')).errcode).toBe(0);
    await app.sandbox.control.setRules({ largestImageMb: 2 });
    expect((await upload('image', large, 'a.png')).errcode).toBe(40009);
    await app.sandbox.control.setRules({ largestImageMb: 10 });
  });

  it('is a form with the file in the field media', async () => {
    const other = await app.upload('media/upload?type=image', { bytes: PNG, name: 'a.png', field: 'file' });
    expect(other.errcode).toBe(44001);
    expect(await app.errcode('media/upload?type=image', { media: 'x' })).toBe(44001);
    expect(await app.errcode('media/upload?type=image', '')).toBe(44001);
  });

  it('keeps the bytes of the newest two hundred', async () => {
    const first = await upload('image', PNG, 'a.png');
    for (let count = 0; count < 200; count += 1) await upload('image', PNG, 'b.png');
    expect(await (await fetchMedia(first.media_id)).json()).toMatchObject({ errcode: 40007 });
    const send = await app.call('message/send', {
      touser: 'xiaomei',
      agentid: app.sandbox.env.WECOM_AGENTID,
      msgtype: 'image',
      image: { media_id: first.media_id },
    });
    expect(send.errcode).toBe(0);
  });
});

describe('A picture’s permanent address', () => {
  it('shows the picture, also after three days', async () => {
    const { url } = await app.upload('media/uploadimg', { bytes: JPEG, name: 'a.jpg' });
    await app.sandbox.control.advanceClock(10 * 86400);
    const response = await fetch(String(url));
    expect(response.headers.get('content-type')).toBe('image/jpeg');
    expect(Buffer.from(await response.arrayBuffer()).equals(JPEG)).toBe(true);
    expect((await fetch(`${String(url)}x`)).status).toBe(404);
  });

  it('is given for pictures up to 2 MB, a thousand a day', async () => {
    const image = (bytes: Buffer) => app.upload('media/uploadimg', { bytes, name: 'a.png' });
    expect((await image(Buffer.concat([PNG, Buffer.alloc(2 * MB)]))).errcode).toBe(40009);
    expect((await image(Buffer.alloc(100))).errcode).toBe(40123);
    const { control } = app.sandbox;
    await control.wecom.useQuota('/cgi-bin/media/uploadimg', 999);
    expect((await image(PNG)).errcode).toBe(0);
    expect((await image(PNG)).errcode).toBe(45009);
    await control.advanceClock(86400);
    expect((await image(PNG)).errcode).toBe(0);
  });
});

describe('An attachment', () => {
  it('is for moments or the product album, and not for messages', async () => {
    const attach = (query: string) =>
      app.upload(`media/upload_attachment?${query}`, { bytes: PNG, name: 'a.png' });
    const answer = await attach('media_type=image&attachment_type=1');
    expect(answer).toMatchObject({ type: 'image', created_at: expect.any(Number) as number });
    expect((await attach('media_type=image&attachment_type=3')).errcode).toBe(40058);
    expect((await attach('media_type=voice&attachment_type=1')).errcode).toBe(40005);
    const message = {
      touser: 'xiaomei',
      agentid: app.sandbox.env.WECOM_AGENTID,
      msgtype: 'image',
      image: { media_id: answer.media_id },
    };
    expect(await app.errcode('message/send', message)).toBe(40007);
  });
});

describe('A form', () => {
  const type = 'multipart/form-data; boundary="-b"';
  const form = (...parts: string[]) =>
    Buffer.from(`${parts.map((part) => `---b\r\n${part}\r\n`).join('')}---b--\r\n`);

  it('is read part by part, whatever stands in the bytes', () => {
    const parts = readMultipart(
      type,
      form(
        'Content-Disposition: form-data; name="a"\r\n\r\n1',
        'Content-Disposition: form-data; name="media"; filename="x\\"y.png"; filename*=UTF-8\'\'%E8%8C%B6.png\r\nContent-Type: image/png\r\n\r\n\r\n\r\n--not it',
      ),
    );
    expect(parts).toEqual([
      { name: 'a', data: Buffer.from('1') },
      { name: 'media', filename: '茶.png', contentType: 'image/png', data: Buffer.from('\r\n\r\n--not it') },
    ]);
  });

  it('is none without a boundary, an end, or the right type', () => {
    const part = 'Content-Disposition: form-data; name="a"\r\n\r\n1';
    expect(readMultipart('multipart/form-data', form(part))).toBeUndefined();
    expect(readMultipart('application/json', form(part))).toBeUndefined();
    expect(readMultipart(type, Buffer.from(`---b\r\n${part}`))).toBeUndefined();
    expect(readMultipart(type, Buffer.alloc(0))).toBeUndefined();
    expect(readMultipart(type, form('nonsense'))).toEqual([]);
  });
});
