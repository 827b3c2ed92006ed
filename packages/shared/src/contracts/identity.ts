import { z } from 'zod';
import { endpoint } from '../contract';
import { oneId } from './one-id';

/** profiling 个性化推荐（浏览记录）· marketing 营销消息. Ordering needs neither. */
export const ConsentPurpose = z.enum(['profiling', 'marketing']);
export const MemberView = z.object({
  memberNo: z.string(),
  phoneMasked: z.string().nullable(),
  consents: z.record(ConsentPurpose, z.boolean()),
});

export const identity = {
  'identity.login': endpoint({
    for: 'public',
    summary: 'wx.login code → session; the same UnionID is always the same customer',
    input: z.strictObject({ code: z.string().min(1).max(128) }),
    output: z.object({ token: z.string(), expiresInSeconds: z.int(), member: MemberView }),
    errors: ['LOGIN_CODE_INVALID', 'PLATFORM_UNAVAILABLE'],
  }),
  'identity.logout': endpoint({
    for: 'member',
    summary: 'Ends this session',
    input: z.strictObject({}),
    output: z.object({ done: z.literal(true) }),
    errors: [],
  }),
  'identity.me': endpoint({
    for: 'member',
    summary: 'The member who is logged in',
    input: z.strictObject({}),
    output: MemberView,
    errors: [],
  }),
  'identity.bindPhone': endpoint({
    for: 'member',
    summary:
      'getPhoneNumber code → verified phone; whoever is known by that phone alone becomes this customer',
    input: z.strictObject({ code: z.string().min(1).max(128) }),
    output: MemberView,
    errors: ['PHONE_CODE_INVALID', 'PHONE_SHARED', 'PLATFORM_UNAVAILABLE'],
  }),
  'identity.setConsent': endpoint({
    for: 'member',
    summary: 'Gives or withdraws one consent; withdrawing is as easy as giving',
    input: z.strictObject({ purpose: ConsentPurpose, granted: z.boolean() }),
    output: MemberView,
    errors: [],
  }),
  ...oneId,
};
