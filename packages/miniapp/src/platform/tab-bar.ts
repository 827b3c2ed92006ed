import Taro from '@tarojs/taro';
import { isWeapp } from './env';

const CART_INDEX = 2;
const names = ['tab-home', 'tab-category', 'tab-cart', 'tab-mine'];

/** Fails on pages without a tab bar, where there is nothing to draw. */
export function drawCartBadge(count: number): void {
  const drawing =
    count > 0
      ? Taro.setTabBarBadge({ index: CART_INDEX, text: count > 99 ? '99+' : String(count) })
      : Taro.removeTabBarBadge({ index: CART_INDEX });
  drawing.catch(() => undefined);
}

/** H5: Taro draws the tab bar itself and takes no attributes for it; journeys find the tabs by these names. */
export function nameTabs(): void {
  if (isWeapp) return;
  const tabs = document.querySelectorAll('.taro-tabbar__tabbar .weui-tabbar__item');
  tabs.forEach((tab, index) => {
    tab.setAttribute('data-testid', names[index] ?? `tab-${index}`);
    // Taro writes `javascript:;`, which a page with a content security policy refuses loudly.
    tab.removeAttribute('href');
  });
  if (tabs.length === 0) setTimeout(nameTabs, 100);
}
