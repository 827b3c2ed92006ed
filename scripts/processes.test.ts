import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArgs } from './lib/args.mjs';
import { createChildren } from './lib/children.mjs';
import { hashOf } from './lib/hash.mjs';
import { decodeDocument, encodeDocument } from './lib/mongo-client.mjs';
import { choosePorts, isFree, requireFree } from './lib/ports.mjs';
import { waitFor } from './lib/wait.mjs';

const folder = mkdtempSync(join(tmpdir(), 'processes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const isRunning = (pid: number) => {
  try {
    // A killed process whose parent is gone may wait for init as a zombie; it runs no more.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

const node = (code: string) => ({ command: process.execPath, args: ['-e', code] });
const soon = (question: () => unknown) =>
  waitFor(async () => question(), { what: 'test', timeoutMs: 5000, everyMs: 20 });

test('Stopping a process stops what it started, even what ignores SIGTERM.', async () => {
  const children = createChildren(folder);
  const pidFile = join(folder, 'grandchild');
  const handle = children.start({
    name: 'family',
    ...node(`
      const { spawn } = require('node:child_process');
      const kid = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)']);
      require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(kid.pid));
      setInterval(() => {}, 1000);
    `),
  });
  const grandchild = Number(await soon(() => readFileSync(pidFile, 'utf8')));
  expect([isRunning(handle.pid), isRunning(grandchild)]).toEqual([true, true]);
  await children.stopAll();
  await soon(() => !isRunning(handle.pid) && !isRunning(grandchild));
});

test('A process that dies unasked is told with its ending and its last words.', async () => {
  const children = createChildren(folder);
  const crashed = await new Promise<{ name: string; ending: string; lastLines: () => string }>((onCrash) => {
    children.start({ name: 'brief', onCrash, ...node('console.error("no such table"); process.exit(3)') });
  });
  expect([crashed.name, crashed.ending, crashed.lastLines()]).toEqual([
    'brief',
    'exit code 3',
    'no such table',
  ]);
});

test('Waiting for a process ends as soon as the process does.', async () => {
  const children = createChildren(folder);
  const handle = children.start({ name: 'gone', onCrash: () => {}, command: '/no/such/program' });
  await expect(waitFor(async () => false, { what: 'Server', handle })).rejects.toThrow(
    /^Server: the process ended \(.*ENOENT/,
  );
});

test('A taken port is named with its variable.', async () => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await expect(requireFree({ API_PORT: port })).rejects.toThrow(`Port ${port} (API) is taken`);
  await expect(requireFree({ API_PORT: port })).rejects.toThrow(/API_PORT=\d+/);
  await new Promise((done) => server.close(done));
  expect(await isFree(port)).toBe(true);
});

test('Ports that are no ports, or the same twice, are refused.', () => {
  process.env['API_PORT'] = 'http';
  expect(() => choosePorts(['API_PORT'])).toThrow('API_PORT=http is not a port number');
  process.env['API_PORT'] = '7309';
  expect(() => choosePorts(['API_PORT', 'OPS_PORT'])).toThrow('API_PORT and OPS_PORT are both 7309');
  delete process.env['API_PORT'];
});

test('What goes to mongod as BSON comes back the same.', () => {
  const document = { ping: 1, name: '门店', deep: { list: ['a', { b: true }] }, version: 70_000 };
  expect(decodeDocument(encodeDocument(document), 0).document).toEqual(document);
});

test('Options are read, and unknown ones refused by name.', () => {
  expect(readArgs({ only: true, fresh: false }, ['--only', 'jest', '--fresh', 'x'])).toEqual({
    options: { only: 'jest', fresh: true },
    rest: ['x'],
  });
  expect(() => readArgs({ fresh: false }, ['--frehs'])).toThrow('Unknown option --frehs; there is --fresh.');
  expect(() => readArgs({ only: true }, ['--only'])).toThrow('--only needs a value.');
});

test('A source that changes changes the hash; a test that changes does not.', () => {
  const source = join(folder, 'a.ts');
  writeFileSync(source, 'one');
  const before = hashOf([folder]);
  writeFileSync(join(folder, 'a.test.ts'), 'test');
  expect(hashOf([folder])).toBe(before);
  writeFileSync(source, 'two');
  expect(hashOf([folder])).not.toBe(before);
});
