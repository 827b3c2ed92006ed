import { capsuleRect } from '../../device';
import type { Router } from '../router';
import type { ServiceState } from '../state';
import { asyncApi } from './call';

const SDK_VERSION = '3.5.0';

/** https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getSystemInfoSync.html and its newer parts. */
export function systemApis(state: ServiceState, router: Router) {
  const windowInfo = () => readWindow(state, router);
  const info = () => ({ ...windowInfo(), ...deviceInfo(state), ...appBaseInfo(), ...systemSetting() });
  return {
    getSystemInfoSync: info,
    getSystemInfo: asyncApi(state, 'getSystemInfo', info),
    getSystemInfoAsync: asyncApi(state, 'getSystemInfoAsync', info),
    getWindowInfo: windowInfo,
    getDeviceInfo: () => deviceInfo(state),
    getAppBaseInfo: appBaseInfo,
    getSystemSetting: systemSetting,
    getAppAuthorizeSetting: () => ({ locationAuthorized: 'authorized', cameraAuthorized: 'authorized' }),
    getMenuButtonBoundingClientRect: () => capsuleRect(state.device),
    getAccountInfoSync: () => ({
      miniProgram: { appId: 'wxweapphost', envVersion: 'develop', version: '' },
    }),
    getLaunchOptionsSync: () => state.launch,
    getEnterOptionsSync: () => state.launch,
    nextTick: (run: () => void) => void Promise.resolve().then(() => state.listeners.run(run)),
    getUpdateManager: () => ({
      onCheckForUpdate: (tell: (result: object) => void) => tell({ hasUpdate: false }),
      onUpdateReady: () => undefined,
      onUpdateFailed: () => undefined,
      applyUpdate: () => undefined,
    }),
    getExtConfigSync: () => ({}),
    getRendererUserAgent: asyncApi(state, 'getRendererUserAgent', () => ({ userAgent: 'weapp-host' })),
    reportEvent: () => undefined,
    reportAnalytics: () => undefined,
    reportMonitor: () => undefined,
    getLogManager: quietLog,
    getRealtimeLogManager: quietLog,
    setEnableDebug: asyncApi(state, 'setEnableDebug', () => undefined),
  };
}

const quietLog = () => ({
  log: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  debug: () => undefined,
  setFilterMsg: () => undefined,
  addFilterMsg: () => undefined,
});

function readWindow({ device }: ServiceState, router: Router) {
  const windowHeight = router.stack.at(-1)?.address.height() ?? device.screenHeight;
  const { screenWidth, screenHeight, pixelRatio, statusBarHeight } = device;
  return {
    pixelRatio,
    screenWidth,
    screenHeight,
    windowWidth: screenWidth,
    windowHeight,
    statusBarHeight,
    screenTop: screenHeight - windowHeight,
    safeArea: {
      left: 0,
      right: screenWidth,
      top: statusBarHeight,
      bottom: screenHeight,
      width: screenWidth,
      height: screenHeight - statusBarHeight,
    },
  };
}

const deviceInfo = ({ device }: ServiceState) => ({
  brand: 'devtools',
  model: 'weapp-host',
  system: 'iOS 15.0',
  platform: 'devtools',
  devicePixelRatio: device.pixelRatio,
  benchmarkLevel: 1,
  abi: '',
  memorySize: 2048,
});

const appBaseInfo = () => ({
  SDKVersion: SDK_VERSION,
  enableDebug: false,
  host: { env: 'WeChat', appId: '', version: '' },
  language: 'zh_CN',
  version: '8.0.5',
  theme: 'light',
  fontSizeSetting: 16,
  fontSizeScaleFactor: 1,
});

const systemSetting = () => ({
  bluetoothEnabled: true,
  locationEnabled: true,
  wifiEnabled: true,
  deviceOrientation: 'portrait',
});
