import { useEffect, useRef, useState } from 'react';
import Taro from '@tarojs/taro';
import { isWeapp } from './env';

// Functions, not re-exports: Taro's import plugin for H5 cannot rewrite an export specifier.
export const useDidShow = (run: () => void): void => Taro.useDidShow(run);
/** Hears which page the shopper came in by. */
export const useLaunch = (run: (path: string) => void): void =>
  Taro.useLaunch((options) => run(options?.path ?? ''));
export const usePullDownRefresh = (run: () => void): void => Taro.usePullDownRefresh(run);
export type ShareCard = { title: string; path: string };
/** `button`: one of ours on the page; `menu`: WeChat's own in the corner. */
export const useShare = (card: (from: 'button' | 'menu') => ShareCard): void =>
  Taro.useShareAppMessage(({ from }) => card(from === 'button' ? 'button' : 'menu'));
export const useReachBottom = (run: () => void): void => Taro.useReachBottom(run);

/** Query of this page. WeChat hands `scene` over still encoded; our other values are plain ids. */
export const usePageParams = (): Partial<Record<string, string>> => Taro.useRouter().params;

/** Runs when the shopper leaves the app: the last moment at which a request still goes out. */
export function onAppHide(run: () => void): void {
  if (isWeapp) {
    Taro.onAppHide(run);
    return;
  }
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') run();
  });
}

/** True while the shopper has this very page before their eyes. */
export function useSeen(): boolean {
  const [shown, setShown] = useState(true);
  const [awake, setAwake] = useState(true);
  Taro.useDidShow(() => setShown(true));
  Taro.useDidHide(() => setShown(false));
  useEffect(() => {
    // WeChat hides the page together with the app; a browser only hides its tab.
    if (isWeapp) return;
    const look = () => setAwake(document.visibilityState !== 'hidden');
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return shown && awake;
}

/** Runs whenever the shopper comes back to this page, not when it opens. */
export function useReturn(run: () => void): void {
  const opened = useRef(false);
  Taro.useDidShow(() => {
    if (opened.current) run();
    opened.current = true;
  });
}

/** False in the first drawing, true soon after: what is below the fold does not hold up what is above. */
export function useLater(): boolean {
  const [later, setLater] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLater(true), 50);
    return () => clearTimeout(timer);
  }, []);
  return later;
}
