import { parseArgs } from 'node:util';
import { startHost } from './host';

const USAGE =
  'weapp-host --dist <folder> [--port 9420] [--person <shopper> --sandbox <url>] [--open <page>] [--width 375 --height 667]\n';

/** `npx tsx e2e/weapp-host/src/cli.ts --dist packages/miniapp/dist/weapp --port 9420` */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      dist: { type: 'string' },
      port: { type: 'string', default: '9420' },
      person: { type: 'string' },
      sandbox: { type: 'string' },
      open: { type: 'string' },
      width: { type: 'string', default: '375' },
      height: { type: 'string', default: '667' },
    },
  });
  const { dist, port, person, sandbox, open, width, height } = values;
  if (dist === undefined) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  const host = await startHost({
    dist,
    port: Number(port),
    viewport: { width: Number(width), height: Number(height) },
    ...(person !== undefined && { person }),
    ...(sandbox !== undefined && { sandboxUrl: sandbox }),
    ...(open !== undefined && { open }),
  });
  process.stdout.write(`${host.wsEndpoint}\n`);
  process.once('SIGINT', () => void host.close());
  process.once('SIGTERM', () => void host.close());
}

void main();
