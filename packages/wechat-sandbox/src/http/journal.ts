import type { JournalNote } from './message';

const KEPT = 1000;

export type JournalEntry = JournalNote & {
  id: number;
  at: number;
  /** `in`: a server called the platform; `out`: the platform called a server. */
  direction: 'in' | 'out';
  host: string;
  method: string;
  path: string;
  status: number;
  durationMs: number;
};

/** The last thousand requests and callbacks, for the control screen and for tests. */
export class Journal {
  private entries: JournalEntry[] = [];
  private lastId = 0;
  /** Another one means that the ids count from one again. */
  private readonly epoch = Date.now();

  add(entry: Omit<JournalEntry, 'id'>): void {
    this.lastId += 1;
    this.entries.push({ id: this.lastId, ...entry });
    if (this.entries.length > KEPT) this.entries.splice(0, this.entries.length - KEPT);
  }

  list(): JournalEntry[] {
    return [...this.entries];
  }

  /** What came after `id`, and the oldest id still kept: a reader drops what is older. */
  since(id: number): { epoch: number; firstId: number; entries: JournalEntry[] } {
    const firstId = this.entries[0]?.id ?? this.lastId + 1;
    return { epoch: this.epoch, firstId, entries: this.entries.filter((entry) => entry.id > id) };
  }

  clear(): void {
    this.entries = [];
  }
}
