// Made by scripts/list-licences.mjs.
export const VERSION = '0.1.0';
export type Library = { name: string; version: string; licence: string };
export const LIBRARIES: readonly Library[] = [
  { name: '@babel/runtime', version: '7.29.14', licence: 'MIT' },
  { name: '@nutui/nutui-react-taro', version: '3.0.20', licence: 'MIT' },
  { name: '@tarojs/components', version: '4.2.1', licence: 'MIT' },
  { name: '@tarojs/react', version: '4.2.1', licence: 'MIT' },
  { name: '@tarojs/runtime', version: '4.2.1', licence: 'MIT' },
  { name: '@tarojs/shared', version: '4.2.1', licence: 'MIT' },
  { name: '@tarojs/taro', version: '4.2.1', licence: 'MIT' },
  { name: 'qrcode-generator', version: '2.0.4', licence: 'MIT' },
  { name: 'react', version: '18.3.1', licence: 'MIT' },
  { name: 'react-dom', version: '18.3.1', licence: 'MIT' },
];
