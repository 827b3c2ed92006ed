import { redis } from '../kernel/redis';
import { startPlatforms } from '../kernel/testing';
import type { Platforms } from '../kernel/testing';
import { limitRate } from './rate-limit';

let platforms: Platforms;
beforeAll(async () => {
  platforms = await startPlatforms({ REQUESTS_PER_MINUTE: '3' });
});
afterAll(() => platforms.close());

const ask = () => limitRate({ kind: 'anonymous' }, '10.0.0.1');

test('the first limiter may be made in the turn in which another command waits to be sent', async () => {
  await redis().ping();
  const answers = Promise.all([redis().get('none'), ask(), redis().get('none')]);
  await expect(answers).resolves.toEqual([null, undefined, null]);
});

test('one address has so many calls a minute, another its own', async () => {
  await ask();
  await ask();
  await expect(ask()).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  await limitRate({ kind: 'anonymous' }, '10.0.0.2');
});
