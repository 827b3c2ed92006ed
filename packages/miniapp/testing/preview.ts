// What Taro's build puts in place of these words.
process.env['TARO_ENV'] = 'h5';
Object.assign(globalThis, {
  API_BASE: '',
  SUBSCRIBE_TEMPLATE_PICKUP_READY: 'PICKUP_READY',
  SUBSCRIBE_TEMPLATES_FITTING: ['FITTING_READY'],
  SERVICE_PHONE: '',
  BUSINESS_LICENCE_URL: '',
});
