import Taro from '@tarojs/taro';
import { isWeapp } from './env';

/** The preview may be opened as several people side by side (`?person=`); each keeps their own things. */
const owner = isWeapp ? '' : (new URLSearchParams(window.location.search).get('person') ?? '');
const named = (key: string) => (owner === '' ? key : `${owner}:${key}`);

export function read<T>(key: string): T | null {
  const value: unknown = Taro.getStorageSync(named(key));
  return value === '' || value === undefined || value === null ? null : (value as T);
}

/** Everything this person has on this phone, as far as it is ours. */
export function clearAll(): void {
  if (isWeapp) return Taro.clearStorageSync();
  const mine = Taro.getStorageInfoSync().keys.filter((key) => owner === '' || key.startsWith(`${owner}:`));
  for (const key of mine) Taro.removeStorageSync(key);
}

export const remove = (key: string): void => Taro.removeStorageSync(named(key));

export const write = (key: string, value: unknown): void => Taro.setStorageSync(named(key), value);
