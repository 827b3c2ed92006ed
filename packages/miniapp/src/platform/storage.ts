import Taro from '@tarojs/taro';
import { isWeapp } from './env';

/** The preview may be opened as several people side by side (`?person=`); each keeps their own things. */
const owner = isWeapp ? '' : (new URLSearchParams(window.location.search).get('person') ?? '');
const named = (key: string) => (owner === '' ? key : `${owner}:${key}`);

export function read<T>(key: string): T | null {
  const value: unknown = Taro.getStorageSync(named(key));
  return value === '' || value === undefined || value === null ? null : (value as T);
}

export const write = (key: string, value: unknown): void => Taro.setStorageSync(named(key), value);
