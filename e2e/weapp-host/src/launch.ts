import automator from 'miniprogram-automator';
import { startHost } from './host';
import type { Host, HostOptions } from './host';

type MiniProgram = Awaited<ReturnType<typeof automator.connect>>;
export type Launched = {
  miniProgram: MiniProgram;
  /** Null on WeChat DevTools: there, nobody can be asked to answer for a person. */
  host: Host | null;
  close: () => Promise<void>;
};

/**
 * The same journeys on both: WeChat DevTools when `WECHAT_DEVTOOLS_CLI` names its command line tool, this host otherwise.
 * For DevTools, `dist` has to hold a project.config.json, as Taro leaves it there.
 */
export async function launch(options: HostOptions): Promise<Launched> {
  const cliPath = process.env.WECHAT_DEVTOOLS_CLI;
  if (cliPath !== undefined && cliPath !== '') {
    const miniProgram = await automator.launch({ cliPath, projectPath: options.dist });
    return { miniProgram, host: null, close: () => Promise.resolve(miniProgram.close()) };
  }
  const host = await startHost(options);
  const miniProgram = await automator.connect({ wsEndpoint: host.wsEndpoint });
  const close = async () => {
    miniProgram.disconnect();
    await host.close();
  };
  return { miniProgram, host, close };
}
