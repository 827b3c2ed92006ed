// The real ones; the package's own entry would load the whole library.
export { Popup } from '@nutui/nutui-react-taro/dist/cjs/packages/popup/popup';
export { Switch } from '@nutui/nutui-react-taro/dist/cjs/packages/switch/switch';
