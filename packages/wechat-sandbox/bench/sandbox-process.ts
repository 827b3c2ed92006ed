/** The sandbox in a process of its own that tells how much memory it holds after a full collection. */
import { startSandbox } from '../src/sandbox';

async function main(): Promise<void> {
  const sandbox = await startSandbox();
  process.on('message', (asked) => {
    if (asked === 'close') return void sandbox.close().then(() => process.exit(0));
    globalThis.gc?.();
    const { heapUsed, external, rss } = process.memoryUsage();
    process.send?.({ heapBytes: heapUsed + external, rssBytes: rss });
  });
  process.send?.({ url: sandbox.url, env: sandbox.env });
}

void main();
