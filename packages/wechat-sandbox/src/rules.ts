import { z } from 'zod';

/**
 * Where the platforms' documents are silent or disagree, a rule says what the sandbox does. Each has a default and can be
 * changed in the configuration file or by `POST /control/rules`.
 */
export type Rules = {
  usedLoginCode: 40163 | 40029;
  tokenOverlapSeconds: number;
  longestTimeExpireDays: 7 | 15;
  orderPaidCode: 'ORDERPAID' | 'ORDER_PAID';
  frequencyCode: 'FREQUENCY_LIMITED' | 'RATELIMIT_EXCEEDED';
  billHashOver: 'plain' | 'gzip';
  billDownloadPath: '/v3/billdownload/file' | '/v3/bill/downloadurl';
  massMessageQuota: 'days-of-month' | '7-per-week' | '1-per-day' | '4-per-month';
  apiEditsCallBack: boolean;
  largestImageMb: 2 | 10;
  subscribeTemplatesPerCall: 3 | 5;
  wecomCallsPerMinute: number;
  wecomCallsPerHour: number;
  wecomContactWays: number;
  unknownWelcomeCode: 40058 | 41050;
  halfAddedIsCustomer: boolean;
  foreignTagsMarkable: boolean;
  transferProtection: 'once-in-90-days-twice-in-all' | 'twice-in-90-days';
  loginRenewsSession: boolean;
  sessionKeyDays: number;
  linkWithoutExpiry: '30-days' | '85401';
  linkOpensPerDay: number;
  countedCodes: number;
  permanentShortLinks: number;
  permanentQrCodes: number;
  subscribeSendMs: number;
  subscribeEventList: 'array' | 'object-when-one';
  settlementDelaySeconds: number;
  limitFailingRefunds: boolean;
  billRefundRowTime: 'payment' | 'refund';
  billByteOrderMark: boolean;
  billDownloadHost: 'as-asked' | 'platform';
};

/** Defaults, allowed values, and what is in doubt: the descriptions are the documentation. */
export const rulesSchema = z.strictObject({
  usedLoginCode: z
    .union([z.literal(40163), z.literal(40029)])
    .default(40163)
    .describe(
      'errcode of a js_code that was used before: 40163 stands in SDK tables only, the page lists 40029',
    ),
  tokenOverlapSeconds: z
    .int()
    .min(0)
    .default(300)
    .describe('how long an access token goes on working after its successor was issued'),
  longestTimeExpireDays: z
    .union([z.literal(7), z.literal(15)])
    .default(15)
    .describe('the JSAPI page allows a time_expire of 15 days, the Native page 7'),
  orderPaidCode: z
    .enum(['ORDERPAID', 'ORDER_PAID'])
    .default('ORDERPAID')
    .describe('code of closing a paid order: both spellings occur, in the FAQ only'),
  frequencyCode: z
    .enum(['FREQUENCY_LIMITED', 'RATELIMIT_EXCEEDED'])
    .default('FREQUENCY_LIMITED')
    .describe('code of HTTP 429: the API pages and the general page differ'),
  billHashOver: z
    .enum(['plain', 'gzip'])
    .default('plain')
    .describe(
      'what hash_value of a gzipped bill covers: the parameter table and the sample code say the plain file',
    ),
  billDownloadPath: z
    .enum(['/v3/billdownload/file', '/v3/bill/downloadurl'])
    .default('/v3/billdownload/file')
    .describe('both paths of download_url occur in the documents'),
  massMessageQuota: z
    .enum(['days-of-month', '7-per-week', '1-per-day', '4-per-month'])
    .default('days-of-month')
    .describe(
      'mass messages one customer or group may receive: page of 2025-11 (switchable in the console), 2023, before 2022',
    ),
  apiEditsCallBack: z
    .boolean()
    .default(false)
    .describe(
      'whether remarks and tags set through the API fire edit_external_contact: the pages contradict each other',
    ),
  largestImageMb: z
    .union([z.literal(2), z.literal(10)])
    .default(10)
    .describe('image size of media/upload: older table 2 MB'),
  subscribeTemplatesPerCall: z
    .union([z.literal(3), z.literal(5)])
    .default(3)
    .describe('templates of one wx.requestSubscribeMessage: the documents say 3, the typings 5'),
  wecomCallsPerMinute: z
    .int()
    .min(1)
    .default(10_000)
    .describe('calls of one WeCom API a company has per minute before 45009; lower it to meet the limit'),
  wecomCallsPerHour: z
    .int()
    .min(1)
    .default(150_000)
    .describe('calls of one WeCom API a company has per hour before 45009; lower it to meet the limit'),
  wecomContactWays: z
    .int()
    .min(1)
    .default(500_000)
    .describe('contact ways and group join ways an application may keep; lower it to meet 41045'),
  unknownWelcomeCode: z
    .union([z.literal(40058), z.literal(41050)])
    .default(40058)
    .describe(
      'errcode of a welcome code nobody was given: 41050 stands in copies of the error table, not on the page',
    ),
  halfAddedIsCustomer: z
    .boolean()
    .default(true)
    .describe(
      'whether the customer APIs know somebody whom the member has not confirmed yet: the pages do not say',
    ),
  foreignTagsMarkable: z
    .boolean()
    .default(true)
    .describe(
      'whether mark_tag takes tags of the console or of another app: only editing and deleting is limited by name',
    ),
  transferProtection: z
    .enum(['once-in-90-days-twice-in-all', 'twice-in-90-days'])
    .default('once-in-90-days-twice-in-all')
    .describe('how often a customer may be handed on in service: error table and page differ'),
  loginRenewsSession: z
    .boolean()
    .default(true)
    .describe('whether a new login replaces the session key: wx.login says that it may'),
  sessionKeyDays: z
    .int()
    .min(1)
    .default(3)
    .describe('how long a session key lives unused: not disclosed, commonly said to be three days'),
  linkWithoutExpiry: z
    .enum(['30-days', '85401'])
    .default('30-days')
    .describe(
      'a link without expire_time or expire_interval: the page wants one, calls without it are known to work',
    ),
  linkOpensPerDay: z
    .int()
    .min(0)
    .default(3_000_000)
    .describe('how often links and schemes may be opened in a day before 85406'),
  countedCodes: z
    .int()
    .min(1)
    .default(100_000)
    .describe('codes of getwxacode and createwxaqrcode together before 45029; lower it to meet the limit'),
  permanentShortLinks: z
    .int()
    .min(1)
    .default(100_000)
    .describe('permanent short links before 85400; lower it to meet the limit'),
  permanentQrCodes: z
    .int()
    .min(1)
    .default(100_000)
    .describe('permanent QR codes of the official account; lower it to meet the limit'),
  subscribeSendMs: z
    .int()
    .min(0)
    .default(0)
    .describe(
      'how long a subscribe message keeps the next one to the same person out with 43108: not documented',
    ),
  subscribeEventList: z
    .enum(['array', 'object-when-one'])
    .default('array')
    .describe(
      'List of a subscribe event in JSON: the page shows an array, developers report an object when there is one',
    ),
  settlementDelaySeconds: z
    .int()
    .min(0)
    .default(0)
    .describe('from the confirmation of receipt to the settlement of the money: not documented'),
  limitFailingRefunds: z
    .boolean()
    .default(false)
    .describe(
      'whether a merchant is held to six failing refund calls a second, then 429: off, because tests fail fast',
    ),
  billRefundRowTime: z
    .enum(['payment', 'refund'])
    .default('payment')
    .describe('what 交易时间 of a refund row of a trade bill says: the time of the payment or of the refund'),
  billByteOrderMark: z
    .boolean()
    .default(true)
    .describe('whether a bill starts with a byte order mark: the documents say it may'),
  billDownloadHost: z
    .enum(['as-asked', 'platform'])
    .default('as-asked')
    .describe(
      'host of download_url: the address the bill was asked at, or https://api.mch.weixin.qq.com for libraries that know only that one',
    ),
} satisfies Record<keyof Rules, z.ZodType>);
