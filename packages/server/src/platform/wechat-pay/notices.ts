import { z } from 'zod';
import { config } from '../../config';
import { openGcm } from '../../kernel/crypto';
import { signatureProblem } from './signature';
import type { SignatureProblem } from './signature';
import { RefundNoticeWire, TransactionWire } from './wire';
import type { Refund, Transaction } from './wire';

/** A posted notice: raw, because the signature covers the bytes. Header names are lower-case. */
export type PostedNotice = { headers: Record<string, string | undefined>; body: Buffer };
export type Notice<T> = { eventId: string; eventType: string; resource: T };
export type InvalidNoticeReason =
  SignatureProblem | 'not_json' | 'unexpected_shape' | 'not_decryptable' | 'other_merchant';

/** A notice that is not believed: answer 4xx and do nothing. WeChat Pay sends true ones again. */
export class InvalidNotice extends Error {
  constructor(readonly reason: InvalidNoticeReason) {
    super(`WeChat Pay notice refused: ${reason}`);
    this.name = 'InvalidNotice';
  }
}

const Sealed = z.object({
  id: z.string().min(1).max(64),
  event_type: z.string().min(1).max(64),
  resource: z.object({
    algorithm: z.literal('AEAD_AES_256_GCM'),
    ciphertext: z.base64(),
    nonce: z.string().min(1).max(32),
    associated_data: z.string().default(''),
  }),
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Refunds made by hand in the console are told in the XML of the old API.
    throw new InvalidNotice('not_json');
  }
}

function parseShape<T>(shape: z.ZodType<T>, value: unknown): T {
  const parsed = shape.safeParse(value);
  if (!parsed.success) throw new InvalidNotice('unexpected_shape');
  return parsed.data;
}

function open(resource: z.output<typeof Sealed>['resource']): string {
  try {
    return openGcm(Buffer.from(resource.ciphertext, 'base64'), {
      key: config().WECHAT_PAY_API_V3_KEY,
      nonce: resource.nonce,
      associated: Buffer.from(resource.associated_data),
    }).toString('utf8');
  } catch {
    throw new InvalidNotice('not_decryptable');
  }
}

/** Signature over the bytes first, then JSON, then the sealed resource with its tag, then whose money it is. */
function verifyNotice<T extends { mchid: string }>(
  posted: PostedNotice,
  kind: { event: RegExp; shape: z.ZodType<T> },
): Notice<T> {
  const problem = signatureProblem({ header: (name) => posted.headers[name], body: posted.body });
  if (problem) throw new InvalidNotice(problem);
  const sealed = parseShape(Sealed, parseJson(posted.body.toString('utf8')));
  if (!kind.event.test(sealed.event_type)) throw new InvalidNotice('unexpected_shape');
  const resource = parseShape(kind.shape, parseJson(open(sealed.resource)));
  if (resource.mchid !== config().WECHAT_PAY_MCHID) throw new InvalidNotice('other_merchant');
  return { eventId: sealed.id, eventType: sealed.event_type, resource };
}

/** Throws InvalidNotice. Whether order number, amount and currency are ours is for the caller to check. */
export const verifyTransactionNotice = (posted: PostedNotice): Notice<Transaction> =>
  verifyNotice(posted, { event: /^TRANSACTION\./, shape: TransactionWire });

/** Throws InvalidNotice. REFUND.SUCCESS, REFUND.CLOSED or REFUND.ABNORMAL. */
export const verifyRefundNotice = (posted: PostedNotice): Notice<Refund> =>
  verifyNotice(posted, { event: /^REFUND\./, shape: RefundNoticeWire });
