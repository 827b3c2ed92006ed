import { AdjustReason, CountWhy, MovementReason } from '@omni/shared/contracts/inventory';
import { effectOf, REASON_TEXTS, WHY_TEXTS } from './adjust.rules';

test('each reason says what comes, what goes, and what has to be there', () => {
  const effects = Object.fromEntries(AdjustReason.options.map((reason) => [reason, effectOf(reason, 2)]));
  const comes = { change: 2, unsellable: 0, needsFree: 0, needsSetAside: 0 };
  const goes = { change: -2, unsellable: 0, needsFree: 2, needsSetAside: 0 };
  expect(effects).toEqual({
    received: comes,
    found: comes,
    transferred_in: comes,
    damaged: goes,
    lost: goes,
    transferred_out: goes,
    correction: comes,
    set_aside: { change: 0, unsellable: 2, needsFree: 2, needsSetAside: 0 },
    back_on_sale: { change: 0, unsellable: -2, needsFree: 0, needsSetAside: 2 },
    written_off: { change: -2, unsellable: -2, needsFree: 0, needsSetAside: 2 },
  });
  expect(effectOf('correction', -3)).toEqual({ change: -3, unsellable: 0, needsFree: 3, needsSetAside: 0 });
});

test('every reason has a word for people, and no two the same', () => {
  const texts = [
    ...MovementReason.options.map((reason) => REASON_TEXTS[reason]),
    ...CountWhy.options.map((why) => WHY_TEXTS[why]),
  ];
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts.every((text) => /\p{Script=Han}/u.test(text))).toBe(true);
});
