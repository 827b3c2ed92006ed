import { z } from 'zod';
import { endpoint } from '../contract';
import { Cursor, Id, Time } from './common';

export const MessageKind = z.enum(['order', 'refund', 'aftersale', 'coupon', 'invoice']);
/** The page that a message opens; `id` is the order's or the case's. */
export const MessageOpens = z.object({
  page: z.enum(['order', 'aftersale', 'coupons', 'invoice']),
  id: z.string().nullable(),
});
export const MessageView = z.object({
  messageId: z.string(),
  kind: MessageKind,
  at: Time,
  title: z.string(),
  text: z.string(),
  opens: MessageOpens,
  isRead: z.boolean(),
});

export const messages = {
  'messages.list': endpoint({
    for: 'member',
    summary: 'What the shop told this member in the last year, newest first, paged by key',
    input: z.strictObject({ cursor: Cursor.optional(), limit: z.int().min(1).max(50).default(20) }),
    output: z.object({ items: z.array(MessageView), nextCursor: z.string().nullable() }),
    errors: [],
  }),
  'messages.unread': endpoint({
    for: 'member',
    summary: 'How many messages are unread; 100 stands for more',
    input: z.strictObject({}),
    output: z.object({ count: z.int().min(0).max(100) }),
    errors: [],
  }),
  'messages.markRead': endpoint({
    for: 'member',
    summary: 'One message, or without one all that came so far, is read; twice is the same',
    input: z.strictObject({ messageId: Id.optional() }),
    output: z.object({ unread: z.int().min(0).max(100) }),
    errors: [],
  }),
};
