import { CompileError } from './dist';
import type { Dist } from './dist';

export type TabItem = { pagePath: string; text: string; iconPath?: string; selectedIconPath?: string };
export type TabBar = {
  color: string;
  selectedColor: string;
  backgroundColor: string;
  borderStyle?: 'black' | 'white';
  custom?: boolean;
  list: TabItem[];
};
export type WindowConfig = {
  navigationBarTitleText?: string;
  navigationBarBackgroundColor?: string;
  navigationBarTextStyle?: 'black' | 'white';
  navigationStyle?: 'default' | 'custom';
  backgroundColor?: string;
  backgroundTextStyle?: 'dark' | 'light';
  enablePullDownRefresh?: boolean;
  onReachBottomDistance?: number;
  disableScroll?: boolean;
};
export type ComponentConfig = WindowConfig & {
  component?: boolean;
  usingComponents?: Record<string, string>;
  componentGenerics?: Record<string, unknown>;
  componentPlaceholder?: Record<string, string>;
  styleIsolation?: string;
};
export type SubPackage = { root: string; pages: string[]; name?: string; independent?: boolean };
export type AppConfig = {
  pages: string[];
  entryPagePath?: string;
  subPackages?: SubPackage[];
  window?: WindowConfig;
  tabBar?: TabBar;
  usingComponents?: Record<string, string>;
  requiredPrivateInfos?: string[];
  permission?: Record<string, { desc: string }>;
  __usePrivacyCheck__?: boolean;
};

/** https://developers.weixin.qq.com/miniprogram/dev/reference/configuration/app.html */
const APP_KEYS = new Set(
  `entryPagePath pages window tabBar networkTimeout debug functionalPages subpackages subPackages workers
  requiredBackgroundModes requiredPrivateInfos plugins preloadRule resizable usingComponents permission sitemapLocation style
  useExtendedLib entranceDeclare darkmode themeLocation lazyCodeLoading singlePage supportedMaterials serviceProviderTicket
  embeddedAppIdList halfPage debugOptions enablePassiveEvent resolveAlias renderer rendererOptions componentFramework
  miniApp static convertRpxToVw appBar __usePrivacyCheck__ animation`.split(/\s+/),
);
/** https://developers.weixin.qq.com/miniprogram/dev/reference/configuration/page.html and the same words of a component. */
const PAGE_KEYS = new Set(
  `navigationBarBackgroundColor navigationBarTextStyle navigationBarTitleText navigationStyle homeButton backgroundColor
  backgroundColorContent backgroundTextStyle backgroundColorTop backgroundColorBottom enablePullDownRefresh
  onReachBottomDistance pageOrientation disableScroll usingComponents initialRenderingCache style singlePage restartStrategy
  handleWebviewPreload visualEffectInBackground enablePassiveEvent renderer rendererOptions componentFramework component
  componentGenerics componentPlaceholder styleIsolation addGlobalClass pureDataPattern enableShareAppMessage
  enableShareTimeline`.split(/\s+/),
);

/** Reads app.json; both spellings of sub-packages become `subPackages`. Refuses keys that WeChat does not document. */
export function readAppConfig(dist: Dist): AppConfig {
  const config = dist.json('app.json');
  refuseUnknown('app.json', config, APP_KEYS);
  const { subpackages, ...rest } = config as AppConfig & { subpackages?: SubPackage[] };
  const app: AppConfig = { ...rest, subPackages: rest.subPackages ?? subpackages ?? [] };
  if (!Array.isArray(app.pages) || app.pages.length === 0) throw new CompileError('app.json', 'no pages');
  return app;
}

/** Reads the json of a page or component; a page may have none. */
export function readComponentConfig(dist: Dist, path: string): ComponentConfig {
  const file = `${path}.json`;
  if (!dist.has(file)) return {};
  const config = dist.json(file);
  refuseUnknown(file, config, PAGE_KEYS);
  return config as ComponentConfig;
}

/** Every page of the main package and the sub-packages. */
export function pagesOf(app: AppConfig): string[] {
  const inPackages = (app.subPackages ?? []).flatMap(({ root, pages }) =>
    pages.map((page) => `${root.replace(/^\/|\/$/g, '')}/${page}`),
  );
  return [...app.pages, ...inPackages];
}

function refuseUnknown(file: string, config: Record<string, unknown>, known: ReadonlySet<string>): void {
  const unknown = Object.keys(config).find((key) => !known.has(key));
  if (unknown !== undefined) throw new CompileError(file, `"${unknown}" is not a documented key`);
}
