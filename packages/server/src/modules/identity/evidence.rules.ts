/**
 * What kinds of identifiers there are and how far each may be believed. Data, not code: an operator can read it, and another
 * table gives other customers from the same sightings. The defaults follow docs/decisions/0014-evidence-graph.md.
 */
export type EvidenceType =
  | 'unionid'
  | 'mp_openid'
  | 'oa_openid'
  | 'external_userid'
  | 'pending_id'
  | 'member_no'
  | 'pos_card'
  | 'phone'
  | 'channel_buyer'
  | 'email'
  | 'device'
  | 'receiver_phone';

/**
 * `strong`: who shows it is who showed it before. `weak`: a hint that never makes one of two people. `never`: says nothing about
 * who somebody is (the receiver of a parcel is anybody).
 */
export type Strength = 'strong' | 'weak' | 'never';

export type TypeRule = {
  /** As long as nobody vouched for it in the sighting itself. */
  strength: Strength;
  /** What it counts as when the platform or a text message verified it just then. */
  verified: Strength;
  /** Where evidence has to yield, the lower rank yields first. */
  rank: number;
  /** One customer has at most one of these: of one open platform, one app, one company (the part of the value before `/`). */
  oneEach: boolean;
  /** Shown by more people than this within so many days it is quarantined: a tablet, the phone at the till. */
  people: { most: number; withinDays: number } | null;
  /** Two customers who each have one (of one system) are not made one by what can be lent, as a phone number can. */
  holdsApart: boolean;
  /** Days after which somebody new who shows it owns it, if its former owner was silent for as long (recycled numbers). */
  movesAfterDays: number | null;
  /**
   * Nor need the two be known to be two. What is seen before a silence as long and what after it are two people's when one person
   * would be seen so with less than this chance: owners who may be one, and hints that may be the owner's. Read if it moves at all.
   */
  onePersonChance: { owners: number; hints: number };
  /** A sighting with nothing better than this as a hint goes to whoever has it for sure, or waits with others that show it. */
  gathers: boolean;
  /** Days after which it says nothing any more. */
  expiresDays: number | null;
};
export type EvidenceRules = {
  types: Record<EvidenceType, TypeRule>;
  /** Regular expressions over the whole value: what stands in a form when nobody knows. */
  blocked: readonly string[];
  /** Keys (`type:value`) that an operator declared to be of many people; they say nothing, as if too many had shown them. */
  shared: readonly string[];
};

const strong = {
  strength: 'strong',
  verified: 'strong',
  oneEach: false,
  people: null,
  holdsApart: false,
  movesAfterDays: null,
  onePersonChance: { owners: 0, hints: 0 },
  gathers: false,
  expiresDays: null,
} as const;
const onHint = { ...strong, strength: 'weak', verified: 'weak' } as const;

export const DEFAULT_RULES: EvidenceRules = {
  types: {
    unionid: { ...strong, rank: 100, oneEach: true },
    mp_openid: { ...strong, rank: 90, oneEach: true },
    oa_openid: { ...strong, rank: 85, oneEach: true },
    external_userid: { ...strong, rank: 80, oneEach: true },
    pending_id: { ...strong, rank: 70, expiresDays: 90 },
    member_no: { ...strong, rank: 60, holdsApart: true },
    pos_card: { ...strong, rank: 50, holdsApart: true },
    email: { ...strong, rank: 40 },
    channel_buyer: { ...strong, rank: 45 },
    phone: {
      ...strong,
      strength: 'weak',
      rank: 30,
      people: { most: 2, withinDays: 365 },
      movesAfterDays: 90,
      onePersonChance: { owners: 0.1, hints: 0.012 },
      gathers: true,
    },
    device: { ...onHint, rank: 10, people: { most: 5, withinDays: 7 } },
    receiver_phone: { ...onHint, strength: 'never', verified: 'never', rank: 0 },
  },
  blocked: ['[0-]*', '-1', 'null', 'undefined', 'anonymous', 'none', '(\\d)\\1{6,}'],
  shared: [],
};

export type Shown = {
  type: EvidenceType;
  /** In its one spelling; `<app or company>/<id>` where the id is of an app or company. */
  value: string;
  verified?: boolean;
  /** An operator took it back: everything is as if it had not been shown. */
  revoked?: boolean;
};
/** What was seen of one person at one moment: a login, a receipt, a row of an old file. Never changed; at most revoked. */
export type Sighting = {
  id: string;
  /** When it happened, in milliseconds: what is newest, whose number it was, who was silent go by this. */
  at: number;
  /** When it was written down, in milliseconds: only names go by this, so that an old file read in today renames nobody. */
  recordedAt: number;
  shown: readonly Shown[];
};
