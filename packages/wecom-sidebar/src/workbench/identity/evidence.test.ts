import { groupsOf, nodesOf, piecesOf } from './evidence';
import type { EvidenceState, Identifier, Sighting } from './types';
import { litAround, litBy } from './way';

const saw = (sightingId: string, at: string, ends: Record<string, EvidenceState>): Sighting => ({
  sightingId,
  at,
  source: 'pos',
  sourceText: '线下小票',
  ref: null,
  evidence: Object.entries(ends).map(([key, state]) => ({ key, isVerified: false, state, stateText: '' })),
});
const old = saw('s1', '2026-01-01T00:00:00.000Z', { 'phone:a': 'followed', 'pos_card:b': 'followed' });
const recent = saw('s2', '2026-03-01T00:00:00.000Z', { 'pos_card:b': 'followed', 'phone:a': 'followed' });
const hinted = saw('s3', '2026-02-01T00:00:00.000Z', { 'phone:a': 'hint', 'pos_card:b': 'followed' });
const alone = saw('s4', '2026-02-02T00:00:00.000Z', { 'phone:a': 'followed' });

describe('sightings', () => {
  it('of the same identifiers with the same outcome are one group, newest first', () => {
    const groups = groupsOf([old, hinted, recent, alone]);
    expect(groups.map(({ sightings }) => sightings.map(({ sightingId }) => sightingId))).toEqual([
      ['s2', 's1'],
      ['s4'],
      ['s3'],
    ]);
  });

  it('that show an identifier typed and verified have one end for it, the one that was followed', () => {
    const twice = {
      ...old,
      evidence: [
        { key: 'phone:a', isVerified: false, state: 'hint' as const, stateText: '' },
        { key: 'phone:a', isVerified: true, state: 'followed' as const, stateText: '' },
      ],
    };
    expect(groupsOf([twice])[0]?.ends).toEqual([{ key: 'phone:a', state: 'followed' }]);
    expect(piecesOf([twice], 'phone:a')).toHaveLength(2);
  });

  it('are found by one identifier, newest first', () => {
    expect(piecesOf([old, alone, recent], 'phone:a').map(({ sighting }) => sighting.sightingId)).toEqual([
      's2',
      's4',
      's1',
    ]);
    expect(piecesOf([old], 'email:z')).toEqual([]);
  });
});

it('nodes come in the order of their kinds, and an identifier that only a sighting names is not left out', () => {
  const phone: Identifier = {
    key: 'phone:a',
    type: 'phone',
    typeText: '手机号',
    label: '138****8001',
    state: 'followed',
  };
  const union: Identifier = {
    key: 'unionid:u',
    type: 'unionid',
    typeText: 'UnionID',
    label: 'o…',
    state: 'followed',
  };
  const nodes = nodesOf({ identifiers: [phone, union], sightings: [old] });
  expect(nodes.map(({ key }) => key)).toEqual(['unionid:u', 'pos_card:b', 'phone:a']);
  expect(nodes[1]).toMatchObject({ type: 'pos_card', label: '未显示', state: 'hint' });
});

describe('a way of evidence', () => {
  const groups = groupsOf([old, recent, hinted]);
  const step = { at: old.at, sourceText: '', text: '', from: 'phone:a', to: 'pos_card:b' };
  it('lights up the group its sighting is in, with both ends', () => {
    const lit = litBy([{ ...step, sightingId: 's1' }], groups);
    expect([...lit.keys]).toEqual(['phone:a', 'pos_card:b']);
    expect([...lit.groups]).toEqual([groups[0]?.id]);
    expect(lit.lines.size).toBe(2);
    expect(lit.bridges).toEqual([]);
  });
  it('goes over a bridge where the sighting is not shown', () => {
    const lit = litBy([{ ...step, sightingId: 'older' }], groups);
    expect(lit.bridges).toEqual([{ from: 'phone:a', to: 'pos_card:b' }]);
    expect(lit.lines.size).toBe(0);
  });
  it('around one identifier is all it was shown with', () => {
    const lit = litAround('phone:a', groups);
    expect(lit.groups.size).toBe(2);
    expect([...lit.keys].sort()).toEqual(['phone:a', 'pos_card:b']);
    expect([...litAround('email:z', groups).keys]).toEqual(['email:z']);
  });
});
