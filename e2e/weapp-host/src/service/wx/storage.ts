import type { ServiceState } from '../state';
import { Refusal, asyncApi, requireString } from './call';
import type { Work } from './call';

/** https://developers.weixin.qq.com/miniprogram/dev/framework/ability/storage.html: 1 MB a key, 10 MB together. */
const KEY_LIMIT = 1024 * 1024;
const TOTAL_LIMIT_KB = 10 * 1024;

/** Key → JSON. Changes are told to the host, which keeps them for the next start. */
class Storage {
  private readonly values: Map<string, string>;

  constructor(
    initial: Record<string, string>,
    private readonly changed: (all: Record<string, string>) => void,
  ) {
    this.values = new Map(Object.entries(initial));
  }

  get(key: string): unknown {
    const text = this.values.get(key);
    if (text === undefined) throw new Refusal('data not found');
    return (JSON.parse(text) as { data?: unknown }).data;
  }

  set(key: string, data: unknown): void {
    const text = JSON.stringify({ data });
    if (text.length > KEY_LIMIT) throw new Refusal('entry size limit reached');
    const before = this.values.get(key)?.length ?? 0;
    if (this.currentSize() + (text.length - before) / 1024 > TOTAL_LIMIT_KB)
      throw new Refusal('exceed storage max size 10Mb');
    this.values.set(key, text);
    this.tell();
  }

  remove(key: string): void {
    if (this.values.delete(key)) this.tell();
  }

  clear(): void {
    this.values.clear();
    this.tell();
  }

  info() {
    return {
      keys: [...this.values.keys()],
      currentSize: Math.ceil(this.currentSize()),
      limitSize: TOTAL_LIMIT_KB,
    };
  }

  private currentSize(): number {
    return [...this.values].reduce((sum, [key, text]) => sum + key.length + text.length, 0) / 1024;
  }

  private tell(): void {
    this.changed(Object.fromEntries(this.values));
  }
}

/** The synchronous ones throw where the others fail, but for a missing key: `getStorageSync` answers `''`. */
export function storageApis(state: ServiceState, initial: Record<string, string>) {
  const storage = new Storage(initial, (all) => state.channel.tell('storage', all));
  const api = (name: string, work: Work) => asyncApi(state, name, work);
  return {
    getStorage: api('getStorage', (options) => ({ data: storage.get(requireString(options, 'key')) })),
    setStorage: api('setStorage', (options) => storage.set(requireString(options, 'key'), options.data)),
    removeStorage: api('removeStorage', (options) => storage.remove(requireString(options, 'key'))),
    clearStorage: api('clearStorage', () => storage.clear()),
    getStorageInfo: api('getStorageInfo', () => storage.info()),
    getStorageSync: (key: string) => (storage.info().keys.includes(key) ? storage.get(key) : ''),
    setStorageSync: (key: string, data: unknown) => loudly('setStorageSync', () => storage.set(key, data)),
    removeStorageSync: (key: string) => storage.remove(key),
    clearStorageSync: () => storage.clear(),
    getStorageInfoSync: () => storage.info(),
  };
}

function loudly(name: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw new Error(`${name}:fail ${(error as Error).message}`, { cause: error });
  }
}
