import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readConfiguration } from './configuration';
import { startSandbox } from './sandbox';
import type { SandboxOptions } from './sandbox';

const USUAL_FILE = 'wechat-sandbox.json';
const USUAL_PORT = 7301;
const HELP = `wechat-sandbox: a local WeChat mini-program platform, WeChat Pay v3, WeCom and official account

  --port 7301        where it listens; 0 takes a free port
  --host 127.0.0.1
  --data FOLDER      keeps keys and state there; without it everything is in memory
  --config FILE      people, apps, rules, callback addresses; ${USUAL_FILE} of this folder when absent
  --seed N           makes ids and nonces repeat from run to run
  --help
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      data: { type: 'string' },
      config: { type: 'string' },
      seed: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const sandbox = await startSandbox(optionsOf(values));
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

type Values = { port?: string; host?: string; data?: string; config?: string; seed?: string };

/** What the command line says counts more than what the file says. */
function optionsOf({ port, host, data, config, seed }: Values): SandboxOptions {
  const file = config ?? (existsSync(USUAL_FILE) ? USUAL_FILE : undefined);
  const fromFile = file === undefined ? {} : readConfiguration(file);
  return {
    port: USUAL_PORT,
    ...fromFile,
    ...(port === undefined ? {} : { port: numberOf('port', port) }),
    ...(host === undefined ? {} : { host }),
    ...(data === undefined ? {} : { dataDir: data }),
    ...(seed === undefined ? {} : { seed: numberOf('seed', seed) }),
  };
}

function numberOf(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`--${name} takes a number, not ${text}`);
}

main().catch((error: unknown) => {
  process.stderr.write(
    `wechat-sandbox did not start: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
});
