import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const Secret32 = z.string().refine((text) => Buffer.from(text, 'base64').length === 32, {
  message: 'must be 32 bytes in base64',
});
const secrets32 = z
  .string()
  .default('')
  .transform((text) => (text.trim() === '' ? [] : text.split(',').map((key) => key.trim())))
  .pipe(z.array(Secret32));
const pem = z
  .string()
  .min(1)
  .transform((text) =>
    text.includes('-----BEGIN') ? text.replaceAll('\\n', '\n') : readFileSync(text, 'utf8'),
  );

/** PEM certificates, one after the other. */
const certificates = pem.transform((text, check) => {
  try {
    const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
    if (blocks.length > 0) return blocks.map((block) => new X509Certificate(block));
  } catch {
    // Told below, without the text.
  }
  check.addIssue({ code: 'custom', message: 'must be PEM certificates' });
  return z.NEVER;
});

const Env = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('production'),
  PORT: z.coerce.number().int().min(0).max(65535).default(7300),
  OPS_PORT: z.coerce.number().int().min(0).max(65535).default(7309),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  MONGO_URL: z.string().regex(/^mongodb(\+srv)?:\/\//),
  REDIS_URL: z.string().regex(/^rediss?:\/\//),
  QUEUE_PREFIX: z
    .string()
    .regex(/^[\w-]+$/)
    .default('omni'),
  /** Where WeChat Pay and WeCom reach this server from outside. */
  PUBLIC_URL: z.url(),
  /** Where staff open the WeCom H5; its host must be the app's trusted domain. */
  WECOM_H5_URL: z.url(),
  PHONE_KEY: Secret32,
  /** Keys that open what they once sealed, comma-separated, until `npm run keys:rotate` has sealed it anew. */
  PHONE_KEYS_RETIRED: secrets32,
  HASH_KEY: Secret32,
  WECHAT_API_BASE: z.url().default('https://api.weixin.qq.com'),
  MINI_PROGRAM_APPID: z.string().min(1),
  MINI_PROGRAM_SECRET: z.string().min(1),
  SUBSCRIBE_TEMPLATE_PICKUP_READY: z.string().min(1),
  /** Tells a shopper that another store serves the order; without it the order's page tells it alone. */
  SUBSCRIBE_TEMPLATE_ORDER_MOVED: z.string().min(1).optional(),
  /** Tell a shopper that a fitting is prepared, and of it two hours before; without them its page tells it alone. */
  SUBSCRIBE_TEMPLATE_FITTING_READY: z.string().min(1).optional(),
  SUBSCRIBE_TEMPLATE_FITTING_REMINDER: z.string().min(1).optional(),
  WECHAT_PAY_BASE: z.url().default('https://api.mch.weixin.qq.com'),
  WECHAT_PAY_MCHID: z.string().regex(/^\d{8,10}$/),
  WECHAT_PAY_SERIAL: z.string().regex(/^[0-9A-F]{8,64}$/),
  WECHAT_PAY_PRIVATE_KEY: pem,
  WECHAT_PAY_CERTIFICATE: pem,
  WECHAT_PAY_API_V3_KEY: z.string().length(32),
  WECHAT_PAY_PUBLIC_KEY: pem,
  WECHAT_PAY_PUBLIC_KEY_ID: z.string().startsWith('PUB_KEY_ID_'),
  /** While a merchant moves from platform certificates to the public key, answers and notices carry either. */
  WECHAT_PAY_PLATFORM_CERTIFICATES: certificates.optional(),
  WECOM_API_BASE: z.url().default('https://qyapi.weixin.qq.com'),
  WECOM_OAUTH_BASE: z.url().default('https://open.weixin.qq.com'),
  WECOM_CORPID: z.string().min(1),
  WECOM_AGENTID: z.string().regex(/^\d+$/),
  WECOM_SECRET: z.string().min(1),
  /**
   * 1: WeCom is asked which contact a mini-program's UnionID is. For companies whose contacts come without one; needs the right to
   * convert ids.
   */
  WECOM_CONVERTS_IDS: z.enum(['0', '1']).default('0'),
  WECOM_CALLBACK_TOKEN: z.string().min(1).max(32),
  WECOM_CALLBACK_AES_KEY: z.string().regex(/^[A-Za-z0-9]{43}$/),
  /** The official account; without all four it is not connected. */
  OFFICIAL_ACCOUNT_APPID: z.string().min(1).optional(),
  OFFICIAL_ACCOUNT_SECRET: z.string().min(1).optional(),
  OFFICIAL_ACCOUNT_TOKEN: z.string().min(1).max(32).optional(),
  OFFICIAL_ACCOUNT_AES_KEY: z
    .string()
    .regex(/^[A-Za-z0-9]{43}$/)
    .optional(),
  DOUYIN_API_BASE: z.url().default('https://open.douyin.com'),
  /** A platform without its key and secret is not connected. */
  DOUYIN_CLIENT_KEY: z.string().min(1).optional(),
  DOUYIN_CLIENT_SECRET: z.string().min(1).optional(),
  DOUYIN_ACCOUNT_ID: z.string().min(1).optional(),
  DOUDIAN_APP_KEY: z.string().min(1).optional(),
  DOUDIAN_APP_SECRET: z.string().min(1).optional(),
  XIAOHONGSHU_APP_KEY: z.string().min(1).optional(),
  XIAOHONGSHU_APP_SECRET: z.string().min(1).optional(),
  MEITUAN_DEVELOPER_ID: z.string().min(1).optional(),
  MEITUAN_SIGN_KEY: z.string().min(1).optional(),
  PICKUP_RADIUS_METRES: z.coerce.number().int().min(100).max(50_000).default(3000),
  DELIVERY_FREIGHT_FEN: z.coerce.number().int().min(0).max(100_000).default(1000),
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(600),
  /** Lets the ops port move the clock; refused in production. */
  CLOCK_MOVABLE: z.enum(['0', '1']).default('0'),
  /** A clock that people move, to be followed; refused in production. */
  CLOCK_URL: z.url().optional(),
  /** A file that collects `endpoint CODE` lines, so that a run can show which refusals it provoked. */
  REFUSALS_LOG: z.string().optional(),
});

export type Config = z.output<typeof Env>;

let loaded: Config | undefined;

/** Reads and checks the environment once; throws an Error that names each wrong variable and never prints a value. */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const result = Env.safeParse(env);
  if (!result.success) {
    const wrong = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`Wrong configuration\n  ${wrong.join('\n  ')}`);
  }
  if (result.data.NODE_ENV === 'production' && (result.data.CLOCK_MOVABLE === '1' || result.data.CLOCK_URL)) {
    throw new Error('Wrong configuration\n  CLOCK_MOVABLE, CLOCK_URL: not allowed in production');
  }
  loaded = result.data;
  return loaded;
}

export function config(): Config {
  return loaded ?? loadConfig(process.env);
}
