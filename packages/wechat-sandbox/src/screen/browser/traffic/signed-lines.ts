/** One line of a string to sign as it was signed and as it should have been. */
export type SignedLine = { line: number; given: string; expected: string };

const TOLD = /第 (\d+) 行（[^）]*）签的是「([\s\S]*?)」，应为「([\s\S]*?)」(?=[；。]|$)/g;

/** The platform's diagnosis names the lines that were signed wrong; from its words they can be put side by side. */
export function signedLines(hint: string): SignedLine[] {
  return [...hint.matchAll(TOLD)].map(([, line, given = '', expected = '']) => ({
    line: Number(line),
    given,
    expected,
  }));
}
