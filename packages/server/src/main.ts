import { startApp } from './app';
import type { Role } from './app';
import { config } from './config';
import { log } from './kernel/log';

const roles: readonly string[] = ['web', 'worker', 'all'];

async function main(): Promise<void> {
  const role = process.argv[process.argv.indexOf('--role') + 1] ?? '';
  if (!process.argv.includes('--role') || !roles.includes(role))
    throw new Error('usage: main.ts --role web|worker|all');
  config();
  const app = await startApp(role as Role);
  const stop = (): void => {
    log.info('stopping');
    app.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
