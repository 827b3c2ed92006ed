import fc from 'fast-check';
import { giveOut } from './hand-over.rules';

type Line = { lineNo: number; skuId: string; handedOver: boolean; removed: boolean };
const aLine = (lineNo: number, given: Partial<Line> = {}): Line => ({
  lineNo,
  skuId: `K${lineNo}`,
  handedOver: false,
  removed: false,
  ...given,
});

describe('lines over the counter', () => {
  test('go all at once, or some now and the rest later', () => {
    const lines = [aLine(1), aLine(2), aLine(3)];
    expect(giveOut({ lines }, undefined)).toMatchObject({ lineNos: [1, 2, 3], isAll: true });
    const first = giveOut({ lines }, [2]);
    expect(first).toMatchObject({ lineNos: [2], isAll: false });
    if (typeof first === 'string') throw new Error(first);
    expect(giveOut(first, undefined)).toMatchObject({ lineNos: [1, 3], isAll: true });
    expect(giveOut(first, [2])).toBe('gone');
  });

  test('are done when what was taken off the order is all that is left', () => {
    const lines = [aLine(1), aLine(2, { removed: true })];
    expect(giveOut({ lines }, [1])).toMatchObject({ isAll: true });
    expect(giveOut({ lines }, [2])).toBe('gone');
    expect(giveOut({ lines: [aLine(1, { removed: true })] }, undefined)).toBe('gone');
  });

  test('keep pieces of one SKU together, and know their order', () => {
    const lines = [aLine(1, { skuId: 'K' }), aLine(2, { skuId: 'K' }), aLine(3)];
    expect(giveOut({ lines }, [1])).toBe('split');
    expect(giveOut({ lines }, [1, 2])).toMatchObject({ lineNos: [1, 2], isAll: false });
    expect(giveOut({ lines }, [4])).toBe('unknown');
  });

  test('whatever the steps, each goes over once and the last step says that it was the last', () => {
    const steps = fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1 }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(
        steps,
        fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 5, maxLength: 5 }),
        (asks, skus) => {
          let lines = skus.map((skuId, i) => aLine(i + 1, { skuId }));
          const out: number[] = [];
          let ended = false;
          for (const ask of asks) {
            const given = giveOut({ lines }, ask);
            if (typeof given === 'string') continue;
            expect(ended).toBe(false);
            out.push(...given.lineNos);
            ({ lines } = given);
            ended = given.isAll;
          }
          expect(new Set(out).size).toBe(out.length);
          expect(ended).toBe(out.length === 5);
          const skusOut = new Set(lines.filter((line) => line.handedOver).map((line) => line.skuId));
          expect(lines.filter((line) => !line.handedOver && skusOut.has(line.skuId))).toEqual([]);
        },
      ),
    );
  });
});
