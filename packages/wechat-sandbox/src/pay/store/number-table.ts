const SMALLEST = 1 << 10;
const FULLEST = 0.75;

/**
 * Which sequence number a merchant's number has: open addressing, eight bytes a slot (a hash and the sequence number plus one).
 * The numbers themselves are not kept, so two with one hash are told apart by asking for the record.
 */
export class NumberTable {
  private slots = new Uint32Array(2 * SMALLEST);
  private used = 0;

  find(number: string, isIt: (seq: number) => boolean): number | undefined {
    const { slots } = this;
    const hash = hashOf(number);
    for (let at = this.home(hash); slots[at + 1] !== 0; at = this.next(at)) {
      const seq = (slots[at + 1] ?? 0) - 1;
      if (slots[at] === hash && isIt(seq)) return seq;
    }
    return undefined;
  }

  /** The number has to be new. */
  add(number: string, seq: number): void {
    if (this.used >= (this.slots.length / 2) * FULLEST) this.grow();
    this.place(hashOf(number), seq + 1);
    this.used += 1;
  }

  clear(): void {
    this.slots = new Uint32Array(2 * SMALLEST);
    this.used = 0;
  }

  private place(hash: number, value: number): void {
    let at = this.home(hash);
    while (this.slots[at + 1] !== 0) at = this.next(at);
    this.slots[at] = hash;
    this.slots[at + 1] = value;
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += 2) {
      const value = old[at + 1] ?? 0;
      if (value !== 0) this.place(old[at] ?? 0, value);
    }
  }

  private home(hash: number): number {
    return 2 * (hash & (this.slots.length / 2 - 1));
  }

  private next(at: number): number {
    return (at + 2) & (this.slots.length - 1);
  }
}

/** FNV-1a, then murmur's finish so that the low bits are as good as the others. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
