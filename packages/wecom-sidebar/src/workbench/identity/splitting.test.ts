import type { Piece } from './evidence';
import {
  choiceProblem,
  choiceText,
  isRevocable,
  isRevoked,
  nothing,
  revoke,
  share,
  splitInput,
} from './splitting';

const piece = (sightingId: string, key: string, state: Piece['state'] = 'followed'): Piece => ({
  sighting: {
    sightingId,
    at: '2026-01-01T00:00:00.000Z',
    source: '',
    sourceText: '',
    ref: null,
    evidence: [],
  },
  key,
  isVerified: false,
  state,
  stateText: '',
});
const [one, other] = [piece('s1', 'phone:a'), piece('s 2', 'phone:a')];

describe('what is chosen', () => {
  it('is sent in a fixed order, whatever the order of the taps', () => {
    const choice = revoke(revoke(nothing, [one], true), [other], true);
    expect(splitInput(choice)).toEqual(splitInput(revoke(nothing, [other, one], true)));
    expect(splitInput(choice).revoke).toEqual([
      { key: 'phone:a', sightingId: 's 2' },
      { key: 'phone:a', sightingId: 's1' },
    ]);
  });

  it('can be taken back', () => {
    const choice = revoke(revoke(nothing, [one, other], true), [one], false);
    expect([isRevoked(choice, one), isRevoked(choice, other)]).toEqual([false, true]);
    expect(splitInput(share(share(nothing, 'phone:a', true), 'phone:a', false)).shared).toEqual([]);
  });

  it('names no single evidence of an identifier that says nothing as a whole', () => {
    const choice = share(revoke(nothing, [one, piece('s3', 'email:b')], true), 'phone:a', true);
    expect(splitInput(choice)).toEqual({
      revoke: [{ key: 'email:b', sightingId: 's3' }],
      shared: ['phone:a'],
    });
    expect(choiceText(choice)).toBe('排除 1 条依据，把 1 个标识设为多人共用');
  });

  it('is nothing at first', () => expect(choiceText(nothing)).toBe(''));

  it('may not be more than the server takes', () => {
    const pieces = Array.from({ length: 201 }, (_, at) => piece(`s${at}`, 'phone:a'));
    expect(choiceProblem(revoke(nothing, pieces.slice(1), true))).toBeNull();
    expect(choiceProblem(revoke(nothing, pieces, true))).toMatch(/200/);
    const keys = Array.from({ length: 21 }, (_, at) => `phone:${at}`);
    expect(choiceProblem(keys.reduce((choice, key) => share(choice, key, true), nothing))).toMatch(/20 个/);
  });
});

it('only evidence that does something can be taken away', () => {
  const states = [
    'followed',
    'hint',
    'cut',
    'shared',
    'moved',
    'expired',
    'blocked',
    'revoked',
    'never',
  ] as const;
  expect(states.filter((state) => isRevocable(piece('s1', 'phone:a', state)))).toEqual(['followed', 'hint']);
});
