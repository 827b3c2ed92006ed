import type { z } from 'zod';
import type { Ctx } from './context';
import type { EventType, JobType } from './outbox';

/**
 * Something that reacts to news. `name` is `module.verbNoun`; it may run twice for the same news. `promptly`: somebody waits for
 * the outcome; then it may also run before older news of the same key.
 */
export type Subscriber = {
  name: string;
  event: EventType;
  run: (ctx: Ctx, body: unknown) => Promise<void>;
  promptly: boolean;
};
/** What does a job. It may run twice for the same row. */
export type Runner = { job: JobType; run: (ctx: Ctx, body: unknown) => Promise<void> };
/** Work that comes round by itself every `everySeconds`, on one worker at a time. */
export type Chore = { name: string; everySeconds: number; run: (ctx: Ctx) => Promise<void> };

export const subscriber = <P extends z.ZodType>(
  name: string,
  event: EventType<P>,
  run: (ctx: Ctx, body: z.output<P>) => Promise<void>,
): Subscriber => ({
  name,
  event,
  run: (ctx, body) => run(ctx, event.payload.parse(body)),
  promptly: false,
});

export const promptly = (reader: Subscriber): Subscriber => ({ ...reader, promptly: true });

export const runner = <P extends z.ZodType>(
  job: JobType<P>,
  run: (ctx: Ctx, body: z.output<P>) => Promise<void>,
): Runner => ({ job, run: (ctx, body) => run(ctx, job.payload.parse(body)) });

export type Work = { jobs: JobType[]; runners: Runner[]; subscribers: Subscriber[]; chores: Chore[] };

/** Boot check: every job has exactly one runner, and no name is used twice. */
export function checkWork(work: Work): void {
  const twice = (names: string[]) => names.filter((name, i) => names.indexOf(name) !== i);
  const runs = work.runners.map((r) => r.job.name);
  const problems = [
    ...work.jobs.filter((job) => !runs.includes(job.name)).map((job) => `job ${job.name} has no runner`),
    ...twice(runs).map((name) => `job ${name} has two runners`),
    ...twice(work.subscribers.map((s) => s.name)).map((name) => `subscriber ${name} is there twice`),
    ...twice(work.chores.map((c) => c.name)).map((name) => `chore ${name} is there twice`),
  ];
  if (problems.length > 0) throw new Error(problems.join('\n'));
}
