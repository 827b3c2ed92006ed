import type { ClockReading, Inbox, JournalEntry, Notice, People } from '../control/types';

/** Everything the control screen shows, fetched in one go. */
export type ScreenData = {
  name: string;
  clock: ClockReading;
  people: People;
  inboxes: Record<string, Inbox>;
  staffMessages: Record<string, { at: number; kind: string; text: string }[]>;
  notices: Notice[];
  requests: { epoch: number; firstId: number; entries: JournalEntry[] };
};
