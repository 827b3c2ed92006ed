import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The sandbox as somebody else's project has it: packed, installed by npm into an empty folder, without this repository. */
const PACKAGE = join(__dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'sandbox-standalone-'));
const run = (command: string, args: string[], cwd = folder): string =>
  execFileSync(command, args, { cwd, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } });

beforeAll(() => {
  run(process.execPath, [join(PACKAGE, 'scripts', 'build.mjs')]);
  const tarball = run('npm', ['pack', '--silent', join(PACKAGE, 'dist')]).trim();
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${tarball}`]);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let child: ChildProcess | undefined;
afterEach(() => child?.kill());

it('brings nothing else along', () => {
  expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
    'wechat-sandbox',
  ]);
});

it('starts with npx, serves its screen and the scripts for a browser, and stops', async () => {
  const started = spawn('npx', ['--offline', 'wechat-sandbox', '--port', '0'], {
    cwd: folder,
    detached: true,
  });
  child = started;
  const line = await new Promise<string>((resolve) =>
    started.stdout.once('data', (text) => resolve(String(text))),
  );
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? '';
  const page = await (await fetch(url)).text();
  const script = /src="([^"]+)"/.exec(page)?.[1] ?? '';
  for (const path of [`/${script}`, '/preview/wx.js', '/preview/wxwork.js']) {
    const answer = await fetch(`${url}${path}`);
    expect([path, answer.status, (await answer.text()).length > 1000]).toEqual([path, 200, true]);
  }
  const ended = new Promise<void>((resolve) => started.once('exit', () => resolve()));
  process.kill(-(started.pid ?? 0), 'SIGTERM');
  await ended;
  await expect(fetch(url)).rejects.toThrow();
});

it('is a typed library for tests, in plain JavaScript and under strict TypeScript', () => {
  writeFileSync(
    join(folder, 'use.ts'),
    `import { SandboxClient, startSandbox } from 'wechat-sandbox';
     import type { Sandbox } from 'wechat-sandbox';
     async function main(): Promise<void> {
       const sandbox: Sandbox = await startSandbox({ rules: { usedLoginCode: 40029 } });
       const { code }: { code: string } = await sandbox.control.loginCode('lin');
       const other = new SandboxClient(sandbox.url);
       await other.faults({ notices: { mode: 'duplicate', times: 1 } });
       // @ts-expect-error there is no such mode
       await other.faults({ notices: { mode: 'nothing' } }).catch(() => undefined);
       console.log(code.length);
       await sandbox.close();
     }
     void main();`,
  );
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        module: 'node16',
        target: 'es2022',
        skipLibCheck: false,
        lib: ['ES2023', 'DOM'],
        types: ['node'],
        typeRoots: [join(PACKAGE, '../../node_modules/@types')],
      },
      files: ['use.ts'],
    }),
  );
  const tsc = require.resolve('typescript/bin/tsc');
  run(process.execPath, [tsc, '-p', folder]);
  expect(existsSync(join(folder, 'use.js'))).toBe(true);
  expect(run(process.execPath, ['use.js']).trim()).toBe('32');
});
