import pino from 'pino';

/** JSON lines with trace ids. Callers log ids and codes, never names, phones, tokens or bodies. The app sets the level. */
export const log = pino({
  level: 'info',
  redact: {
    paths: ['phone', 'token', 'authorization', 'openid', 'unionid', '*.phone', '*.token', '*.authorization'],
    censor: '[redacted]',
  },
});
