import { parseArgs } from 'node:util';
import { startSandbox } from './sandbox';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '7301' },
      host: { type: 'string', default: '127.0.0.1' },
      data: { type: 'string' },
    },
  });
  const sandbox = await startSandbox({
    port: Number(values.port),
    host: values.host,
    ...(values.data === undefined ? {} : { dataDir: values.data }),
  });
  process.stdout.write(`wechat-sandbox is up at ${sandbox.url} (control screen: ${sandbox.url}/)\n`);
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void sandbox.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(
    `wechat-sandbox did not start: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
});
