import { startSandbox } from '@omni/wechat-sandbox';
import { now, setClockOffset } from './clock';
import { followClock } from './follow-clock';

const aheadSeconds = () => Math.round((now().getTime() - Date.now()) / 1000);

test('follows the sandbox when people move its clock, and back when they reset it', async () => {
  const sandbox = await startSandbox();
  await sandbox.control.advanceClock(600);
  const clock = await followClock(`${sandbox.url}/control/clock`);
  expect(aheadSeconds()).toBe(600);

  await sandbox.control.advanceClock(900);
  for (let tries = 0; tries < 40 && aheadSeconds() !== 1500; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(aheadSeconds()).toBe(1500);

  await sandbox.control.reset();
  for (let tries = 0; tries < 40 && aheadSeconds() !== 0; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(aheadSeconds()).toBe(0);
  clock.close();
  setClockOffset(0);
  await sandbox.close();
});
