import { z } from 'zod';

/**
 * Where the platforms' documents are silent or disagree, a rule says what the sandbox does. Each has a default and can be
 * changed in the configuration file or by `POST /control/rules`. The descriptions are the documentation.
 */
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
});

export type Rules = z.infer<typeof rulesSchema>;
