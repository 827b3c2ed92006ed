import { z } from 'zod';
import { endpoint } from '../contract';

/** guide 导购 · clerk 店员 · manager 店长 · operator 私域运营 · marketer 市场部. */
export const StaffRole = z.enum(['guide', 'clerk', 'manager', 'operator', 'marketer']);
export const StaffView = z.object({
  userid: z.string(),
  name: z.string(),
  role: StaffRole,
  roleText: z.string(),
  stores: z.array(z.object({ storeId: z.string(), name: z.string() })),
});
const Signature = z.object({ timestamp: z.int(), nonceStr: z.string(), signature: z.string() });

export const staff = {
  'staff.startLogin': endpoint({
    for: 'public',
    summary: 'The WeCom OAuth address to go to; the state and nonce in it are good once, for 10 minutes',
    input: z.strictObject({ returnTo: z.string().regex(/^\/[\w\-/?=&%.#]{0,500}$/) }),
    output: z.object({ authorizeUrl: z.string(), nonce: z.string() }),
    errors: [],
  }),
  'staff.login': endpoint({
    for: 'public',
    summary: 'Ends the OAuth round trip: code, state and the nonce kept by the same browser give a session',
    input: z.strictObject({
      code: z.string().min(1).max(512),
      state: z.string().min(1).max(128),
      nonce: z.string().min(1).max(128),
    }),
    output: z.object({ token: z.string(), returnTo: z.string(), staff: StaffView }),
    errors: ['STAFF_LOGIN_INVALID', 'STAFF_UNKNOWN', 'PLATFORM_UNAVAILABLE'],
  }),
  'staff.me': endpoint({
    for: 'staff',
    summary: 'Who is logged in',
    input: z.strictObject({}),
    output: StaffView,
    errors: [],
  }),
  'staff.logout': endpoint({
    for: 'staff',
    summary: 'Ends this session',
    input: z.strictObject({}),
    output: z.object({ done: z.literal(true) }),
    errors: [],
  }),
  'staff.signPage': endpoint({
    for: 'staff',
    summary: 'JS-SDK signatures of one page (without its hash) for config and agentConfig',
    input: z.strictObject({ url: z.url().max(2000) }),
    output: z.object({
      corpId: z.string(),
      agentId: z.string(),
      config: Signature,
      agentConfig: Signature,
    }),
    errors: ['PAGE_NOT_TRUSTED', 'PLATFORM_UNAVAILABLE'],
  }),
};
