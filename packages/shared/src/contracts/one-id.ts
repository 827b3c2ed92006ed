import { z } from 'zod';
import { endpoint } from '../contract';
import { Cursor, Id, RequestId, Time } from './common';

/** Kinds of identifiers; `phone` is typed or verified as the sighting says. */
export const EvidenceType = z.enum([
  'unionid',
  'mp_openid',
  'oa_openid',
  'external_userid',
  'pending_id',
  'member_no',
  'pos_card',
  'channel_buyer',
  'email',
  'phone',
  'device',
  'receiver_phone',
]);
/** Names an identifier without telling it: its kind and a hash. */
export const IdentifierKey = z.string().regex(/^[a-z_]+:[\w-]{43}$/);

/**
 * What became of one piece of evidence. followed 采信 · hint 仅作线索 · cut 与更强依据矛盾 · shared 多人共用 · moved 号码已换主人 · expired 已过期 ·
 * blocked 无效值 · revoked 人工排除 · never 不作身份依据.
 */
export const EvidenceState = z.enum([
  'followed',
  'hint',
  'cut',
  'shared',
  'moved',
  'expired',
  'blocked',
  'revoked',
  'never',
]);

const Party = z.object({
  customerId: Id,
  memberNo: z.string(),
  phoneMasked: z.string().nullable(),
  /** What the customer is known by, for a line of a list: 小程序 · 企业微信 · 会员卡. */
  knownBy: z.array(z.string()),
  firstSeenAt: Time,
  lastSeenAt: Time,
});
export const Identifier = z.object({
  key: IdentifierKey,
  type: EvidenceType,
  typeText: z.string(),
  /** Phones and e-mail addresses masked, other ids shortened. */
  label: z.string(),
  /** followed: makes this customer; shared: by rule; declared: by an operator. */
  state: z.enum(['followed', 'shared', 'declared', 'hint']),
});
export const SightingView = z.object({
  sightingId: z.string(),
  at: Time,
  source: z.string(),
  sourceText: z.string(),
  /** The receipt, the file and row, the channel's order; null where there is none. */
  ref: z.string().nullable(),
  evidence: z.array(
    z.object({ key: IdentifierKey, isVerified: z.boolean(), state: EvidenceState, stateText: z.string() }),
  ),
});
const NearMiss = z.object({
  key: IdentifierKey,
  typeText: z.string(),
  label: z.string(),
  other: Party,
  /** Why these two were not made one. */
  why: z.string(),
});
export const DecisionView = z.object({
  decisionId: Id,
  kind: z.enum(['split', 'join']),
  at: Time,
  byName: z.string(),
  reason: z.string(),
  text: z.string(),
  undone: z.object({ at: Time, byName: z.string() }).nullable(),
  actions: z.array(z.enum(['undo'])),
});
const ChangeView = z.object({ at: Time, text: z.string() });

const Evidence = z.strictObject({ sightingId: z.string().min(1).max(64), key: IdentifierKey });
const SplitInput = {
  customerId: Id,
  /** Evidence that is wrong. */
  revoke: z.array(Evidence).max(200),
  /** Identifiers that several people share: a tablet, the phone at the till. */
  shared: z.array(IdentifierKey).max(20),
};
const Reason = z.string().trim().min(2).max(200);
const Part = z.object({
  /** null: a customer that is there only after the split. */
  customerId: Id.nullable(),
  memberNo: z.string().nullable(),
  identifiers: z.array(Identifier),
  sightings: z.int(),
});

const Days = z.int().min(1).max(3650);
const TypeRule = z.strictObject({
  strength: z.enum(['strong', 'weak', 'never']),
  verified: z.enum(['strong', 'weak', 'never']),
  people: z.strictObject({ most: z.int().min(1).max(100), withinDays: Days }).nullable(),
  movesAfterDays: Days.nullable(),
  expiresDays: Days.nullable(),
});
/** What an operator may change of the rules; what only one person can have (`oneEach`) and the order of strength stay. */
export const RulesInput = z.strictObject({
  types: z.partialRecord(EvidenceType, TypeRule),
  blocked: z.array(z.string().min(1).max(100)).max(50),
});
const RuleRun = z.object({
  runId: Id,
  kind: z.enum(['dry_run', 'apply']),
  state: z.enum(['running', 'done']),
  /** Sightings looked at, of all there were when it began. */
  done: z.int(),
  total: z.int(),
  /** People who would become one with somebody, or become two; customers before and after among those looked at. */
  joined: z.int(),
  split: z.int(),
  customersBefore: z.int(),
  customersAfter: z.int(),
  startedAt: Time,
  finishedAt: Time.nullable(),
  byName: z.string(),
});
const RulesView = z.object({
  version: z.int(),
  types: z.array(
    TypeRule.extend({ type: EvidenceType, typeText: z.string(), rank: z.int(), oneEach: z.boolean() }),
  ),
  blocked: z.array(z.string()),
  changedAt: Time.nullable(),
  changedByName: z.string().nullable(),
  runs: z.array(RuleRun),
});

/** For operators alone: who is who, why, and what to do when it is wrong. */
export const oneId = {
  'identity.findCustomers': endpoint({
    for: 'staff',
    summary: 'Customers by whole phone, member number, openid, external_userid, card or e-mail; audited',
    input: z.strictObject({ query: z.string().trim().min(4).max(128) }),
    output: z.object({ customers: z.array(Party) }),
    errors: [],
  }),
  'identity.listQuarantined': endpoint({
    for: 'staff',
    summary: 'Identifiers that too many people show, newest first',
    input: z.strictObject({ cursor: Cursor.optional() }),
    output: z.object({
      items: z.array(Identifier.extend({ since: Time, people: z.int(), customers: z.array(Party) })),
      nextCursor: z.string().nullable(),
    }),
    errors: [],
  }),
  'identity.showGraph': endpoint({
    for: 'staff',
    summary: 'What makes this customer one person: identifiers, sightings, near misses, history',
    input: z.strictObject({ customerId: Id }),
    output: z.object({
      customer: Party,
      identifiers: z.array(Identifier),
      sightings: z.array(SightingView),
      /** There are more sightings than are shown. */
      hasMore: z.boolean(),
      nearMisses: z.array(NearMiss),
      decisions: z.array(DecisionView),
      changes: z.array(ChangeView),
    }),
    errors: [],
  }),
  'identity.why': endpoint({
    for: 'staff',
    summary: 'The shortest way of evidence between two identifiers; null when they are two people’s',
    input: z.strictObject({ from: IdentifierKey, to: IdentifierKey }),
    output: z.object({
      way: z
        .array(
          z.object({
            sightingId: z.string(),
            at: Time,
            sourceText: z.string(),
            from: IdentifierKey,
            to: IdentifierKey,
            text: z.string(),
          }),
        )
        .nullable(),
    }),
    errors: [],
  }),
  'identity.previewSplit': endpoint({
    for: 'staff',
    summary: 'Who this customer would be without that evidence; changes nothing',
    input: z.strictObject(SplitInput),
    output: z.object({ parts: z.array(Part) }),
    errors: [],
  }),
  'identity.split': endpoint({
    for: 'staff',
    summary: 'Takes evidence away; orders, coupons, events and consents go with whoever made them',
    input: z.strictObject({ ...SplitInput, reason: Reason, requestId: RequestId }),
    output: z.object({ decisionId: Id, parts: z.array(Part) }),
    errors: ['NOTHING_TO_SPLIT'],
  }),
  'identity.join': endpoint({
    for: 'staff',
    summary: 'An operator vouches that two customers are one person',
    input: z.strictObject({ customerId: Id, otherCustomerId: Id, reason: Reason, requestId: RequestId }),
    output: z.object({ decisionId: Id, customerId: Id }),
    errors: ['SAME_CUSTOMER', 'TWO_PEOPLE'],
  }),
  'identity.undo': endpoint({
    for: 'staff',
    summary: 'Takes a split or join back',
    input: z.strictObject({ decisionId: Id }),
    output: z.object({ done: z.literal(true) }),
    errors: ['DECISION_UNDONE'],
  }),
  'identity.revealPhone': endpoint({
    for: 'staff',
    summary: 'The whole number; each look is kept with its reason',
    input: z.strictObject({ customerId: Id, reason: Reason }),
    output: z.object({ phone: z.string().nullable() }),
    errors: [],
  }),
  'identity.showRules': endpoint({
    for: 'staff',
    summary: 'How far each kind of identifier is believed, and the last runs',
    input: z.strictObject({}),
    output: RulesView,
    errors: [],
  }),
  'identity.dryRunRules': endpoint({
    for: 'staff',
    summary: 'Counts in the background whom other rules would join and split',
    input: z.strictObject({ version: z.int(), rules: RulesInput }),
    output: RuleRun,
    errors: ['RULES_CHANGED'],
  }),
  'identity.applyRules': endpoint({
    for: 'staff',
    summary: 'The rules of a finished dry run become those in force; customers follow in the background',
    input: z.strictObject({ runId: Id, reason: Reason }),
    output: RuleRun,
    errors: ['RULES_CHANGED', 'RULE_RUN_UNFINISHED'],
  }),
  'identity.showRuleRun': endpoint({
    for: 'staff',
    summary: 'How far a run is',
    input: z.strictObject({ runId: Id }),
    output: RuleRun,
    errors: [],
  }),
};
