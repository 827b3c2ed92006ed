const BLOCK = 1 << 14;

type Numbers = Float64Array | Uint32Array;

/** A list of numbers that only grows, in blocks: nothing is copied when it does, and at most one block stands part empty. */
export class Column {
  private readonly blocks: Numbers[] = [];

  constructor(private readonly newBlock: (length: number) => Numbers) {}

  /** 0 where nothing was set. */
  get(index: number): number {
    return this.blocks[Math.floor(index / BLOCK)]?.[index % BLOCK] ?? 0;
  }

  set(index: number, value: number): void {
    const at = Math.floor(index / BLOCK);
    while (this.blocks.length <= at) this.blocks.push(this.newBlock(BLOCK));
    const block = this.blocks[at];
    if (block) block[index % BLOCK] = value;
  }

  clear(): void {
    this.blocks.length = 0;
  }
}

/** File offsets: exact up to 2^53. */
export function offsetColumn(): Column {
  return new Column((length) => new Float64Array(length));
}

/** Whole seconds since 1970, or small counts. */
export function secondsColumn(): Column {
  return new Column((length) => new Uint32Array(length));
}
