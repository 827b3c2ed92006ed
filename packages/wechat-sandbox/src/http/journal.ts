import type { JournalNote } from './message';

const KEPT = 1000;
const LONGEST_BODY = 4096;

/** Headers and body as they went over the wire; long bodies are cut. */
export type Exchanged = { headers: Record<string, string | string[] | undefined>; body: string };

/** One line of the list of requests and callbacks. */
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

/** One request or callback with all that was said. `plain` is what a sealed body says. */
export type JournalDetail = JournalEntry & { sent?: Exchanged; answered?: Exchanged; plain?: string };

/** The last thousand requests and callbacks, for the control screen and for tests. */
export class Journal {
  private entries: JournalDetail[] = [];
  private lastId = 0;
  /** Another one means that the ids count from one again. */
  private readonly epoch = Date.now();

  add(entry: Omit<JournalDetail, 'id'>): void {
    this.lastId += 1;
    const { sent, answered } = entry;
    this.entries.push({
      id: this.lastId,
      ...entry,
      ...(sent ? { sent: shortened(sent) } : {}),
      ...(answered ? { answered: shortened(answered) } : {}),
    });
    if (this.entries.length > KEPT) this.entries.shift();
  }

  list(): JournalEntry[] {
    return this.entries.map(summary);
  }

  find(id: number): JournalDetail | undefined {
    return this.entries.find((entry) => entry.id === id);
  }

  /** What came after `id`, and the oldest id still kept: a reader drops what is older. */
  since(id: number): { epoch: number; firstId: number; entries: JournalEntry[] } {
    const firstId = this.entries[0]?.id ?? this.lastId + 1;
    const entries = this.entries.filter((entry) => entry.id > id).map(summary);
    return { epoch: this.epoch, firstId, entries };
  }

  /** Entries in which every word stands somewhere: address, codes, headers, bodies, plain text. Newest first. */
  search(words: string[]): JournalEntry[] {
    const lower = words.map((word) => word.toLowerCase());
    const found = this.entries.filter((entry) => {
      const text = JSON.stringify(entry).toLowerCase();
      return lower.every((word) => text.includes(word));
    });
    return found.reverse().map(summary);
  }

  clear(): void {
    this.entries = [];
  }
}

function shortened(exchanged: Exchanged): Exchanged {
  const { headers, body } = exchanged;
  if (body.length <= LONGEST_BODY) return { headers, body };
  return { headers, body: `${body.slice(0, LONGEST_BODY)}… (${body.length} characters)` };
}

function summary(entry: JournalDetail): JournalEntry {
  const { sent: _sent, answered: _answered, plain: _plain, ...rest } = entry;
  return rest;
}
