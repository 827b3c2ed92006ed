import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { savedPay } from '../pay/types';
import type { State } from './state';

const WRITE_AFTER_MS = 200;

/** Keeps the state in `<dataDir>/state.json`, so that a restart knows its orders and tokens. Without a folder it does nothing. */
export class Snapshot {
  private timer: NodeJS.Timeout | undefined;
  private file: string | undefined;

  constructor(
    dataDir: string | undefined,
    private readonly current: () => State,
  ) {
    if (dataDir === undefined) return;
    mkdirSync(dataDir, { recursive: true });
    this.file = join(dataDir, 'state.json');
  }

  /** Fields that a newer version added come from `fresh`. */
  read(fresh: State): State {
    if (this.file === undefined) return fresh;
    let text: string;
    try {
      text = readFileSync(this.file, 'utf8');
    } catch {
      return fresh;
    }
    const saved = JSON.parse(text) as Partial<State>;
    return {
      ...fresh,
      ...saved,
      mini: { ...fresh.mini, ...saved.mini },
      official: { ...fresh.official, ...saved.official },
      pay: savedPay(saved.pay),
      wecom: { ...fresh.wecom, ...saved.wecom },
      faults: { ...fresh.faults, ...saved.faults },
    };
  }

  soon(): void {
    if (this.file === undefined || this.timer !== undefined) return;
    this.timer = setTimeout(() => this.write(), WRITE_AFTER_MS);
    this.timer.unref();
  }

  /** Writes once more, and then never again: the folder may be gone. */
  close(): void {
    this.write();
    this.file = undefined;
  }

  private write(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.file === undefined) return;
    const draft = `${this.file}.${process.pid}.draft`;
    writeFileSync(draft, JSON.stringify(this.current()), { mode: 0o600 });
    renameSync(draft, this.file);
  }
}
