import { externalUserid } from '../../world';
import type { World } from '../../world';

/** A member and a customer who have each other. Times are ms of the sandbox's clock. */
export type Follow = {
  userid: string;
  shopperId: string;
  createdAt: number;
  state?: string;
  addWay: number;
  /** Who made the first step: a userid or an external_userid. */
  operUserid: string;
  remark: string;
  description: string;
  remarkCorpName?: string;
  remarkMobiles: string[];
  remarkPicMediaid?: string;
  tagIds: string[];
  /** The member has not confirmed yet. */
  half?: true;
  /** A welcome went out, by the app or the console. */
  welcomed?: true;
};
/** A customer who waits for the member to accept. */
export type ContactRequest = { userid: string; shopperId: string; state?: string; at: number };
export type TagOwner = 'app' | 'console' | 'other-app';
export type CorpTag = { id: string; name: string; order: number; createdAt: number; by: TagOwner };
export type TagGroup = CorpTag & { tags: CorpTag[] };

/** 1 done, 2 waiting, 3 refused by the customer, 4 the member who takes over has too many. */
export type TransferStatus = 1 | 2 | 3 | 4;
export type Transfer = {
  handover: string;
  takeover: string;
  shopperId: string;
  resigned: boolean;
  startedAt: number;
  dueAt: number;
  status: TransferStatus;
  takeoverTime: number;
  successMessage?: string;
};
export type PendingId = { id: string; shopperId: string; expiresAt: number };

export type ContactsState = {
  follows: Follow[];
  contactRequests: ContactRequest[];
  /** Last message between the two, by `<userid> <shopper id>`. */
  talks: Record<string, number>;
  tagGroups: TagGroup[];
  transfers: Transfer[];
  pendingIds: PendingId[];
};

type FollowDraft = Pick<Follow, 'userid' | 'shopperId' | 'addWay' | 'operUserid'> & { state?: string };

export function newFollow(draft: FollowDraft, now: number): Follow {
  return { ...draft, createdAt: now, remark: '', description: '', remarkMobiles: [], tagIds: [] };
}

export function freshContacts(world: World, now: number): ContactsState {
  return {
    follows: world.follows.map((follow) => {
      const shopper = world.shoppers.find(({ id }) => id === follow.shopperId);
      const operUserid = shopper ? externalUserid(shopper) : follow.userid;
      return newFollow({ ...follow, addWay: 1, operUserid }, now);
    }),
    contactRequests: [],
    talks: {},
    tagGroups: [],
    transfers: [],
    pendingIds: [],
  };
}
