import { setTimeout as sleep } from 'node:timers/promises';

type Task = { dueMs: number; run: () => Promise<void> };

const BLINK_MS = 100;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * The platform's time: real time plus an offset that tests move forward. Every rule with a duration reads it.
 * Moving it passes through each due task at that task's own moment, as if the time had really gone by.
 */
export class Clock {
  /** Told each time the offset changes, before anything that falls due by it is done. */
  onMoved: (offsetMs: number) => void = () => undefined;
  /** Called when something planned has been done. */
  afterTask: () => void = () => undefined;
  private tasks: Task[] = [];
  private timer: NodeJS.Timeout | undefined;
  private readonly running = new Set<Promise<void>>();
  private stopped = false;
  private offset = 0;

  get offsetMs(): number {
    return this.offset;
  }

  set offsetMs(ms: number) {
    this.offset = ms;
    this.onMoved(ms);
  }

  now(): number {
    return Date.now() + this.offset;
  }

  seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  schedule(dueMs: number, run: () => Promise<void>): void {
    if (this.stopped) return;
    // Tasks due at the same moment run in the order they were planned.
    const later = this.tasks.findLastIndex((task) => task.dueMs <= dueMs);
    this.tasks.splice(later + 1, 0, { dueMs, run });
    this.arm();
  }

  async advance(seconds: number): Promise<void> {
    const target = this.now() + seconds * 1000;
    let next = this.takeDue(target);
    while (next) {
      this.offsetMs += Math.max(0, next.dueMs - this.now());
      await this.start(next);
      next = this.takeDue(target);
    }
    this.offsetMs += Math.max(0, target - this.now());
    await this.settle();
    this.arm();
  }

  /** Resolves when nothing is under way and nothing falls due within the blink of an eye. */
  async settle(): Promise<void> {
    for (;;) {
      this.fire();
      if (this.running.size > 0) await Promise.all(this.running);
      const next = this.tasks[0];
      if (!next || next.dueMs > this.now() + BLINK_MS) return;
      await sleep(Math.max(0, next.dueMs - this.now()));
    }
  }

  /** Forgets what is planned; the clock itself goes on. */
  clear(): void {
    this.tasks = [];
    clearTimeout(this.timer);
  }

  stop(): void {
    this.stopped = true;
    this.clear();
  }

  private takeDue(untilMs: number): Task | undefined {
    const first = this.tasks[0];
    return first && first.dueMs <= untilMs ? this.tasks.shift() : undefined;
  }

  private start(task: Task): Promise<void> {
    const run = task.run().finally(() => {
      this.running.delete(run);
      this.afterTask();
    });
    this.running.add(run);
    return run;
  }

  private arm(): void {
    clearTimeout(this.timer);
    const next = this.tasks[0];
    if (!next || this.stopped) return;
    const waitMs = Math.min(Math.max(0, next.dueMs - this.now()), LONGEST_TIMER_MS);
    this.timer = setTimeout(() => this.fire(), waitMs);
  }

  private fire(): void {
    let next = this.takeDue(this.now());
    while (next) {
      void this.start(next);
      next = this.takeDue(this.now());
    }
    this.arm();
  }
}
