/** One image, a link or a video of a post, as add_moment_task was given it. */
export type MomentAttachment =
  | { msgtype: 'image'; image: { media_id: string } }
  | { msgtype: 'video'; video: { media_id: string } }
  | { msgtype: 'link'; link: { title?: string | undefined; url: string; media_id?: string | undefined } };
/** One member's part. `customers` are the external_userids that may see it. */
export type MomentTask = { userid: string; publishedAt?: number; customers: string[] };
export type MomentReaction = { userid?: string; externalUserid?: string; at: number; text?: string };
/** Times are ms of the sandbox's clock. */
export type Moment = {
  momentId: string;
  jobid: string;
  createdAt: number;
  /** Before that the job is still running. */
  readyAt: number;
  text?: string;
  attachments: MomentAttachment[];
  /** Whether only customers with some tags see it. */
  isPartial: boolean;
  tasks: MomentTask[];
  invalid: { users: string[]; departments: number[]; tags: string[] };
  cancelled: boolean;
  comments: MomentReaction[];
  likes: MomentReaction[];
};

export type MomentsState = {
  moments: Moment[];
  /** Posts made in one month of Beijing time. */
  momentCount: { month: string; count: number };
};

export function freshMoments(): MomentsState {
  return { moments: [], momentCount: { month: '', count: 0 } };
}
