import type { ServiceState } from '../state';
import { Refusal, asyncApi, requireString } from './call';
import type { Options, Result, Work } from './call';
import { isTemporary } from './file-contents';
import type { Asking } from './person';
import { plain } from './interface';

type TempFile = { tempFilePath: string; size: number };

/** Pictures and files that a person chooses, sees or keeps. https://developers.weixin.qq.com/miniprogram/dev/api/media/image/wx.previewImage.html */
export function mediaApis(state: ServiceState, asking: Asking) {
  const api = (name: string, work: Work) => asyncApi(state, name, work);
  const draw = (name: string, options: Options) =>
    state.channel.call<Result>('interface', { name, pageId: 0, options: plain(options) });
  let brightness = 0.5;
  return {
    chooseImage: api('chooseImage', async (options) => {
      const chosen = await asking.ask('chooseMedia', plain(options));
      const files = chosen.tempFiles as TempFile[];
      return {
        tempFilePaths: files.map(({ tempFilePath }) => tempFilePath),
        tempFiles: files.map(({ tempFilePath: path, size }) => ({ path, size })),
      };
    }),
    previewImage: api('previewImage', (options) => {
      if (!Array.isArray(options.urls) || options.urls.length === 0)
        throw new Refusal('parameter error: parameter.urls should be Array with at least one url;');
      return draw('previewImage', options);
    }),
    getImageInfo: api('getImageInfo', (options) => {
      requireString(options, 'src');
      return draw('getImageInfo', options);
    }),
    saveImageToPhotosAlbum: api('saveImageToPhotosAlbum', async (options) => {
      const filePath = requireString(options, 'filePath');
      await asking.requireScope('scope.writePhotosAlbum');
      await refuseMissing(state, filePath);
      await asking.ask('saveImageToPhotosAlbum', { filePath });
    }),
    openDocument: api('openDocument', async (options) => {
      const filePath = requireString(options, 'filePath');
      await refuseMissing(state, filePath);
      await asking.ask('openDocument', plain(options));
    }),
    getScreenBrightness: api('getScreenBrightness', () => ({ value: brightness })),
    setScreenBrightness: api('setScreenBrightness', ({ value }) => {
      if (typeof value !== 'number' || value < 0 || value > 1)
        throw new Refusal('parameter error: parameter.value should be a number from 0 to 1;');
      brightness = value;
    }),
    vibrateShort: api('vibrateShort', ({ type }) => {
      if (type !== undefined && !['heavy', 'medium', 'light'].includes(String(type)))
        throw new Refusal('style is not support');
    }),
  };
}

async function refuseMissing(state: ServiceState, path: string): Promise<void> {
  const isThere = isTemporary(path)
    ? (await state.channel.call('temporaryFile', path)) !== null
    : state.files.has(path);
  if (!isThere) throw new Refusal('file not exists');
}
