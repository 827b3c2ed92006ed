import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');
const out = mkdtempSync(path.join(tmpdir(), 'chaos-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

/** The short form of `npm run chaos`. Answers how it ended, and its report. */
function chaos(options: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const args = Object.entries({ ...options, out }).flatMap(([name, value]) => [`--${name}`, value]);
  const run = spawn(process.execPath, [path.join(root, 'scripts/chaos.mjs'), ...args], { cwd: root });
  let output = '';
  for (const stream of [run.stdout, run.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => run.once('close', (code) => resolve({ code, output })));
}

test('web, worker, Redis and MongoDB killed in the middle of trade: everything adds up, and nobody was told what is not so', async () => {
  const { code, output } = await chaos({ kills: '2', shoppers: '8', seconds: '12', seed: '4' });
  expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('Everything adds up.') });
}, 600_000);
