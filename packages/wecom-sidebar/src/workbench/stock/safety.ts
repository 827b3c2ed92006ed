import type { SalesChannel } from '@omni/shared/contracts/common';
import { readPieces } from './figures';
import type { Stock } from './types';

export const channels: readonly { channel: SalesChannel; text: string }[] = [
  { channel: 'mini_program', text: '小程序' },
  { channel: 'pos', text: '门店收银' },
  { channel: 'douyin', text: '抖音' },
  { channel: 'xiaohongshu', text: '小红书' },
  { channel: 'meituan', text: '美团' },
  { channel: 'open_api', text: '开放接口' },
];

type Safety = Pick<Stock, 'safety' | 'channelSafety'>;

/** What a channel keeps back when nothing is said for it: whoever stands in the store with the goods is not refused. */
export const defaultFor = (channel: SalesChannel, safety: number): number => (channel === 'pos' ? 0 : safety);

/** `2`, or `2 · 抖音 5 · 美团 0` where channels differ. */
export const safetyText = ({ safety, channelSafety }: Safety): string =>
  [
    String(safety),
    ...channels.flatMap(({ channel, text }) => {
      const own = channelSafety[channel];
      return own === undefined ? [] : [`${text} ${own}`];
    }),
  ].join(' · ');

/** The form: one text per channel, '' for the default. */
export type SafetyForm = { safety: string; channels: Partial<Record<SalesChannel, string>> };
export const formOf = ({ safety, channelSafety }: Safety): SafetyForm => ({
  safety: String(safety),
  channels: Object.fromEntries(
    channels.map(({ channel }) => [channel, channelSafety[channel]?.toString() ?? '']),
  ),
});

export const isReadable = (form: SafetyForm): boolean =>
  readPieces(form.safety) !== null &&
  Object.values(form.channels).every((typed) => typed.trim() === '' || readPieces(typed) !== null);

export type SafetyChange = { safety?: number; channels?: Partial<Record<SalesChannel, number | null>> };
/** Only what differs from now; null: nothing does. */
export function changeOf(now: Safety, form: SafetyForm): SafetyChange | null {
  const safety = readPieces(form.safety);
  const changed = channels.flatMap(({ channel }) => {
    const wish = readPieces(form.channels[channel] ?? '');
    return wish === (now.channelSafety[channel] ?? null) ? [] : [[channel, wish] as const];
  });
  const change = {
    ...(safety === null || safety === now.safety ? {} : { safety }),
    ...(changed.length === 0 ? {} : { channels: Object.fromEntries(changed) }),
  };
  return Object.keys(change).length === 0 ? null : change;
}
