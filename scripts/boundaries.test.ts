import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '..');
const M = 'packages/server/src/modules';

/** One planted violation per rule: the file, what it imports, and the rule that must catch it. */
const plants: [file: string, target: string, rule: string][] = [
  ['packages/shared/src/a.ts', 'packages/server/src/kernel/db.ts', 'shared-stands-alone'],
  ['packages/wechat-sandbox/src/a.ts', 'packages/shared/src/money.ts', 'sandbox-stands-alone'],
  ['packages/miniapp/src/api/a.ts', 'packages/server/src/kernel/db.ts', 'clients-know-only-shared'],
  [
    'packages/miniapp/src/api/b.ts',
    'packages/shared/src/contracts/orders.ts',
    'contracts-cost-clients-nothing',
  ],
  [
    'packages/miniapp/src/pages/a.tsx',
    'node_modules/@tarojs/taro/index.js',
    'only-platform-touches-the-host',
  ],
  [
    'packages/wecom-sidebar/src/ui/a.ts',
    'node_modules/@wecom/jssdk/index.js',
    'only-platform-touches-the-host',
  ],
  ['packages/server/src/http/b.ts', 'packages/miniapp/src/api/c.ts', 'nobody-imports-a-client'],
  [`${M}/orders/a.ts`, 'packages/wechat-sandbox/src/b.ts', 'server-never-imports-the-sandbox'],
  ['packages/server/src/kernel/a.ts', `${M}/orders/index.ts`, 'kernel-knows-no-retail'],
  ['packages/server/src/http/a.ts', `${M}/orders/index.ts`, 'http-knows-no-retail'],
  ['packages/server/src/platform/wecom/a.ts', `${M}/orders/index.ts`, 'platform-knows-no-retail'],
  [
    'packages/server/src/platform/wecom/b.ts',
    'packages/server/src/platform/wechat-pay/index.ts',
    'platforms-are-strangers',
  ],
  [`${M}/orders/b.ts`, `${M}/coupons/coupon.model.ts`, 'front-door-only'],
  ['packages/server/src/main.ts', `${M}/orders/index.ts`, 'front-door-only-from-outside'],
  [`${M}/orders/c.rules.ts`, 'packages/server/src/kernel/db.ts', 'rules-touch-nothing'],
  [`${M}/orders/d.ts`, 'packages/server/src/http/server.ts', 'routes-are-the-only-http'],
  [`${M}/coupons/a.ts`, `${M}/orders/index.ts`, 'coupons-calls-upstream-only'],
  [`${M}/gossip/a.ts`, `${M}/gossip/b.ts`, 'unlisted-module'],
  [`${M}/staff/cycle-a.ts`, `${M}/staff/cycle-b.ts`, 'no-cycles'],
];

let dir: string;

const write = (file: string, text: string): void => {
  mkdirSync(path.join(dir, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(dir, file), text);
};

beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'boundaries-'));
  for (const [, target] of plants) write(target, 'export const it = 1;\n');
  for (const [file, target] of plants) {
    const from = path.relative(path.dirname(file), target).replace(/\.(ts|js)$/, '');
    write(
      file,
      `import { it } from '${from.startsWith('.') ? from : `./${from}`}';\nexport const here = it;\n`,
    );
  }
  write(`${M}/staff/cycle-b.ts`, "import { here } from './cycle-a';\nexport const it = here;\n");
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.base.json'])
    write(file, readFileSync(path.join(root, file), 'utf8'));
  mkdirSync(path.join(dir, 'node_modules'), { recursive: true });
  symlinkSync(path.join(root, 'node_modules/typescript'), path.join(dir, 'node_modules/typescript'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('the import rules', () => {
  it('catch each planted violation', () => {
    const args = ['--config', '.dependency-cruiser.cjs', 'packages', '--output-type', 'json'];
    let output: string;
    try {
      output = execFileSync(path.join(root, 'node_modules/.bin/depcruise'), args, {
        cwd: dir,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        maxBuffer: 2 ** 26,
      });
    } catch (error) {
      output = String((error as { stdout: string }).stdout);
    }
    const report = JSON.parse(output) as {
      summary: { violations: { from: string; rule: { name: string } }[] };
    };
    const caught = report.summary.violations.map(({ from, rule }) => `${from} ${rule.name}`);
    for (const [file, , rule] of plants) expect(caught).toContain(`${file} ${rule}`);
  });
});
