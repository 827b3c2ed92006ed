import { startPlatforms } from './testing';
import type { Platforms } from './testing';
import { PlatformError, PlatformRefusal } from './call-out';
import { cachedToken, withToken } from './tokens';

let platforms: Platforms;
beforeAll(async () => {
  platforms = await startPlatforms();
});
afterAll(() => platforms.close());

/** Two caches of one name are what two processes have. */
function twoProcesses(name: string, fetch: () => Promise<{ value: string; expiresInSeconds: number }>) {
  return [cachedToken({ name, fetch }), cachedToken({ name, fetch })] as const;
}

const slowly = <T>(value: T) => new Promise<T>((resolve) => setTimeout(() => resolve(value), 60));

test('fifty askers in two processes fetch one token', async () => {
  let fetched = 0;
  const caches = twoProcesses('one', async () =>
    slowly({ value: `t${(fetched += 1)}`, expiresInSeconds: 7200 }),
  );
  const got = await Promise.all(Array.from({ length: 50 }, (_, i) => caches[i % 2]!.get()));
  expect(new Set(got)).toEqual(new Set(['t1']));
  expect(fetched).toBe(1);
});

test('a token is fetched anew before it ends, by the moved clock', async () => {
  let fetched = 0;
  const [token] = twoProcesses('ends', async () => ({ value: `t${(fetched += 1)}`, expiresInSeconds: 7200 }));
  expect(await token.get()).toBe('t1');
  await platforms.advance(7000);
  expect(await token.get()).toBe('t1');
  await platforms.advance(100);
  expect(await token.get()).toBe('t2');
});

test('a token that was handed out near its end is still used for half of what is left', async () => {
  let fetched = 0;
  const [token] = twoProcesses('short', async () => ({ value: `t${(fetched += 1)}`, expiresInSeconds: 60 }));
  expect([await token.get(), await token.get()]).toEqual(['t1', 't1']);
});

test('twenty who see one token die fetch one new token', async () => {
  let fetched = 0;
  const caches = twoProcesses('dies', async () =>
    slowly({ value: `t${(fetched += 1)}`, expiresInSeconds: 7200 }),
  );
  await caches[0].get();
  const use = (i: number) =>
    withToken(caches[i % 2]!, [42001], async (value) => {
      await slowly(null);
      if (value === 't1')
        throw new PlatformRefusal({ platform: 'p', api: 'a', code: 42001, message: 'expired' });
      return value;
    });
  const got = await Promise.all(Array.from({ length: 20 }, (_, i) => use(i)));
  expect(new Set(got)).toEqual(new Set(['t2']));
  expect(fetched).toBe(2);
});

test('an old death does not take the new token away', async () => {
  let fetched = 0;
  const [token] = twoProcesses('late', async () => ({ value: `t${(fetched += 1)}`, expiresInSeconds: 7200 }));
  await token.get();
  await token.invalidate('t1');
  expect(await token.get()).toBe('t2');
  await token.invalidate('t1');
  expect(await token.get()).toBe('t2');
});

test('a token that dies twice in a row is an outage, and other refusals pass through untouched', async () => {
  const [token] = twoProcesses('twice', async () => ({ value: 't', expiresInSeconds: 7200 }));
  const refuse = (code: number) => async () => {
    throw new PlatformRefusal({ platform: 'p', api: 'a', code, message: '' });
  };
  await expect(withToken(token, [42001], refuse(42001))).rejects.toMatchObject({
    name: 'PlatformError',
    code: '42001',
    retryable: true,
  });
  await expect(withToken(token, [42001], refuse(40029))).rejects.toMatchObject({ name: 'PlatformRefusal' });
});

test('a failed fetch fails those who wait and leaves no lock behind', async () => {
  let fetched = 0;
  const [token, other] = twoProcesses('fails', async () => {
    fetched += 1;
    if (fetched === 1) throw new PlatformError({ platform: 'p', api: 'a', code: 'timeout', retryable: true });
    return { value: 'good', expiresInSeconds: 7200 };
  });
  await expect(Promise.all([token.get(), token.get()])).rejects.toMatchObject({ code: 'timeout' });
  expect(await other.get()).toBe('good');
});
