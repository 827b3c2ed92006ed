// To be imported first, by tests of what is only in WeChat: modules look at this while they load.
process.env['TARO_ENV'] = 'weapp';
Object.assign(globalThis, { API_BASE: 'http://127.0.0.1:7300' });

export {};
