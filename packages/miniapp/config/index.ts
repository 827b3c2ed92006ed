import path from 'node:path';
import { defineConfig } from '@tarojs/cli';
import type { UserConfigExport } from '@tarojs/cli';

// Workspace packages are TypeScript source: Taro compiles only src and its own packages unless told.
// `compile` works but is missing in Taro's typings, hence the plain object.
const workspaceSource = { compile: { include: [path.resolve(__dirname, '../../shared/src')] } };

const apiBase = process.env.TARO_APP_API ?? 'http://127.0.0.1:7300';
const pickupReadyTemplate = process.env.TARO_APP_SUBSCRIBE_TEMPLATE ?? 'PICKUP_READY_TEMPLATE';
const fittingTemplates = (
  process.env.TARO_APP_FITTING_TEMPLATES ?? 'FITTING_READY_TEMPLATE,FITTING_REMINDER_TEMPLATE'
).split(',');

const cssModules = {
  enable: true,
  config: { namingPattern: 'module', generateScopedName: '[local]__[hash:base64:4]' },
};

const config: UserConfigExport<'webpack5'> = {
  projectName: 'senyu-miniapp',
  date: '2026-11-23',
  designWidth: 375,
  deviceRatio: { 375: 2, 640: 2.34 / 2, 750: 1, 828: 1.81 / 2 },
  sourceRoot: 'src',
  outputRoot: `dist/${process.env.TARO_ENV}`,
  plugins: [path.resolve(__dirname, 'aria.ts')],
  defineConstants: {
    API_BASE: JSON.stringify(process.env.TARO_ENV === 'weapp' ? apiBase : ''),
    SERVICE_PHONE: JSON.stringify(process.env.TARO_APP_SERVICE_PHONE ?? ''),
    BUSINESS_LICENCE_URL: JSON.stringify(process.env.TARO_APP_BUSINESS_LICENCE ?? ''),
    SUBSCRIBE_TEMPLATE_PICKUP_READY: JSON.stringify(pickupReadyTemplate),
    SUBSCRIBE_TEMPLATES_FITTING: JSON.stringify(fittingTemplates),
  },
  copy: {
    patterns:
      process.env.TARO_ENV === 'weapp'
        ? [{ from: 'config/weapp-project.json', to: 'dist/weapp/project.config.json' }]
        : [],
    options: {},
  },
  framework: 'react',
  compiler: { type: 'webpack5', prebundle: { enable: false } },
  cache: { enable: false },
  mini: {
    ...workspaceSource,
    // What only one sub-package uses must not ride in the main package.
    optimizeMainPackage: { enable: true },
    miniCssExtractPluginOption: { ignoreOrder: true },
    postcss: { pxtransform: { enable: true, config: {} }, cssModules },
  },
  h5: {
    ...workspaceSource,
    publicPath: '/',
    staticDirectory: 'static',
    router: { mode: 'hash' },
    webpackChain: (chain) => {
      chain.resolve.alias
        .set('taro-components$', require.resolve('@tarojs/components/lib/react'))
        .set('@tarojs/components$', path.resolve(__dirname, '../src/platform/preview-components.ts'));
      // Without this every page carries its own copy of what it shares with others; with one name for all, home would wait for what only
      // others need.
      chain.module.set('strictExportPresence', true);
      chain.optimization.splitChunks({
        chunks: 'all',
        minSize: 20_000,
        maxInitialRequests: 8,
        maxAsyncRequests: 8,
        cacheGroups: { shared: { minChunks: 2, priority: 20, reuseExistingChunk: true } },
      });
    },
    output: {
      clean: true,
      filename: 'js/[name].[contenthash:8].js',
      chunkFilename: 'js/[name].[contenthash:8].js',
    },
    miniCssExtractPluginOption: {
      ignoreOrder: true,
      filename: 'css/[name].[contenthash:8].css',
      chunkFilename: 'css/[name].[contenthash:8].css',
    },
    postcss: {
      autoprefixer: { enable: true, config: {} },
      // The preview is a phone 375–430 px wide, also on a desktop: 1 rem is at most 430 / 375 × 20 px.
      pxtransform: { enable: true, config: { baseFontSize: 20, minRootSize: 17, maxRootSize: 22.93 } },
      cssModules,
    },
  },
};

export default defineConfig<'webpack5'>(async (merge) => merge({}, config));
