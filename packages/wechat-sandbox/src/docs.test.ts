import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SCENARIOS } from './faults/scenarios';
import { rulesSchema } from './rules';
import { startSandbox } from './sandbox';

/** What the documentation lists is what there is; `UPDATE_DOCS=1` writes the lists anew. */
const ROOT = join(__dirname, '..');
const read = (file: string): string =>
  existsSync(join(ROOT, file)) ? readFileSync(join(ROOT, file), 'utf8') : '';

function expectFile(file: string, content: string): void {
  if (process.env.UPDATE_DOCS) writeFileSync(join(ROOT, file), content);
  expect(read(file)).toBe(content);
}

it('lists every endpoint by host', async () => {
  const sandbox = await startSandbox();
  const hosts = await sandbox.control.endpoints();
  await sandbox.close();
  const standby = 'api2.mch.weixin.qq.com';
  expect(hosts[standby]).toEqual(hosts['api.mch.weixin.qq.com']);
  const parts = Object.entries(hosts)
    .filter(([name]) => name !== standby)
    .map(([name, lines]) => `## ${name}\n\n${lines.map((line) => `- \`${line}\``).join('\n')}\n`);
  expectFile(
    'docs/endpoints.md',
    `# Endpoints\n\nMade by \`src/docs.test.ts\`. \`${standby}\` answers as \`api.mch.weixin.qq.com\`.\n\n${parts.join('\n')}`,
  );
});

it('lists every rule with its default and what is in doubt', () => {
  const { properties = {} } = z.toJSONSchema(rulesSchema, { io: 'input' });
  const lines = Object.entries(properties).map(([name, property]) => {
    const { default: usual, description, anyOf, enum: words } = property as z.core.JSONSchema.BaseSchema;
    const others = words ?? anyOf?.map((one) => (one as { const?: unknown }).const) ?? [];
    const values = others.filter((value) => value !== usual).map((value) => `\`${String(value)}\``);
    return `| \`${name}\` | \`${String(usual)}\` | ${values.join(' ')} | ${description ?? ''} |`;
  });
  expect(lines.length).toBeGreaterThan(20);
  expectFile(
    'docs/rules.md',
    `# Rules: where the documents are silent or disagree\n\nMade by \`src/docs.test.ts\` from \`src/rules.ts\`. Changed in the configuration file or by \`POST /control/rules\`.\n\n| rule | default | other values | in doubt |\n| --- | --- | --- | --- |\n${lines.join('\n')}\n`,
  );
});

it('names every fault scenario, and says the same in both languages of the README', () => {
  for (const { name } of SCENARIOS) expect(read('README.md')).toContain(`\`${name}\``);
  const headings = (file: string): number => (read(file).match(/^##? /gm) ?? []).length;
  const examples = (file: string): string[] => read(file).match(/^curl .*$/gm) ?? [];
  expect(headings('README.zh-CN.md')).toBe(headings('README.md'));
  expect(examples('README.zh-CN.md').length).toBeGreaterThan(10);
  expect(examples('README.zh-CN.md')).toEqual(examples('README.md'));
});

it('points only at tests that there are', () => {
  for (const file of ['README.md', 'README.zh-CN.md', 'docs/checklist.md']) {
    const named = read(file).match(/`src\/[\w./-]+\.test\.ts`/g) ?? [];
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !existsSync(join(ROOT, name.slice(1, -1))))).toEqual([]);
  }
});
