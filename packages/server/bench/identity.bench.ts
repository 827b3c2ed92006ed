/**
 * How right the customers are that the evidence of a made crowd gives, whose every sighting's person is known to the bench and to
 * nobody else. Two figures, over pairs of sightings:
 *
 * - `pairwise_precision`: of the pairs put into one customer, how many are of one person.
 * - `pairwise_recall`: of the pairs of one person that somebody who is never deceived could put together by this evidence without
 *   making one of two by a hint, how many are in one customer. Such pairs are linked by sightings of that person, each of which shows
 *   an identifier that the next shows too; a typed number links only where nothing else was shown. What nothing links nobody could find,
 *   and it does not count. `pairwise_recall_of_every_hint` counts also what only a number typed beside something surer links (the number
 *   that a guide noted beside a contact).
 *
 * The same for two ways of others on the same sightings: `.naive_phone_join` (any equal identifier, any equal phone) and
 * `.segment_rules` (Segment's published rules). `.at_best` is whoever knows everything but that a number was borrowed from the family:
 * a receipt on which another's number was typed looks like that other's receipt, so nobody who gives all receipts to the owners of
 * their numbers can be more precise.
 *
 * `--people 1000000` and `--seed` make other crowds, `--family 0.003` one in which numbers are borrowed more often.
 */
import { spawnSync } from 'node:child_process';
import { getHeapStatistics } from 'node:v8';
import { judgeCustomers } from './identity/judge';
import { SHARE } from './identity/people';
import { measureResolving } from './identity/resolve';
import type { CrowdOptions } from './identity/people';

/** What a person's sightings take, with the baselines' books on them. */
const HEAP_MB_PER_PERSON = 0.018;

function optionsOf(args: readonly string[]): CrowdOptions {
  const numberOf = (name: string, otherwise: number): number => {
    const place = args.indexOf(`--${name}`);
    return place < 0 ? otherwise : Number(args[place + 1]);
  };
  return {
    people: numberOf('people', 50_000),
    seed: numberOf('seed', 7),
    share: { ...SHARE, familyPhone: numberOf('family', SHARE.familyPhone) },
  };
}

/** Parts of the bench, each of which prints figures of its own. */
const PARTS: readonly ((options: CrowdOptions) => void | Promise<void>)[] = [
  judgeCustomers,
  measureResolving,
];

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  const heapMb = Math.ceil(options.people * HEAP_MB_PER_PERSON);
  if (getHeapStatistics().heap_size_limit < heapMb * 2 ** 20) {
    // Node sets the size of its heap when it starts, and a large crowd needs more than it takes by itself.
    const env = {
      ...process.env,
      NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --max-old-space-size=${heapMb + 512} --max-semi-space-size=128`,
    };
    const again = [...process.execArgv, ...process.argv.slice(1)];
    process.exitCode = spawnSync(process.execPath, again, { env, stdio: 'inherit' }).status ?? 1;
    return;
  }
  for (const part of PARTS) await part(options);
}

void main();
