/** Times are ms of the sandbox's clock. */
export type GroupMember = {
  /** userid or external_userid. */
  id: string;
  type: 1 | 2;
  joinedAt: number;
  /** 1 invited directly, 2 invite link, 3 QR code. */
  joinScene: 1 | 2 | 3;
  invitor?: string;
  nickname: string;
  state?: string;
};
export type Group = {
  chatId: string;
  name: string;
  owner: string;
  createdAt: number;
  notice: string;
  members: GroupMember[];
  admins: string[];
  /** Changes with the list of members. */
  memberVersion: string;
  /** When it was handed over because its owner left the company. */
  inheritedAt?: number;
  /** Hand-overs in service, newest last. */
  handedOverAt: number[];
};

export type GroupsState = {
  groups: Group[];
  /** chat_ids of groups that are no more: the newest. */
  dismissedGroups: string[];
};

export function freshGroups(): GroupsState {
  return { groups: [], dismissedGroups: [] };
}
