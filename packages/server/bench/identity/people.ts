import type { Shown, Sighting } from '../../src/modules/identity/evidence.rules';

const DAY = 24 * 3600_000;
const LAST_DAY = 730;
const PEOPLE_PER_TABLET = 30;

/** A sighting and whose it truly is; `lender`: whose number it shows, where that was borrowed from the family. */
export type Truth = { sighting: Sighting; person: number; lender: number | null };

/** Shares of people, as the design's acceptance names them; the others are ours. */
export const SHARE = {
  miniProgram: 0.7,
  phoneBound: 0.8,
  secondOpenid: 0.1,
  contact: 0.4,
  contactWithUnionid: 0.8,
  card: 0.35,
  receipts: 0.6,
  channel: 0.15,
  channelTied: 0.8,
  sharedTablet: 0.01,
  recycledPhone: 0.005,
  gift: 0.05,
  /**
   * Of cards and receipts. A borrowed number cannot be told from its owner's, so this alone bounds what anybody can reach
   * (`.at_best`): 0.9994 at 0.001, 0.9982 at 0.003.
   */
  familyPhone: 0.001,
  typo: 0.01,
};
export type CrowdOptions = { people: number; seed: number; share: typeof SHARE };

/** mulberry32: small, seeded, good enough for choosing people. */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Person = { id: number; phone: string; from: number; until: number };

/** What the entrances see of so many people in two years: logins, verified phones, contacts, cards, receipts, orders elsewhere. */
export class Crowd {
  readonly seen: Truth[] = [];
  /** When the last day is over. */
  readonly endsAt = LAST_DAY * DAY;
  private readonly roll: () => number;
  private readonly share: typeof SHARE;
  private readonly phones = new Set<string>();
  private tablet = '';

  constructor({ people, seed, share }: CrowdOptions) {
    this.roll = dice(seed);
    this.share = share;
    let before: Person | null = null;
    for (let id = 0; id < people; id += 1) {
      const person = this.newPerson(id, before);
      this.live(person, before);
      before = person;
    }
  }

  private chance(share: number): boolean {
    return this.roll() < share;
  }
  private between(from: number, until: number): number {
    return Math.floor(from + this.roll() * (until - from));
  }
  /** One that nobody has: a number has one owner at a time, and chance alone would give some of a million people the same. */
  private aPhone(): string {
    for (;;) {
      const phone = `1${this.between(3_000_000_000, 10_000_000_000)}`;
      if (this.phones.has(phone)) continue;
      this.phones.add(phone);
      return phone;
    }
  }

  /** Some get the number of somebody who gave it up at least four months before. */
  private newPerson(id: number, before: Person | null): Person {
    if (before && before.until < LAST_DAY && before.until + 200 < LAST_DAY)
      return { id, phone: before.phone, from: before.until + 120, until: LAST_DAY };
    const until = this.chance(this.share.recycledPhone) ? this.between(100, LAST_DAY - 250) : LAST_DAY;
    return { id, phone: this.aPhone(), from: 0, until };
  }

  private saw({ id, from, until }: Person, shown: Shown[], lender: Person | null = null): void {
    const at = this.between(from, until) * DAY;
    const sighting = { id: `s${this.seen.length}`, at, recordedAt: at, shown };
    this.seen.push({ sighting, person: id, lender: lender?.id ?? null });
  }

  /** Whose number somebody gives who may give the family's; null: their own. */
  private lends(person: Person, family: Person | null): Person | null {
    return family && this.chance(this.share.familyPhone) && family.phone !== person.phone ? family : null;
  }

  private times(most: number, what: () => void): void {
    const count = 1 + this.between(0, most);
    for (let i = 0; i < count; i += 1) what();
  }

  private live(person: Person, family: Person | null): void {
    const openid = this.chance(this.share.miniProgram) ? this.miniProgram(person) : null;
    if (this.chance(this.share.contact)) this.contact(person);
    if (this.chance(this.share.card)) this.card(person, family);
    if (this.chance(this.share.receipts)) this.times(3, () => this.receipt(person, family));
    if (this.chance(this.share.channel)) this.channel(person, openid);
    if (openid && this.chance(this.share.gift))
      this.saw(person, [openid, { type: 'receiver_phone', value: family?.phone ?? this.aPhone() }]);
  }

  private miniProgram(person: Person): Shown {
    const openid: Shown = { type: 'mp_openid', value: `wx1/o${person.id}` };
    const union: Shown = { type: 'unionid', value: `u${person.id}` };
    this.times(3, () => this.saw(person, [openid, union, { type: 'device', value: `d${person.id}` }]));
    if (this.chance(this.share.secondOpenid))
      this.saw(person, [{ type: 'mp_openid', value: `wx2/o${person.id}` }, union]);
    if (this.chance(this.share.phoneBound))
      this.saw(person, [openid, { type: 'phone', value: person.phone, verified: true }]);
    return openid;
  }

  private contact(person: Person): void {
    const shown: Shown[] = [{ type: 'external_userid', value: `ww1/w${person.id}` }];
    if (this.chance(this.share.contactWithUnionid)) shown.push({ type: 'unionid', value: `u${person.id}` });
    else shown.push({ type: 'phone', value: this.typed(person.phone) });
    this.saw(person, shown);
  }

  /** A card is opened with a number that a message verified: one's own, the family's, or that of the shop's tablet. */
  private card(person: Person, family: Person | null): void {
    const card: Shown = { type: 'pos_card', value: `c${person.id}` };
    const isTablet = this.chance(this.share.sharedTablet);
    if (this.tablet === '' || (isTablet && this.chance(1 / PEOPLE_PER_TABLET))) this.tablet = this.aPhone();
    const lender = this.lends(person, family);
    const value = isTablet ? this.tablet : (lender ?? person).phone;
    this.saw(person, [card, { type: 'phone', value, verified: true }], isTablet ? null : lender);
    this.times(2, () => this.saw(person, [card]));
  }

  private receipt(person: Person, family: Person | null): void {
    const lender = this.lends(person, family);
    this.saw(person, [{ type: 'phone', value: this.typed((lender ?? person).phone) }], lender);
  }

  private channel(person: Person, openid: Shown | null): void {
    const buyer: Shown = { type: 'channel_buyer', value: `douyin/b${person.id}` };
    this.times(2, () => this.saw(person, [buyer, { type: 'receiver_phone', value: person.phone }]));
    if (openid && this.chance(this.share.channelTied)) this.saw(person, [buyer, openid]);
  }

  private typed(phone: string): string {
    if (!this.chance(this.share.typo)) return phone;
    const place = this.between(2, 11);
    return phone.slice(0, place) + String(this.between(0, 10)) + phone.slice(place + 1);
  }
}
