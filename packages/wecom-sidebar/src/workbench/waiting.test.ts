import type { Stage } from '../api/types';
import { waitingOf } from './waiting';

const now = Date.parse('2026-11-23T06:00:00Z');
const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
const task = (stage: Stage, paid: number, ready: number | null = null) => ({
  stage,
  paidAt: ago(paid),
  readyAt: ready === null ? null : ago(ready),
});

describe('the waiting time of a pickup task', () => {
  it.each([
    [task('to_accept', 3), { share: 0.3, tone: 'calm', amount: '3', unit: '分钟' }],
    [task('to_accept', 7), { share: 0.7, tone: 'soon', amount: '7', unit: '分钟' }],
    [task('to_accept', 95), { share: 1, tone: 'late', amount: '1', unit: '小时' }],
    [task('preparing', 15), { share: 0.5, tone: 'calm', amount: '15', unit: '分钟' }],
    [task('ready', 4000, 36 * 60), { share: 0.75, tone: 'soon', amount: '1', unit: '天' }],
  ])('of %p fills as %p', (given, expected) => expect(waitingOf(given, now)).toMatchObject(expected));

  it('is nothing once nobody waits any more', () => {
    expect(waitingOf(task('handed_over', 60, 30), now)).toBeNull();
    expect(waitingOf(task('closed', 60), now)).toBeNull();
    expect(waitingOf(task('ready', 60), now)).toBeNull();
  });

  it('is zero, not negative, when the clock of the phone is behind', () => {
    expect(waitingOf(task('to_accept', -5), now)).toMatchObject({ share: 0, amount: '0' });
  });
});
