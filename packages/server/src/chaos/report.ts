import type { Checked } from '../invariants';
import type { Fates } from './judge';
import type { Options } from './options';
import type { Recoveries } from './killer';
import { PARTS, scheduleText } from './schedule.rules';
import type { Part, Schedule } from './schedule.rules';
import type { Tally } from './tally';

export type Findings = {
  options: Options;
  schedule: Schedule;
  tookMs: number;
  recoveries: Recoveries;
  restarts: Record<Part, number>;
  tally: Tally;
  orders: Record<string, number>;
  fates: Fates;
  checked: Checked[];
  failedDeliveries: string[];
};

const MOST_SHOWN = 20;
const seconds = (ms: number): string => (ms / 1000).toFixed(1);
const row = (...cells: (string | number)[]): string => `| ${cells.join(' | ')} |`;
const table = (head: string[], rows: string[]): string[] => [
  row(...head),
  row(...head.map(() => '---')),
  ...rows,
  '',
];

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/** Everything that makes the run fail. */
export function faultsOf({ tally, fates, checked, failedDeliveries }: Findings): string[] {
  return [
    ...tally.wrong.map(({ what, detail }) => `${what}: ${detail}`),
    ...fates.lost.map((lost) => `paid, and neither served nor refunded: ${lost}`),
    ...checked.flatMap(({ violations }) =>
      violations
        .filter(({ grade }) => grade === 'violation')
        .map(({ code, what, ids }) => `${code}: ${what} (${ids.join(', ')})`),
    ),
    ...failedDeliveries.map((failed) => `news that never arrived: ${failed}`),
  ];
}

/** The whole run as one page of Markdown. */
export function reportOf(findings: Findings): string {
  const { options, schedule, tookMs, tally, fates } = findings;
  const faults = faultsOf(findings);
  const counted = Object.entries(findings.orders).map(([status, count]) => `${status} ${count}`);
  return [
    '# Chaos run',
    '',
    `Seed ${options.seed}, ${options.shoppers} shoppers, ${options.kills} kills of each part; ` +
      `${seconds(tookMs)} s of trade.`,
    '',
    `Each part is killed after it has served so many seconds: ${scheduleText(schedule)}`,
    '',
    ...partsTable(findings),
    ...answersTable(tally),
    ...table(
      [
        'requests that were answered wrongly',
        'orders',
        'paid at WeChat Pay',
        'served',
        'refunded',
        'waiting for a parcel',
        'lost',
      ],
      [
        row(
          tally.wrong.length,
          counted.join(', '),
          fates.served + fates.refunded + fates.waiting.length + fates.lost.length,
          fates.served,
          fates.refunded,
          fates.waiting.length,
          fates.lost.length,
        ),
      ],
    ),
    ...invariantsTable(findings.checked),
    faults.length === 0 ? '**Everything adds up.**' : `**${faults.length} faults:**`,
    '',
    ...faults.slice(0, MOST_SHOWN).map((fault) => `- ${fault}`),
    ...(faults.length > MOST_SHOWN ? [`- and ${faults.length - MOST_SHOWN} more`] : []),
    '',
  ].join('\n');
}

const partsTable = ({ recoveries, restarts }: Findings): string[] =>
  table(
    ['part', 'kills', 'ended by itself', 'serving again after, p50', 'most'],
    PARTS.map((part) => {
      const times = recoveries[part];
      return row(
        part,
        times.length,
        restarts[part],
        `${seconds(middle(times))} s`,
        `${seconds(Math.max(0, ...times))} s`,
      );
    }),
  );

function answersTable(tally: Tally): string[] {
  const outcomes = tally.outcomes();
  return table(
    ['requests', ...outcomes.map(([outcome]) => outcome)],
    [
      row(tally.requests(), ...outcomes.map(([, count]) => count)),
      ...[...tally.answers].map(([endpoint, counts]) =>
        row(endpoint, ...outcomes.map(([outcome]) => counts.get(outcome) ?? '')),
      ),
    ],
  );
}

const invariantsTable = (checked: Checked[]): string[] =>
  table(
    ['invariant', 'violations', 'notes'],
    checked.map(({ invariant, violations }) => {
      const notes = violations.filter(({ grade }) => grade === 'note').length;
      return row(invariant, violations.length - notes, notes);
    }),
  );
