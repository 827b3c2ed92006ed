import { createSigner } from './signer';
import type { SignedPage } from './signer';

const signature = { timestamp: 1, nonceStr: 'n', signature: 's' };
const page: SignedPage = { corpId: 'ww1', agentId: '1', config: signature, agentConfig: signature };

describe('the signatures of a page', () => {
  it('are asked for once per address, whatever its hash', async () => {
    const asked: string[] = [];
    const sign = createSigner(
      async (url) => {
        asked.push(url);
        return page;
      },
      () => 0,
    );
    await Promise.all([sign('https://h/sidebar'), sign('https://h/sidebar#tab')]);
    await sign('https://h/workbench?view=check');
    expect(asked).toEqual(['https://h/sidebar', 'https://h/workbench?view=check']);
  });

  it('are asked for again after a failure and after an hour', async () => {
    let clock = 0;
    let calls = 0;
    const sign = createSigner(
      () => (++calls === 1 ? Promise.reject(new Error('down')) : Promise.resolve(page)),
      () => clock,
    );
    await expect(sign('https://h/')).rejects.toThrow('down');
    await sign('https://h/');
    await sign('https://h/');
    expect(calls).toBe(2);
    clock = 3600_000;
    await sign('https://h/');
    expect(calls).toBe(3);
  });
});
