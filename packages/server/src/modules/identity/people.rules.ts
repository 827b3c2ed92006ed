import type { EvidenceRules, EvidenceType, Sighting, Strength } from './evidence.rules';

/** One sighting showing one identifier. */
export type Edge = {
  sighting: Sighting;
  key: string;
  type: EvidenceType;
  strength: Strength;
  /** 0: whoever has the identifier now; any other number: somebody else who had it, or whom nobody can name. */
  holder: number;
};
/** An edge and the numbers of its ends, by which people are joined. */
export type Link = Edge & { from: number; to: number };

/** Of which open platform, app, company or system it is. */
export const kindOf = (key: string): string =>
  key.slice(0, Math.max(key.lastIndexOf(':'), key.lastIndexOf('/')) + 1);

/** Sightings and identifiers that belong together, by number, and what each group has of those that come once. */
export class People {
  private readonly parent: number[] = [];
  /** Pairs: the kind, and which one of it. */
  private readonly once: (readonly number[] | undefined)[] = [];
  private readonly kinds = new Map<string, number>();

  constructor(readonly sightings: number) {
    for (let place = 0; place < sightings; place += 1) this.parent.push(place);
  }

  add(onceKind: string | null): number {
    const place = this.parent.push(this.parent.length) - 1;
    if (onceKind !== null) this.once[place] = [this.kind(onceKind), place];
    return place;
  }

  private kind(name: string): number {
    const known = this.kinds.get(name) ?? this.kinds.size;
    this.kinds.set(name, known);
    return known;
  }

  root(place: number): number {
    let at = place;
    while (this.parent[at] !== at) {
      const above = this.parent[at] as number;
      this.parent[at] = this.parent[above] as number;
      at = above;
    }
    return at;
  }

  /** From now on this group is one of the kind, and none of another. */
  holdApart(place: number, kind: string): void {
    const root = this.root(place);
    const has = this.once[root] ?? [];
    const number = this.kind(kind);
    if (!has.some((one, at) => at % 2 === 0 && one === number)) this.once[root] = [...has, number, root];
  }

  /** Whether the two have different ones of a kind that comes once. */
  areApart(a: number, b: number): boolean {
    const [some, others] = [this.once[this.root(a)], this.once[this.root(b)]];
    if (!some || !others || some === others) return false;
    for (let i = 0; i < some.length; i += 2)
      for (let j = 0; j < others.length; j += 2)
        if (some[i] === others[j] && some[i + 1] !== others[j + 1]) return true;
    return false;
  }

  /** False when they are apart. */
  join(a: number, b: number): boolean {
    const [one, other] = [this.root(a), this.root(b)];
    if (one === other) return true;
    if (this.areApart(one, other)) return false;
    // Sightings have the lower numbers, in the order of writing: a root never moves away from the one written down first.
    const [into, from] = one < other ? [one, other] : [other, one];
    this.parent[from] = into;
    const added = this.once[from];
    if (added) this.once[into] = [...(this.once[into] ?? []), ...added];
    this.once[from] = undefined;
    return true;
  }
}

/**
 * Whose the sightings are by what has been followed when this is made: evidence that only one person can show. From then on those
 * whom cards hold apart are apart.
 */
export class Owners {
  private readonly owner: Int32Array;
  private readonly vouched: Uint8Array;
  private readonly times: (number[] | undefined)[] = [];

  constructor(
    own: readonly Link[],
    { types }: EvidenceRules,
    private readonly people: People,
  ) {
    this.owner = new Int32Array(people.sightings).fill(-1);
    this.vouched = new Uint8Array(people.sightings);
    for (const { from, key, type, sighting } of own) {
      const who = people.root(from);
      const { oneEach, holdsApart } = types[type];
      if (oneEach) this.vouched[who] = 1;
      if (holdsApart) people.holdApart(who, kindOf(key));
      if (this.owner[from] === who) continue;
      this.owner[from] = who;
      const times = this.times[who];
      if (times) times.push(sighting.at);
      else this.times[who] = [sighting.at];
    }
  }

  /** -1: the link's sighting has no such evidence. */
  of({ from }: Link): number {
    return this.owner[from] ?? -1;
  }

  isVouched(owner: number): boolean {
    return this.vouched[owner] === 1;
  }

  timesSeen(owner: number): readonly number[] {
    return this.times[owner] ?? [];
  }

  areApart(a: number, b: number): boolean {
    return this.people.areApart(a, b);
  }
}
