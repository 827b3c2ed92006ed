import type { Ctx } from '../../kernel/context';
import { noteSighting } from './note-sighting';

/** What a member uses the mini-program on; never enough to say who somebody is. Only with the consent to profiling. */
export async function noteDevice(ctx: Ctx, used: { openid: string; deviceId: string }): Promise<void> {
  await noteSighting(ctx, {
    source: 'mini-program-device',
    shown: [
      { type: 'mp_openid', value: used.openid },
      { type: 'device', value: used.deviceId },
    ],
  });
}
