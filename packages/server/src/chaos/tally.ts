/** What came back on one attempt: `ok`, a refusal's code, or how it came that nothing did. */
export type Outcome = string;
export type Wrong = { what: string; detail: string };

/** Counts answers and keeps what was wrong about them. */
export class Tally {
  readonly answers = new Map<string, Map<Outcome, number>>();
  readonly wrong: Wrong[] = [];

  count(endpoint: string, outcome: Outcome): void {
    const row = this.answers.get(endpoint) ?? new Map<Outcome, number>();
    this.answers.set(endpoint, row.set(outcome, (row.get(outcome) ?? 0) + 1));
  }

  blame(what: string, detail: unknown): void {
    this.wrong.push({ what, detail: typeof detail === 'string' ? detail : JSON.stringify(detail) });
  }

  /** Answers by outcome over all endpoints, most frequent first. */
  outcomes(): [Outcome, number][] {
    const sums = new Map<Outcome, number>();
    for (const row of this.answers.values())
      for (const [outcome, count] of row) sums.set(outcome, (sums.get(outcome) ?? 0) + count);
    return [...sums].sort((a, b) => b[1] - a[1]);
  }

  requests(): number {
    return this.outcomes().reduce((sum, [, count]) => sum + count, 0);
  }
}
