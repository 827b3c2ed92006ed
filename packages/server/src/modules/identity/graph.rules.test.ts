import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { DEFAULT_RULES } from './evidence.rules';
import type { EvidenceRules, EvidenceType, Shown, Sighting } from './evidence.rules';
import { explain, resolve } from './graph.rules';

const DAY = 24 * 3600_000;
const NOW = 1000 * DAY;
let count = 0;
const saw = (day: number, ...shown: Shown[]): Sighting => ({
  id: `s${(count += 1)}`,
  at: day * DAY,
  recordedAt: day * DAY,
  shown,
});
const shows =
  (type: EvidenceType) =>
  (value: string): Shown => ({ type, value });
const union = shows('unionid');
const openid = shows('mp_openid');
const contact = shows('external_userid');
const card = shows('pos_card');
const typed = shows('phone');
const tablet = shows('device');
const phone = (value: string): Shown => ({ type: 'phone', value, verified: true });

/** The sightings of each customer, by their places in the list. */
function customers(sightings: readonly Sighting[], rules: EvidenceRules = DEFAULT_RULES): number[][] {
  const { customerOf } = resolve(sightings, rules, NOW);
  const groups = new Map<string, number[]>();
  sightings.forEach(({ id }, place) => {
    const customer = customerOf.get(id) as string;
    groups.set(customer, [...(groups.get(customer) ?? []), place]);
  });
  return [...groups.values()];
}

describe('customers', () => {
  test('are one by any strong identifier, however long the way', () => {
    const seen = [
      saw(1, union('u'), openid('app/o')),
      saw(2, openid('app/o'), phone('13800000001')),
      saw(3, phone('13800000001'), card('c')),
      saw(4, card('c')),
      saw(5, contact('corp/w')),
    ];
    expect(customers(seen)).toEqual([[0, 1, 2, 3], [4]]);
  });

  test('are named after the sighting that was written down first, however old an imported one is', () => {
    const [late, early] = [saw(9, union('u')), saw(3, card('c'))];
    const both = saw(10, union('u'), card('c'));
    const nameOf = (...seen: Sighting[]) => resolve(seen, DEFAULT_RULES, NOW).customerOf.get(both.id);
    expect(nameOf(late, early, both)).toBe(early.id);
    expect(nameOf(late, { ...early, recordedAt: 11 * DAY }, both)).toBe(late.id);
  });

  test('own the identifiers that were followed: not shared ones, nor what a sure sighting only hints at', () => {
    const seen = [
      saw(1, union('u'), phone('13800000001'), typed('13800000002'), tablet('t')),
      saw(2, typed('13800000003')),
      saw(3, card('c')),
    ];
    const rules = { ...DEFAULT_RULES, shared: ['pos_card:c'] };
    const { customerOfKey, quarantined } = resolve(seen, rules, NOW);
    expect(Object.fromEntries(customerOfKey)).toEqual({
      'unionid:u': seen[0]!.id,
      'phone:13800000001': seen[0]!.id,
      'phone:13800000003': seen[1]!.id,
    });
    expect([...quarantined]).toEqual(['pos_card:c']);
  });

  test('are not made one by what an operator declared shared', () => {
    const seen = [saw(1, card('c'), phone('13800000001')), saw(2, phone('13800000001'))];
    const shared = ['phone:13800000001'];
    expect(customers(seen)).toEqual([[0, 1]]);
    expect(customers(seen, { ...DEFAULT_RULES, shared })).toEqual([[0], [1]]);
  });

  test('are never made one by what guides and tills typed, or by a device', () => {
    const seen = [
      saw(1, union('u1'), typed('13800000001'), tablet('t')),
      saw(2, union('u2'), typed('13800000001'), tablet('t')),
    ];
    expect(customers(seen)).toEqual([[0], [1]]);
  });

  test('get a receipt with a typed number only from who verified that number; others with it wait together', () => {
    const seen = [saw(1, typed('13800000001')), saw(2, typed('13800000001')), saw(3, typed('13800000002'))];
    expect(customers(seen)).toEqual([[0, 1], [2]]);
    expect(customers([...seen, saw(4, union('u'), phone('13800000002'))])).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  test('are not made of what a parcel’s receiver, nobody, or an expired id says', () => {
    const gift: Shown = { type: 'receiver_phone', value: '13800000001', verified: true };
    expect(customers([saw(1, union('u1'), gift), saw(2, union('u2'), gift)])).toHaveLength(2);
    expect(customers([saw(1, card('0000')), saw(2, card('0000'))])).toHaveLength(2);
    expect(customers([saw(1, phone('00000000000')), saw(2, phone('00000000000'))])).toHaveLength(2);
    const pending = shows('pending_id')('p');
    expect(customers([saw(950, pending), saw(990, pending)])).toHaveLength(1);
    expect(customers([saw(900, pending), saw(990, pending)])).toHaveLength(2);
  });

  test('with two UnionIDs stay two: the weakest and oldest evidence yields', () => {
    const seen = [
      saw(1, union('u1'), phone('13800000001')),
      saw(2, phone('13800000001'), card('c')),
      saw(30, union('u2'), phone('13800000001')),
    ];
    const { cut } = resolve(seen, DEFAULT_RULES, NOW);
    expect(cut.map(({ sighting, type }) => [sighting.id, type])).toEqual([[seen[0]!.id, 'phone']]);
    expect(customers(seen)).toEqual([[0], [1, 2]]);
  });

  test('one person has one openid of one app, and one of each of two', () => {
    expect(customers([saw(1, openid('a/1'), openid('b/2')), saw(2, openid('b/2'), card('c'))])).toHaveLength(
      1,
    );
    expect(customers([saw(1, openid('a/1'), card('c')), saw(2, openid('a/2'), card('c'))])).toHaveLength(2);
  });

  test('do not share a number that a third person verifies within a year: nobody owns it', () => {
    const seen = [1, 20, 40].map((day) => saw(day, union(`u${day}`), phone('13800000001')));
    const receipt = saw(50, typed('13800000001'));
    const { quarantined } = resolve([...seen, receipt], DEFAULT_RULES, NOW);
    expect([...quarantined]).toEqual(['phone:13800000001']);
    expect(customers([...seen, receipt])).toHaveLength(4);
  });

  test('a number moves to its new owner after ninety silent days, and its history does not', () => {
    const before = [saw(1, union('old'), phone('13800000001')), saw(2, phone('13800000001'), card('c'))];
    const after = [saw(100, union('new'), phone('13800000001')), saw(101, typed('13800000001'))];
    const { moved, customerOfKey } = resolve([...before, ...after], DEFAULT_RULES, NOW);
    expect(customers([...before, ...after])).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(moved).toHaveLength(2);
    expect(customerOfKey.get('phone:13800000001')).toBe(after[0]!.id);
    const alive = saw(60, union('old'));
    expect(resolve([...before, alive, ...after], DEFAULT_RULES, NOW).moved).toHaveLength(0);
  });

  test('a number moves though its new owner was known before and the old one is seen again', () => {
    const seen = [
      saw(1, union('old'), phone('13800000001')),
      saw(2, union('new')),
      saw(3, typed('13800000001')),
      saw(100, union('new'), phone('13800000001')),
      saw(300, union('old')),
    ];
    expect(customers(seen)).toEqual([
      [0, 2, 4],
      [1, 3],
    ]);
  });

  test('a number that two verified at the same time keeps its newest owner, but hints of it are nobody’s they know', () => {
    const seen = [
      saw(1, union('u1'), phone('13800000001')),
      saw(30, union('u2'), phone('13800000001')),
      saw(40, typed('13800000001')),
      saw(50, typed('13800000001')),
    ];
    expect(customers(seen)).toEqual([[0], [1], [2, 3]]);
    const { customerOfKey } = resolve(seen, DEFAULT_RULES, NOW);
    expect(customerOfKey.get('phone:13800000001')).toBe(seen[1]!.id);
  });

  test('with two cards of one till are two for a number that both show, unless something stronger says that they are one', () => {
    const seen = [saw(1, card('a'), phone('13800000001')), saw(2, card('b'), phone('13800000001'))];
    expect(customers(seen)).toEqual([[0], [1]]);
    expect(customers([...seen, saw(3, card('a'), card('b'))])).toEqual([[0, 1, 2]]);
    expect(customers([saw(1, card('x/a'), phone('13800000001')), seen[1]!])).toEqual([[0, 1]]);
  });
});

describe('a long silence', () => {
  const spring = [1, 31, 61].map((day) => saw(day, card('c')));
  const opened = saw(2, card('c'), phone('13800000001'));
  const autumn = [301, 331, 361].map((day) => saw(day, union('u')));
  const bound = saw(302, union('u'), phone('13800000001'));

  test('parts a number’s owners who may be one, when one person would hardly be seen so', () => {
    expect(customers([...spring, opened, ...autumn, bound])).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
    ]);
  });

  test('parts nobody who was seen in between, or too seldom to tell', () => {
    const meanwhile = [121, 201].map((day) => saw(day, card('c')));
    expect(customers([...spring, opened, ...autumn, bound, saw(320, card('c'))])).toHaveLength(1);
    expect(customers([...spring, opened, ...autumn, bound, ...meanwhile, saw(250, union('u'))])).toHaveLength(
      1,
    );
    expect(customers([opened, bound])).toHaveLength(1);
  });

  test('gives hints to whose time they are of, and to nobody who is known when they are far from everybody’s', () => {
    const hints = [45, 350, 700, 730, 760, 790].map((day) => saw(day, typed('13800000001')));
    expect(customers([...spring, opened, ...autumn, bound, ...hints])).toEqual([
      [0, 1, 2, 3, 8],
      [4, 5, 6, 7, 9],
      [10, 11, 12, 13],
    ]);
  });

  test('is judged by sure evidence alone: what tills typed meanwhile does not make one of two', () => {
    const meanwhile = [100, 140, 180, 220, 260].map((day) => saw(day, typed('13800000001')));
    const groups = customers([...spring, opened, ...autumn, bound, ...meanwhile]);
    expect(groups.filter((group) => group.includes(0))).not.toContainEqual(expect.arrayContaining([4]));
  });
});

describe('a contact of whom nothing else is known', () => {
  test('is nobody’s for a number that a guide noted: whoever types a number learns nothing of its owner', () => {
    const owner = saw(1, union('u'), phone('13800000001'));
    const noted = saw(2, contact('corp/w'), typed('13800000001'));
    const receipt = saw(3, typed('13800000001'));
    expect(customers([owner, noted, saw(4, contact('corp/w'))])).toEqual([[0], [1, 2]]);
    expect(customers([noted, receipt])).toEqual([[0], [1]]);
    expect(customers([owner, noted, receipt])).toEqual([[0, 2], [1]]);
  });
});

describe('why', () => {
  test('is the shortest way along evidence that was followed, or nothing', () => {
    const seen = [
      saw(1, union('u'), openid('app/o')),
      saw(2, openid('app/o'), phone('13800000001')),
      saw(3, union('u'), card('c')),
      saw(4, openid('app/o'), card('c')),
    ];
    const resolution = resolve(seen, DEFAULT_RULES, NOW);
    const way = explain(resolution, 'phone:13800000001', 'pos_card:c')!;
    expect(way.map(({ sighting, type }) => [seen.indexOf(sighting), type])).toEqual([
      [1, 'phone'],
      [1, 'mp_openid'],
      [3, 'mp_openid'],
      [3, 'pos_card'],
    ]);
    expect(explain(resolution, 'phone:13800000001', 'pos_card:d')).toBeNull();
    expect(explain(resolution, 'pos_card:c', 'pos_card:c')).toEqual([]);
  });

  test('is no way over a number from its former owner to the present one', () => {
    const seen = [saw(1, union('old'), phone('13800000001')), saw(100, union('new'), phone('13800000001'))];
    const resolution = resolve(seen, DEFAULT_RULES, NOW);
    expect(explain(resolution, 'unionid:new', 'phone:13800000001')).toHaveLength(2);
    expect(explain(resolution, 'unionid:old', 'phone:13800000001')).toBeNull();
    expect(explain(resolution, 'unionid:old', 'unionid:new')).toBeNull();
  });
});

const few = (type: EvidenceType, most: number) =>
  fc.record({
    type: fc.constant(type),
    value: fc.integer({ min: 1, max: most }).map((n) => `a/${n}`),
    verified: fc.boolean(),
  });
const anything = fc.oneof(
  few('unionid', 4),
  few('mp_openid', 5),
  few('phone', 4),
  few('pos_card', 4),
  few('external_userid', 4),
  few('device', 2),
);
const someSightings = fc
  .array(
    fc.record({
      at: fc.integer({ min: 0, max: 400 }).map((day) => day * DAY),
      recordedAt: fc.integer({ min: 400, max: 405 }).map((day) => day * DAY),
      shown: fc.array(anything, { maxLength: 4 }),
    }),
    {
      maxLength: 25,
    },
  )
  .map((rows) => rows.map((row, place): Sighting => ({ ...row, id: `r${place}` })));
const asText = (sightings: readonly Sighting[]): string =>
  JSON.stringify([...resolve(sightings, DEFAULT_RULES, NOW).customerOf].sort());

describe('for any evidence', () => {
  test('the order in which it came, and whether it came twice, make no difference', () => {
    fc.assert(
      fc.property(someSightings, fc.infiniteStream(fc.nat()), (sightings, dice) => {
        const shuffled = sightings
          .map((sighting) => ({ sighting, by: dice.next().value as number }))
          .sort((a, b) => a.by - b.by)
          .map(({ sighting }) => sighting);
        expect(asText([...shuffled, ...shuffled])).toBe(asText(sightings));
      }),
      { numRuns: 500 },
    );
  });

  test('no customer has two UnionIDs, two openids of one app, nor two contacts of one company', () => {
    fc.assert(
      fc.property(someSightings, (sightings) => {
        const { customerOf, followed } = resolve(sightings, DEFAULT_RULES, NOW);
        const held = new Map<string, Set<string>>();
        for (const { sighting, type, key } of followed.filter((edge) =>
          /^(unionid|mp_openid|external_userid)$/.test(edge.type),
        )) {
          const place = `${customerOf.get(sighting.id)} ${type}`;
          held.set(place, (held.get(place) ?? new Set()).add(key));
        }
        expect([...held.values()].filter(({ size }) => size > 1)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('two worlds without a common identifier do not touch each other: what one adds, or takes back, is the other’s of no concern', () => {
    const elsewhere = (sightings: readonly Sighting[]) =>
      sightings.map(({ id, shown, ...when }) => ({
        ...when,
        id: `x${id}`,
        shown: shown.map((one) => ({ ...one, value: one.value.replace('a/', 'b/') })),
      }));
    fc.assert(
      fc.property(someSightings, someSightings, (ours, others) => {
        const { customerOf } = resolve([...ours, ...elsewhere(others)], DEFAULT_RULES, NOW);
        const left = JSON.stringify([...customerOf].filter(([id]) => !id.startsWith('x')).sort());
        expect(left).toBe(asText(ours));
      }),
      { numRuns: 300 },
    );
  });

  test('evidence that was revoked is as if it had not been shown', () => {
    fc.assert(
      fc.property(someSightings, fc.infiniteStream(fc.boolean()), (sightings, dice) => {
        const marked = sightings.map((sighting) => ({
          ...sighting,
          shown: sighting.shown.map((one) => ({ ...one, revoked: dice.next().value as boolean })),
        }));
        const without = marked.map((sighting) => ({
          ...sighting,
          shown: sighting.shown.filter(({ revoked }) => !revoked),
        }));
        expect(asText(marked)).toBe(asText(without));
      }),
      { numRuns: 300 },
    );
  });

  test('hints change nobody: without them all are who they were, but contacts of whom nothing else is known', () => {
    const isSure = ({ type, verified }: Shown) =>
      type !== 'device' && (type !== 'phone' || verified === true);
    const isOfNote = (one: Shown) => isSure(one) && one.type !== 'external_userid';
    fc.assert(
      fc.property(someSightings, (sightings) => {
        const sure = sightings.map((sighting) => ({ ...sighting, shown: sighting.shown.filter(isSure) }));
        const who = sightings.filter(({ shown }) => shown.some(isOfNote));
        const together = ({ customerOf }: ReturnType<typeof resolve>) =>
          who.map((a) => who.map((b) => customerOf.get(a.id) === customerOf.get(b.id)));
        const all = resolve(sightings, DEFAULT_RULES, NOW);
        expect(together(all)).toEqual(together(resolve(sure, DEFAULT_RULES, NOW)));
      }),
      { numRuns: 500 },
    );
  });

  test('whoever has an identifier is whom the evidence that was followed says', () => {
    fc.assert(
      fc.property(someSightings, (sightings) => {
        const { customerOf, customerOfKey, followed } = resolve(sightings, DEFAULT_RULES, NOW);
        const now = followed.filter(({ holder }) => holder === 0);
        for (const { key, sighting } of now) expect(customerOfKey.get(key)).toBe(customerOf.get(sighting.id));
        expect(new Set(customerOfKey.keys())).toEqual(new Set(now.map(({ key }) => key)));
      }),
      { numRuns: 300 },
    );
  });

  test('the way from one identifier to another exists within a customer, and nowhere else', () => {
    fc.assert(
      fc.property(someSightings, (sightings) => {
        const resolution = resolve(sightings, DEFAULT_RULES, NOW);
        const [first, ...rest] = resolution.followed.filter(({ holder }) => holder === 0);
        for (const edge of first ? rest : []) {
          const isSame =
            resolution.customerOf.get(edge.sighting.id) === resolution.customerOf.get(first!.sighting.id);
          expect(explain(resolution, first!.key, edge.key) !== null).toBe(isSame);
        }
      }),
      { numRuns: 200 },
    );
  });
});

const data = path.resolve(__dirname, '../../../../../../shared/data/identity');
const rowsOf = (file: string) =>
  parse(readFileSync(path.join(data, file)), { columns: true }) as Record<string, string>[];

describe('known answers of others (skipped without ../shared/data/identity)', () => {
  const there = existsSync(data) ? test : test.skip;

  there('the ten components of sqlidr', () => {
    const sources = [
      ['crm_customers', 'customer_id', 'email', 'phone', 'loyalty_id'],
      ['orders', 'order_id', 'customer_email', 'contact_phone', ''],
      ['pos_transactions', 'transaction_id', '', 'contact_phone', 'loyalty_card_id'],
    ] as const;
    const sightings = sources.flatMap(([source, id, email, number, loyalty]) =>
      rowsOf(`sqlidr-sample_${source}.csv`).map((row): Sighting => {
        const shown: Shown[] = [
          { type: 'email', value: (row[email] ?? '').toLowerCase() },
          { type: 'phone', value: row[number] ?? '', verified: true },
          { type: 'pos_card', value: row[loyalty] ?? '' },
        ];
        return {
          id: `${source}:${row[id]}`,
          at: 0,
          recordedAt: 0,
          shown: shown.filter(({ value }) => value !== ''),
        };
      }),
    );
    const blocked = [...DEFAULT_RULES.blocked, 'test@.*'];
    const { customerOf } = resolve(sightings, { ...DEFAULT_RULES, blocked }, NOW);
    const groups = new Map<string, string[]>();
    for (const [id, customer] of customerOf) groups.set(customer, [...(groups.get(customer) ?? []), id]);
    const sorted = (lists: string[][]) =>
      lists
        .map((list) => [...list].sort())
        .map((list) => list.join(' '))
        .sort();
    const expected = JSON.parse(
      readFileSync(path.join(data, 'sqlidr-expected-components.json'), 'utf8'),
    ) as string[][];
    expect(sorted([...groups.values()])).toEqual(sorted(expected));
  });

  there('the thousand rows of splink: nobody wrong, and all right that equal emails can tell', () => {
    const rows = rowsOf('splink-fake-1000.csv').map(({ unique_id: id = '', cluster = '', email = '' }) => ({
      sighting: {
        id,
        at: 0,
        recordedAt: 0,
        shown: email === '' ? [] : [{ type: 'email', value: email.toLowerCase() } as const],
      },
      cluster,
      email,
    }));
    const { customerOf } = resolve(
      rows.map(({ sighting }) => sighting),
      DEFAULT_RULES,
      NOW,
    );
    const pairs = { right: 0, wrong: 0, missed: 0, sameEmail: 0 };
    rows.forEach((a, place) => {
      for (const b of rows.slice(place + 1)) {
        const isSame = a.cluster === b.cluster;
        const isJoined = customerOf.get(a.sighting.id) === customerOf.get(b.sighting.id);
        if (isJoined) pairs[isSame ? 'right' : 'wrong'] += 1;
        else if (isSame) pairs.missed += 1;
        if (isSame && a.email !== '' && a.email === b.email) pairs.sameEmail += 1;
      }
    });
    expect(pairs.wrong).toBe(0);
    expect(pairs.right).toBe(pairs.sameEmail);
    expect(pairs.right / (pairs.right + pairs.missed)).toBeCloseTo(0.539, 3);
  });
});
