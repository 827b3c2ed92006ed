import fc from 'fast-check';
import { nameFinder } from './find-names.rules';

const HASH = 'a'.repeat(20) + '-_' + 'B'.repeat(21);

test('a name is found as a word of its own, wherever it stands', () => {
  const finds = nameFinder([
    '13800138001',
    `mp_openid:${HASH}`,
    'oAbc-def_ghi',
    'lin@example.com',
    'corp/lin',
  ]);
  for (const text of [
    '{"remark":"打 13800138001 找我"}',
    `{"_id":"mp_openid:${HASH}/touch-1"}`,
    `{"hash":"${HASH}"}`,
    '{"openid":"oAbc-def_ghi"}',
    '{"to":"lin@example.com"}',
    '["x","corp/lin"]',
    JSON.stringify({ remark: '打\n13800138001\t找\u000113800138001' }),
  ])
    expect(finds(text)).toBe(true);
});

test('a longer number, another hash, and no name at all are not it', () => {
  const finds = nameFinder(['13800138001', `mp_openid:${HASH}`, '']);
  for (const text of ['{"no":"113800138001"}', '{"no":"138001380012"}', `{"hash":"${HASH}x"}`, '{}'])
    expect(finds(text)).toBe(false);
  expect(nameFinder([])('anything')).toBe(false);
});

test('whatever stands around a name of letters and digits, as long as it is neither', () => {
  const word = fc.stringMatching(/^[0-9A-Za-z]{8,20}$/);
  const around = fc.stringMatching(/^[ :/"|.,，-]{0,5}$/);
  fc.assert(
    fc.property(word, around, around, (name, before, after) => {
      expect(nameFinder([name])(JSON.stringify({ text: `${before}${name}${after}` }))).toBe(true);
    }),
  );
});
