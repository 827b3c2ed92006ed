import { MAX_TEXT, nextSending, textProblem, wasSaid } from './sending';
import type { Sending, SendingEvent } from './sending';

const run = (events: SendingEvent[], from: Sending = { at: 'ready' }) => events.reduce(nextSending, from);
const said: SendingEvent = { is: 'said', text: '您好', requestId: 'r1' };

describe('a script on its way', () => {
  it('is sent once WeCom said it and the server noted it', () => {
    expect(run([{ is: 'pressed' }, said, { is: 'recorded' }])).toEqual({ at: 'sent' });
  });

  it('ignores a second press while it is on its way, and after it arrived', () => {
    const sending = run([{ is: 'pressed' }]);
    expect(run([{ is: 'pressed' }], sending)).toBe(sending);
    const sent = run([{ is: 'pressed' }, said, { is: 'recorded' }]);
    expect(run([{ is: 'pressed' }], sent)).toBe(sent);
  });

  it('can be sent again after WeCom refused', () => {
    const failed = run([{ is: 'pressed' }, { is: 'refused', message: '没有权限' }]);
    expect(failed).toEqual({ at: 'failed', message: '没有权限' });
    expect(run([{ is: 'pressed' }], failed)).toEqual({ at: 'sending' });
  });

  it('goes back to ready when the guide cancels', () => {
    expect(run([{ is: 'pressed' }, { is: 'cancelled' }])).toEqual({ at: 'ready' });
  });

  it('is never said twice: what was not recorded is only recorded again, with the same request id', () => {
    const unrecorded = run([{ is: 'pressed' }, said, { is: 'notRecorded', message: '网络不给力' }]);
    expect(unrecorded).toMatchObject({ at: 'unrecorded', requestId: 'r1' });
    expect(wasSaid(unrecorded)).toBe(true);
    expect(run([{ is: 'pressed' }], unrecorded)).toEqual({ at: 'recording', text: '您好', requestId: 'r1' });
  });

  it('does not believe answers it did not wait for', () => {
    expect(run([said, { is: 'recorded' }])).toEqual({ at: 'ready' });
  });
});

describe('the words of a script', () => {
  it('must be there and must fit', () => {
    expect(textProblem('您好')).toBeNull();
    expect(textProblem(' \n')).not.toBeNull();
    expect(textProblem('好'.repeat(MAX_TEXT + 1))).not.toBeNull();
  });
});
