import pino from 'pino';
import { config } from '../config';

/** JSON lines with trace ids. Callers log ids and codes, never names, phones, tokens or bodies. */
export const log = pino({
  level: config().LOG_LEVEL,
  redact: {
    paths: ['phone', 'token', 'authorization', 'openid', 'unionid', '*.phone', '*.token', '*.authorization'],
    censor: '[redacted]',
  },
});
