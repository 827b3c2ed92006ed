/** The sandbox with a crowd of shoppers, in a process of its own. `CROWD` says how many. */
import { defaultWorld, startSandbox } from '@omni/wechat-sandbox';
import { aCrowd } from '../../src/modules/orders/testing';

async function main(): Promise<void> {
  const world = defaultWorld();
  const crowd = aCrowd(Number(process.env['CROWD']));
  const sandbox = await startSandbox({ world: { ...world, shoppers: [...world.shoppers, ...crowd] } });
  process.on('message', () => void sandbox.close().then(() => process.exit(0)));
  process.send?.({ url: sandbox.url, env: sandbox.env });
}

void main();
