import { z } from 'zod';
import { PlatformRefusal } from '../../kernel/call-out';
import { ask } from './api';

export type ExternalContact = {
  externalUserid: string;
  name: string;
  avatarUrl: string | null;
  /** Only of WeChat users, and only when the company has bound its Open Platform account. */
  unionid: string | null;
  followUserids: string[];
  /** Numbers that members wrote beside their remark, as they typed them, each once. Nobody has checked whose they are. */
  remarkMobiles: string[];
};

/** 40096: no such id. 84061: nobody of the company has this contact (any longer). */
const NOBODY: readonly number[] = [40096, 84061];
/** A page holds 500 followers. */
const MOST_PAGES = 20;

const Page = z.object({
  external_contact: z.object({
    external_userid: z.string(),
    name: z.string().default(''),
    avatar: z.string().default(''),
    unionid: z.string().min(1).optional(),
  }),
  follow_user: z
    .array(z.object({ userid: z.string(), remark_mobiles: z.array(z.string()).default([]) }))
    .default([]),
  next_cursor: z.string().default(''),
});

const getPage = (external_userid: string, cursor: string) =>
  ask({
    path: '/cgi-bin/externalcontact/get',
    query: { external_userid, ...(cursor ? { cursor } : {}) },
    answer: Page,
  });

/** The contact and every member who has it; null when nobody does. */
export async function externalContact(externalUserid: string): Promise<ExternalContact | null> {
  try {
    const first = await getPage(externalUserid, '');
    const followers = first.follow_user;
    let cursor = first.next_cursor;
    for (let page = 1; cursor !== '' && page < MOST_PAGES; page += 1) {
      const next = await getPage(externalUserid, cursor);
      followers.push(...next.follow_user);
      cursor = next.next_cursor;
    }
    const { external_userid, name, avatar, unionid } = first.external_contact;
    return {
      externalUserid: external_userid,
      name,
      avatarUrl: avatar || null,
      unionid: unionid ?? null,
      followUserids: followers.map(({ userid }) => userid.toLowerCase()),
      remarkMobiles: [...new Set(followers.flatMap((one) => one.remark_mobiles))].filter(Boolean),
    };
  } catch (error) {
    if (error instanceof PlatformRefusal && NOBODY.includes(Number(error.code))) return null;
    throw error;
  }
}
