import { inRoot } from '../../scripts/lib/paths.mjs';
import { step } from '../../scripts/lib/report.mjs';
import { run } from '../../scripts/lib/run.mjs';

/** Builds the baseline, a Taro app of one page that says hello, and answers its dist folder. */
export async function buildEmptyApp(type: 'h5' | 'weapp'): Promise<string> {
  const folder = inRoot('packages', 'miniapp', 'bench', 'empty');
  const taro = inRoot('packages', 'miniapp', 'node_modules', '.bin', 'taro');
  const env = { ...process.env, NODE_ENV: 'production', CI: 'true' };
  await step(`Empty Taro app built (${type})`, () =>
    run(taro, ['build', '--type', type], { cwd: folder, env }),
  );
  return inRoot('packages', 'miniapp', 'bench', 'empty', 'dist', type);
}
