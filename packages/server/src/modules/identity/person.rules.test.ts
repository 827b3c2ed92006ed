import fc from 'fast-check';
import { normalPhone, planPerson, planPhone } from './person.rules';
import type { Owner, Plan, Seen } from './person.rules';

const owner = fc.record({ customerId: fc.constantFrom('A', 'B', 'C'), hasUnionid: fc.boolean() });
const maybeOwner = fc.option(owner, { nil: null });
const seen: fc.Arbitrary<Seen> = fc.record({
  // Whoever owns the UnionID has one.
  unionid: fc.option(
    fc.record({ owner: maybeOwner.map((found) => found && { ...found, hasUnionid: true }) }),
    { nil: null },
  ),
  other: fc.record({ owner: maybeOwner }),
});
const consistent = ({ unionid, other }: Seen): boolean =>
  unionid?.owner?.customerId !== other.owner?.customerId ||
  other.owner?.hasUnionid === true ||
  !unionid?.owner;

const A: Owner = { customerId: 'A', hasUnionid: true };
const B: Owner = { customerId: 'B', hasUnionid: false };

test.each([
  ['nobody was seen before', { unionid: { owner: null }, other: { owner: null } }, { do: 'create' }],
  [
    'the UnionID is known, the other is new',
    { unionid: { owner: A }, other: { owner: null } },
    { do: 'keep', customerId: 'A', link: 'other' },
  ],
  [
    'the other is known without a UnionID',
    { unionid: { owner: null }, other: { owner: B } },
    { do: 'keep', customerId: 'B', link: 'unionid' },
  ],
  [
    'both are known as one',
    { unionid: { owner: A }, other: { owner: A } },
    { do: 'keep', customerId: 'A', link: 'nothing' },
  ],
  [
    'both are known as two, one without a UnionID',
    { unionid: { owner: A }, other: { owner: B } },
    { do: 'join', into: 'A', from: 'B' },
  ],
  [
    'the other belongs to a different UnionID',
    { unionid: { owner: A }, other: { owner: { customerId: 'B', hasUnionid: true } } },
    { do: 'move', to: 'A' },
  ],
  [
    'the other belongs to a different UnionID and this one is new',
    { unionid: { owner: null }, other: { owner: A } },
    { do: 'move', to: null },
  ],
  ['there is no UnionID and nobody', { unionid: null, other: { owner: null } }, { do: 'create' }],
  [
    'there is no UnionID',
    { unionid: null, other: { owner: B } },
    { do: 'keep', customerId: 'B', link: 'nothing' },
  ],
] as [string, Seen, Plan][])('when %s', (_title, given, plan) => {
  expect(planPerson(given)).toEqual(plan);
});

test('a customer with a UnionID is never joined into another', () => {
  fc.assert(
    fc.property(seen.filter(consistent), (given) => {
      const plan = planPerson(given);
      if (plan.do === 'join') expect(given.other.owner?.hasUnionid).toBe(false);
    }),
  );
});

test('a known UnionID always decides who it is', () => {
  fc.assert(
    fc.property(seen.filter(consistent), (given) => {
      const known = given.unionid?.owner;
      if (!known) return;
      const plan = planPerson(given);
      const who = { create: null, keep: 'customerId', join: 'into', move: 'to' }[plan.do];
      expect(who && (plan as Record<string, unknown>)[who]).toBe(known.customerId);
    }),
  );
});

test('a phone joins only customers whom WeChat does not know', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('A', 'B'),
      fc.boolean(),
      fc.boolean(),
      (customerId, hasUnionid, hasOpenid) => {
        const plan = planPhone('A', { customerId, hasUnionid, hasOpenid });
        if (customerId === 'A') expect(plan).toBe('nothing');
        else expect(plan).toBe(hasUnionid || hasOpenid ? 'refuse' : 'join');
      },
    ),
  );
  expect(planPhone('A', null)).toBe('take');
});

test('numbers of mainland China are kept bare, others with their country', () => {
  expect(normalPhone({ countryCode: '86', purePhoneNumber: '13800138001' })).toBe('13800138001');
  expect(normalPhone({ countryCode: '852', purePhoneNumber: '61234567' })).toBe('+85261234567');
});
