/// <reference types="@tarojs/taro" />

declare module '*.module.scss' {
  const classes: Readonly<Record<string, string>>;
  export default classes;
}
declare module '*.scss';
declare module '*.png' {
  const url: string;
  export default url;
}

/** Where the server is: an address in weapp, empty (same origin) in H5. */
declare const API_BASE: string;
declare const SUBSCRIBE_TEMPLATE_PICKUP_READY: string;
declare const SERVICE_PHONE: string;
declare const BUSINESS_LICENCE_URL: string;
declare const SUBSCRIBE_TEMPLATES_FITTING: string[];

/** `@tarojs/components/lib/react` under a name without its types, which bring matchers for jest that are not ours. */
declare module 'taro-components';
