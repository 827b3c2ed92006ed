import automator from 'miniprogram-automator';
import { startHost } from './host';
import type { Host, HostOptions } from './host';
import { SHOP } from './testing-paths';

export type MiniProgram = Awaited<ReturnType<typeof automator.connect>>;
/** An `input` or `textarea` of the page; the client's types know only plain elements. */
export type Field = { input(text: string): Promise<void>; value(): Promise<string> };
export type Driven = { host: Host; app: MiniProgram; close: () => Promise<void> };

/** A host and the unmodified client of npm connected to it. */
export async function drive(options: Partial<HostOptions> = {}): Promise<Driven> {
  const host = await startHost({ dist: SHOP, ...options });
  const app = await automator.connect({ wsEndpoint: host.wsEndpoint });
  const close = async () => {
    app.disconnect();
    await host.close();
  };
  return { host, app, close };
}

/** Waits until it is so; 5 seconds at most. */
export async function eventually(check: () => Promise<void>): Promise<void> {
  const end = Date.now() + 5000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
