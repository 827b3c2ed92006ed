import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { plainPng } from '../../png';
import type { Driven } from '../../testing';
import { drive, eventually } from '../../testing';

const PICTURE = plainPng(8, 6, [1, 2, 3]);
type Seen = { url: string; type: string; body: Buffer };

let driven: Driven;
let server: Server;
let sockets: WebSocketServer;
let origin: string;
const seen: Seen[] = [];
const held: (() => void)[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { url = '', headers } = request;
      seen.push({ url, type: headers['content-type'] ?? '', body: Buffer.concat(parts) });
      if (url === '/hold') held.push(() => response.end('{}'));
      else response.writeHead(url === '/gone.png' ? 404 : 200).end(url === '/up' ? '{"ok":true}' : PICTURE);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => socket.on('message', (text) => socket.send(`echo ${String(text)}`)));
  origin = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  driven = await drive();
  const { person } = driven.host;
  person.decide('chooseMedia', { pictures: [`data:image/png;base64,${PICTURE.toString('base64')}`] });
});
afterAll(async () => {
  await driven.close();
  sockets.close();
  server.closeAllConnections();
  server.close();
});

const call = (name: string, options: object = {}) =>
  driven.app.callWxMethod(name, options) as Promise<Record<string, unknown>>;
const chosen = async () => ((await call('chooseImage', { count: 1 })).tempFilePaths as string[])[0] ?? '';

test('a chosen picture is a temporary file: its size, its bytes, its picture', async () => {
  expect(await call('chooseMedia', { count: 1 })).toEqual({
    type: 'image',
    tempFiles: [
      {
        tempFilePath: expect.stringMatching(/^http:\/\/tmp\/\d+\.png$/),
        size: PICTURE.length,
        fileType: 'image',
      },
    ],
    errMsg: 'chooseMedia:ok',
  });
  const path = await chosen();
  expect(await call('getImageInfo', { src: path })).toMatchObject({
    path,
    width: 8,
    height: 6,
    type: 'png',
    errMsg: 'getImageInfo:ok',
  });
  await expect(call('getImageInfo', { src: 'http://tmp/none.png' })).rejects.toThrow(/^getImageInfo:fail /);
  const read = await driven.app.evaluate(function (filePath: string) {
    const manager = (wx.getFileSystemManager as unknown as () => { readFile(options: object): void })();
    return new Promise((resolve) => {
      const success = ({ data }: { data: string }) => resolve(data);
      manager.readFile({ filePath, encoding: 'base64', success, fail: resolve });
    });
  }, path);
  expect(read).toBe(PICTURE.toString('base64'));
});

test('a file goes up as a form, its answer stays text', async () => {
  const filePath = await chosen();
  const answer = await call('uploadFile', {
    url: `http://${origin}/up`,
    filePath,
    name: 'photo',
    formData: { order: '7' },
  });
  expect(answer).toEqual({ data: '{"ok":true}', statusCode: 200, errMsg: 'uploadFile:ok' });
  const { type, body } = seen.findLast(({ url }) => url === '/up') as Seen;
  expect(type).toMatch(/^multipart\/form-data; boundary=/);
  expect(body.includes(PICTURE)).toBe(true);
  expect(body.toString('latin1')).toMatch(/name="order"\r\n\r\n7/);
  expect(body.toString('latin1')).toMatch(/name="photo"; filename="\d+\.png"/);
  await expect(
    call('uploadFile', { url: `http://${origin}/up`, filePath: 'http://usr/none.txt', name: 'photo' }),
  ).rejects.toThrow('uploadFile:fail file not found');
});

test('a download becomes a temporary file, or the file that was asked for; a status is no failure', async () => {
  const { tempFilePath, ...others } = await call('downloadFile', { url: `http://${origin}/a.png` });
  expect(others).toEqual({ statusCode: 200, errMsg: 'downloadFile:ok' });
  expect(await call('getImageInfo', { src: tempFilePath })).toMatchObject({ width: 8, height: 6 });
  expect(
    await call('downloadFile', { url: `http://${origin}/gone.png`, filePath: 'http://usr/a.png' }),
  ).toEqual({ statusCode: 404, filePath: 'http://usr/a.png', errMsg: 'downloadFile:ok' });
  await expect(call('downloadFile', { url: 'ftp://x' })).rejects.toThrow(
    'downloadFile:fail invalid url "ftp://x"',
  );
});

test('pictures are previewed, kept in the album when that is allowed, documents opened', async () => {
  const filePath = await chosen();
  const { person, page } = driven.host;
  await expect(call('previewImage', { urls: [] })).rejects.toThrow('previewImage:fail parameter error');
  await call('previewImage', { urls: [filePath, filePath], current: 1 });
  expect(await page.locator('.preview').innerText()).toContain('2/2');
  await page.locator('.preview .back').click();
  expect(await page.locator('.preview').innerText()).toContain('1/2');
  await page.locator('.preview img').click();
  expect(await page.locator('.preview').count()).toBe(0);
  await call('saveImageToPhotosAlbum', { filePath });
  await call('openDocument', { filePath });
  expect(person.asked.slice(-3).map(({ question }) => question)).toEqual([
    'authorize',
    'saveImageToPhotosAlbum',
    'openDocument',
  ]);
  await expect(call('openDocument', { filePath: 'http://usr/none.pdf' })).rejects.toThrow(
    'openDocument:fail file not exists',
  );
});

test('brightness is kept between 0 and 1, a vibration has one of three strengths', async () => {
  await call('setScreenBrightness', { value: 0.8 });
  expect(await call('getScreenBrightness')).toEqual({ value: 0.8, errMsg: 'getScreenBrightness:ok' });
  await expect(call('setScreenBrightness', { value: 2 })).rejects.toThrow(
    'setScreenBrightness:fail parameter error',
  );
  expect(await call('vibrateShort', { type: 'light' })).toEqual({ errMsg: 'vibrateShort:ok' });
  await expect(call('vibrateShort', { type: 'loud' })).rejects.toThrow(
    'vibrateShort:fail style is not support',
  );
  expect(await call('setKeepScreenOn', { keepScreenOn: true })).toEqual({ errMsg: 'setKeepScreenOn:ok' });
});

test('ten requests run at a time, the eleventh waits for one to end', async () => {
  const before = seen.length;
  const all = Array.from({ length: 11 }, () => call('request', { url: `http://${origin}/hold` }));
  await eventually(async () => expect(held).toHaveLength(10));
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(seen.length - before).toBe(10);
  held.shift()?.();
  await eventually(async () => expect(seen.length - before).toBe(11));
  for (const answer of held.splice(0)) answer();
  await Promise.all(all);
});

test('a socket sends and hears; the sixth at a time is refused', async () => {
  const heard = await driven.app.evaluate(function (url: string) {
    type Task = Record<string, (given: unknown) => void>;
    const connect = wx.connectSocket as unknown as (options: object) => Task | undefined;
    const tasks = Array.from({ length: 5 }, () => connect({ url }));
    return new Promise((resolve) => {
      const first = tasks[0] as Task;
      first.onMessage!(({ data }: { data: string }) => {
        const fail = ({ errMsg }: { errMsg: string }) => {
          for (const task of tasks) task?.close!({});
          resolve([data, errMsg]);
        };
        connect({ url, fail, success: () => resolve('a sixth') });
      });
      first.onOpen!(() => first.send!({ data: 'hello' }));
    });
  }, `ws://${origin}`);
  expect(heard).toEqual(['echo hello', 'connectSocket:fail exceed max concurrent sockets']);
  await expect(call('connectSocket', { url: 'http://x' })).rejects.toThrow(
    'connectSocket:fail invalid url "http://x"',
  );
});

test('nothing was thrown; over 1024 kB nothing is set, and that is told', async () => {
  expect(driven.host.exceptions).toEqual([]);
  const page = await driven.app.currentPage();
  await page?.setData({ word: 'x'.repeat(1024 * 1024) });
  expect(await page?.data('word')).toBe('');
  expect(driven.host.exceptions.splice(0).map(({ message }) => message)).toEqual([
    'setData: 1048587 characters, over 1024 kB: nothing is set',
  ]);
});
