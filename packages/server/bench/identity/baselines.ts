import { keyOf } from '../../src/modules/identity/graph.rules';
import type { Truth } from './people';

/** Groups by number, as union-find keeps them. */
class Groups {
  private readonly parent: number[] = [];
  private readonly met = new Map<string, number>();
  add(): number {
    return this.parent.push(this.parent.length) - 1;
  }
  root(place: number): number {
    let at = place;
    while (this.parent[at] !== at) {
      const above = this.parent[this.parent[at] as number] as number;
      this.parent[at] = above;
      at = above;
    }
    return at;
  }
  join(a: number, b: number): void {
    this.parent[this.root(a)] = this.root(b);
  }
  /** Joins all that meet under the same name. */
  meet(place: number, name: string): void {
    const other = this.met.get(name);
    if (other === undefined) this.met.set(name, place);
    else this.join(place, other);
  }
}

/** What a CRM does that matches by any equal identifier and any equal phone, whoever typed it and whosever parcel it was. */
export function naivePhoneJoin(seen: readonly Truth[]): number[] {
  const groups = new Groups();
  const places = seen.map(({ sighting }) => {
    const place = groups.add();
    for (const shown of sighting.shown) {
      const isPhone = shown.type === 'phone' || shown.type === 'receiver_phone';
      groups.meet(place, isPhone ? `phone:${shown.value}` : keyOf(shown));
    }
    return place;
  });
  return places.map((place) => groups.root(place));
}

/**
 * What somebody would join who is never deceived and follows every hint: whatever one person's sightings show in common. With
 * `heedsHints` false, a number that was typed beside something surer ties nobody, as the design asks ("weak identifiers never merge two
 * people"); typed alone it names whoever has it.
 */
export function oracle(seen: readonly Truth[], { heedsHints }: { heedsHints: boolean }): number[] {
  const groups = new Groups();
  const places = seen.map(({ sighting, person }) => {
    const place = groups.add();
    const isAlone = sighting.shown.length === 1;
    for (const shown of sighting.shown) {
      const isHint = shown.type === 'phone' && !shown.verified && !isAlone;
      if (heedsHints || !isHint) groups.meet(place, `${person} ${keyOf(shown)}`);
    }
    return place;
  });
  return places.map((place) => groups.root(place));
}

/**
 * What somebody would join who knows everything but that a number was borrowed: the oracle's, with a sighting that shows a borrowed
 * number beside its lender's. A card is given away by a second one, when the lender has a card too.
 */
export function atBest(seen: readonly Truth[]): number[] {
  const groups = new Groups();
  const isCard = ({ sighting }: Truth) => sighting.shown.some(({ type }) => type === 'pos_card');
  const withCard = new Set(seen.filter(isCard).map(({ person }) => person));
  const places = seen.map((truth) => {
    const { sighting, person, lender } = truth;
    const place = groups.add();
    const isGivenAway = lender !== null && isCard(truth) && withCard.has(lender);
    for (const shown of sighting.shown) {
      const who = shown.type === 'phone' && lender !== null && !isGivenAway ? lender : person;
      groups.meet(place, `${who} ${keyOf(shown)}`);
    }
    return place;
  });
  return places.map((place) => groups.root(place));
}

const WEEK = 7;
const YEAR = 365;
/**
 * Segment's published rules (Unify, identity resolution settings): priority in this order, and limits per profile: of what names a user
 * one ever, phone and email five a year, the rest five a week. A UnionID, a member card and a contact name a user; typed and verified
 * phones are one trait there.
 */
const SEGMENT: Record<string, { priority: number; most: number; days: number }> = {
  unionid: { priority: 0, most: 1, days: Infinity },
  pos_card: { priority: 1, most: 1, days: Infinity },
  external_userid: { priority: 2, most: 1, days: Infinity },
  phone: { priority: 3, most: 5, days: YEAR },
  mp_openid: { priority: 4, most: 5, days: WEEK },
  channel_buyer: { priority: 5, most: 5, days: WEEK },
  device: { priority: 6, most: 5, days: WEEK },
};
const BLOCKED = /^(?:[0-]*|-1|null|anonymous)$/;
const MOST_MERGES = 100;
const MOST_MAPPINGS = 1000;
const DAY = 24 * 3600_000;

type Id = { key: string; type: string };
type Profile = { ids: Map<string, { type: string; at: number }>; merges: number };

/** Events in their order: nobody is found → new, one → attached, more → merged; an event that breaks a limit loses its lowest identifier. */
class Segment {
  private readonly groups = new Groups();
  private readonly profiles = new Map<number, Profile>();
  private readonly owner = new Map<string, number>();

  take({ sighting }: Truth): number {
    const ids = sighting.shown
      .filter(({ type, value }) => type in SEGMENT && !BLOCKED.test(value))
      .map((shown): Id => ({ key: keyOf(shown), type: shown.type }))
      .sort((a, b) => (SEGMENT[a.type]?.priority ?? 9) - (SEGMENT[b.type]?.priority ?? 9));
    for (; ids.length > 0; ids.pop()) {
      const found = [...new Set(ids.flatMap(({ key }) => this.profileOf(key)))];
      if (this.fits(found, ids, sighting.at)) return this.attach(found, ids, sighting.at);
    }
    return this.open();
  }

  root(place: number): number {
    return this.groups.root(place);
  }

  private profileOf(key: string): number[] {
    const owner = this.owner.get(key);
    return owner === undefined ? [] : [this.groups.root(owner)];
  }

  private open(): number {
    const place = this.groups.add();
    this.profiles.set(place, { ids: new Map(), merges: 0 });
    return place;
  }

  private fits(found: number[], ids: Id[], at: number): boolean {
    const profiles = found.map((place) => this.profiles.get(place) as Profile);
    if (found.length > 1 && profiles.some(({ merges }) => merges >= MOST_MERGES)) return false;
    const all = new Map(profiles.flatMap((profile) => [...profile.ids]));
    for (const { key, type } of ids) all.set(key, { type, at });
    if (all.size > MOST_MAPPINGS) return false;
    const counts = new Map<string, number>();
    for (const { type, at: seen } of all.values()) {
      const { days } = SEGMENT[type] as { days: number };
      if (at - seen <= days * DAY) counts.set(type, (counts.get(type) ?? 0) + 1);
    }
    return [...counts].every(([type, count]) => count <= (SEGMENT[type]?.most ?? 0));
  }

  private attach(found: number[], ids: Id[], at: number): number {
    const [into = this.open(), ...others] = found;
    const profile = this.profiles.get(into) as Profile;
    for (const other of others) {
      const gone = this.profiles.get(other) as Profile;
      gone.ids.forEach((one, key) => profile.ids.set(key, one));
      profile.merges += gone.merges + 1;
      this.groups.join(other, into);
      this.profiles.delete(other);
    }
    for (const { key, type } of ids) {
      profile.ids.set(key, { type, at });
      this.owner.set(key, into);
    }
    return into;
  }
}

export function segmentRules(seen: readonly Truth[]): number[] {
  const segment = new Segment();
  const inTime = seen
    .map((truth, place) => ({ truth, place }))
    .sort((a, b) => a.truth.sighting.at - b.truth.sighting.at);
  const profiles: number[] = [];
  for (const { truth, place } of inTime) profiles[place] = segment.take(truth);
  return profiles.map((place) => segment.root(place));
}
