/** An app message that was sent, for recalling it and for its card. Times are ms of the sandbox's clock. */
export type AppMessage = {
  msgid: string;
  at: number;
  userids: string[];
  msgtype: string;
  taskId?: string;
};
/** Lets the app change a card once. */
export type ResponseCode = {
  code: string;
  msgid: string;
  /** The member who pressed; absent when the code came with the answer of message/send. */
  userid?: string;
  expiresAt: number;
  used: boolean;
};

export type AppMessagesState = {
  appMessages: AppMessage[];
  responseCodes: ResponseCode[];
  /** Person-times of one day of Beijing time. */
  appSends: { day: string; count: number };
  /** When members got messages of the app in the last hour. */
  appReceived: Record<string, number[]>;
  /** Digest of message and receivers → until when it counts as a duplicate. */
  sentDigests: Record<string, number>;
};

export function freshAppMessages(): AppMessagesState {
  return {
    appMessages: [],
    responseCodes: [],
    appSends: { day: '', count: 0 },
    appReceived: {},
    sentDigests: {},
  };
}
