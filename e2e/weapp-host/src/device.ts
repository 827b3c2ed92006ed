/** The phone that the host plays. Lengths in CSS pixels. */
export type Device = {
  screenWidth: number;
  screenHeight: number;
  pixelRatio: number;
  statusBarHeight: number;
  navigationBarHeight: number;
  tabBarHeight: number;
};

/** An iPhone 8 as DevTools simulates it. */
export const DEFAULT_DEVICE: Device = {
  screenWidth: 375,
  screenHeight: 667,
  pixelRatio: 2,
  statusBarHeight: 20,
  navigationBarHeight: 44,
  tabBarHeight: 50,
};

/** The capsule in the corner: 87 × 32, 7 from the right edge, centred in the navigation bar. */
export function capsuleRect(device: Device) {
  const width = 87;
  const height = 32;
  const right = device.screenWidth - 7;
  const top = device.statusBarHeight + (device.navigationBarHeight - height) / 2;
  return { width, height, top, right, bottom: top + height, left: right - width };
}

/** Height that a page has for itself. */
export function pageHeight(device: Device, page: { customNavigation: boolean; tabBar: boolean }): number {
  const above = page.customNavigation ? 0 : device.statusBarHeight + device.navigationBarHeight;
  return device.screenHeight - above - (page.tabBar ? device.tabBarHeight : 0);
}
