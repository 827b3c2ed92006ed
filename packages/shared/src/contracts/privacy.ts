import { z } from 'zod';
import { endpoint } from '../contract';
import { Cursor, Id, RequestId, Time } from './common';
import { ConsentPurpose } from './identity';

/** One word on one purpose, given or withdrawn, with what stood there when it was said. */
export const ConsentWord = z.object({
  purpose: ConsentPurpose,
  purposeText: z.string(),
  granted: z.boolean(),
  wording: z.object({ version: z.string(), text: z.string() }),
  channel: z.string(),
  channelText: z.string(),
  at: Time,
});

/** What has to end before somebody can leave. `orderId`: whose page shows it; null: none does. */
export const Blocking = z.object({
  kind: z.enum(['order', 'payment', 'aftersale', 'shipping_report', 'channel_order']),
  kindText: z.string(),
  number: z.string(),
  orderId: z.string().nullable(),
  text: z.string(),
});

/** Typed, or confirmed as it stands: leaving is not a slip of the finger. */
export const ERASE_CONFIRM_TEXT = '注销账号并删除数据';

/** `waiting`: an order came in between and has to end first. `incomplete`: the search found something; it is gone over again. */
export const ErasureState = z.enum(['running', 'waiting', 'incomplete', 'done']);
/** 32 hexadecimal digits: the requestId of the command without its dashes, so that whoever lost the answer still has it. */
export const CertificateNo = z.string().regex(/^[0-9a-f]{32}$/);

const Began = z.object({ certificateNo: CertificateNo, state: ErasureState });
/** Free words about somebody who is to be forgotten must not name them. */
const NamelessReason = z
  .string()
  .trim()
  .min(2)
  .max(200)
  .refine((text) => !/\d{7,}|@/.test(text), { message: '请勿填写手机号、邮箱等个人信息' });

export const Certificate = z.object({
  certificateNo: CertificateNo,
  state: ErasureState,
  stateText: z.string(),
  askedBy: z.enum(['member', 'operator']),
  askedAt: Time,
  finishedAt: Time.nullable(),
  /** Kinds of what an erasure waits for; without numbers, because anybody with this number may read it. */
  waitingFor: z.array(z.string()),
  /** What was done, per collection of the database; `why` something is kept, null where nothing is. */
  collections: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      deleted: z.int(),
      kept: z.int(),
      why: z.string().nullable(),
    }),
  ),
  /** What stays, without the person; why; and until when the last of it. `gone`: deleted since, because its time was over. */
  keeps: z.array(
    z.object({
      because: z.string(),
      reason: z.string(),
      count: z.int(),
      firstUntil: Time.nullable(),
      lastUntil: Time.nullable(),
      gone: z.int(),
    }),
  ),
  /** The search of the whole database afterwards; null: not yet. */
  check: z
    .object({
      at: Time,
      collections: z.int(),
      documents: z.int(),
      /** So many identifiers were searched for. */
      identifiers: z.int(),
      /** Documents that still name the person; none, once it is done. */
      found: z.array(z.object({ name: z.string(), documents: z.int() })),
      /** Documents of somebody who logged in with the same WeChat afterwards. */
      newcomer: z.int(),
    })
    .nullable(),
});

export const privacy = {
  'privacy.listConsents': endpoint({
    for: 'member',
    summary: 'Every consent this member gave or withdrew, newest first',
    input: z.strictObject({ cursor: Cursor.optional(), limit: z.int().min(1).max(50).default(20) }),
    output: z.object({ items: z.array(ConsentWord), nextCursor: z.string().nullable() }),
    errors: [],
  }),
  'privacy.exportMyData': endpoint({
    for: 'member',
    summary:
      'All that is held about this member, in pages of one document; begun at most five times in ten minutes',
    input: z.strictObject({ cursor: Cursor.optional() }),
    output: z.object({
      format: z.literal('omni-personal-data/1'),
      exportedAt: Time,
      /** Parts in a fixed order; one that is longer than a page goes on in the next under the same name. */
      sections: z.array(
        z.object({ name: z.string(), title: z.string(), items: z.array(z.record(z.string(), z.unknown())) }),
      ),
      nextCursor: z.string().nullable(),
    }),
    errors: [],
  }),
  'privacy.previewErasure': endpoint({
    for: 'member',
    summary: 'What leaving would delete, what stays and why, and what has to end first',
    input: z.strictObject({}),
    output: z.object({
      confirmText: z.string(),
      blocking: z.array(Blocking),
      deletes: z.array(z.string()),
      keeps: z.array(z.object({ title: z.string(), reason: z.string() })),
      /** An erasure of this member that is under way. */
      running: CertificateNo.nullable(),
    }),
    errors: [],
  }),
  'privacy.eraseMe': endpoint({
    for: 'member',
    summary: 'Ends the account and erases all that the law does not want kept; all sessions end',
    input: z.strictObject({ requestId: RequestId, confirm: z.literal(ERASE_CONFIRM_TEXT) }),
    output: Began,
    errors: ['ERASURE_BLOCKED', 'REQUEST_REUSED'],
  }),
  'privacy.eraseCustomer': endpoint({
    for: 'staff',
    summary: 'The same for a customer who asked by letter or mail; operators, audited with the reason',
    input: z.strictObject({ requestId: RequestId, customerId: Id, reason: NamelessReason }),
    output: Began,
    errors: ['ERASURE_BLOCKED', 'REQUEST_REUSED'],
  }),
  'privacy.showErasure': endpoint({
    for: 'public',
    summary: 'The certificate of an erasure, for whoever has its number; it names nobody',
    input: z.strictObject({ certificateNo: CertificateNo }),
    output: Certificate,
    errors: [],
  }),
};
