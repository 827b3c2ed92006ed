import { z } from 'zod';
import type { Ctx } from '../ctx';
import { shopperById } from '../ctx';
import { jsSdkSignature } from '../crypto/wecom';
import type { PageGrant } from './state';
import { externalUserid } from '../world';
import type { Shopper, StaffMember } from '../world';
import { noteTalk, recordMessage } from './chat';
import { chatMessageProblem } from './chat-message.rules';
import { shopperByExternal } from './customers';
import { staffById } from './members';
import { livingTickets } from './tokens';

const KEPT_GRANTS = 200;
const CONTACT_ENTRIES = ['contact_profile', 'single_chat_tools', 'single_kf_tools'];
const SENDING_ENTRIES = ['single_chat_tools', 'group_chat_tools', 'chat_attachment', 'single_kf_tools'];
/** Customer-contact APIs want the signature of the app, not the company's. */
const AGENT_APIS = [
  'getCurExternalContact',
  'getCurExternalChat',
  'sendChatMessage',
  'getContext',
  'openUserProfile',
];
const GROUP_ENTRY = 'group_chat_tools';

export const bridgeCallSchema = z.object({
  name: z.string(),
  params: z.record(z.string(), z.unknown()),
  /** The page's address as the client sees it, without the fragment. */
  url: z.url(),
});
export type BridgeCall = z.infer<typeof bridgeCallSchema>;
/** Who holds the phone and where the page was opened, from the cookies. */
export type BridgeScene = { staff: string; customer: string; entry: string; chat: string };
export type BridgeAnswer = {
  err_msg: string;
  err_code?: number;
  explanation?: string;
  [field: string]: unknown;
};

/** What the WeCom client answers to a page that calls the JS-SDK. */
export function answerBridge(ctx: Ctx, call: BridgeCall, scene: BridgeScene): BridgeAnswer {
  if (call.name === 'preVerifyJSAPI') return registerCorp(ctx, call);
  if (call.name === 'agentConfig') return registerAgent(ctx, call);
  const refused = requireGrant(ctx, call);
  if (refused) return refused;
  const api = Object.hasOwn(APIS, call.name) ? APIS[call.name] : undefined;
  return api ? api({ ctx, call, scene }) : { err_msg: `${call.name}:function not exist` };
}

type ApiCall = { ctx: Ctx; call: BridgeCall; scene: BridgeScene };

const APIS: Record<string, (api: ApiCall) => BridgeAnswer> = {
  getContext: ({ scene }) => ({ err_msg: 'getContext:ok', entry: scene.entry }),
  getCurExternalContact: ({ ctx, scene }) => {
    const shopper = CONTACT_ENTRIES.includes(scene.entry) ? customerOf(ctx, scene) : undefined;
    if (!shopper) return withoutContext('getCurExternalContact');
    return { err_msg: 'getCurExternalContact:ok', userId: externalUserid(shopper) };
  },
  getCurExternalChat: ({ ctx, scene }) => {
    const chatId = groupOf(ctx, scene);
    if (chatId === undefined) return withoutContext('getCurExternalChat');
    return { err_msg: 'getCurExternalChat:ok', chatId };
  },
  sendChatMessage,
  // The page's half of the bridge asks the person what the camera sees.
  scanQRCode: () => ({ err_msg: 'scanQRCode:ok' }),
  openUserProfile: () => ({ err_msg: 'openUserProfile:ok' }),
};

/** Into the customer's chat, or into the group the page was opened from. */
function sendChatMessage({ ctx, call, scene }: ApiCall): BridgeAnswer {
  const member = staffById(ctx, scene.staff);
  const shopper = scene.entry === GROUP_ENTRY ? undefined : customerOf(ctx, scene);
  const chatId = groupOf(ctx, scene);
  if (!SENDING_ENTRIES.includes(scene.entry) || !member || (!shopper && chatId === undefined)) {
    return withoutContext('sendChatMessage');
  }
  const problem = chatMessageProblem(call.params);
  if (problem !== undefined) return { err_msg: `sendChatMessage:fail ${problem}`, err_code: -1 };
  const msgtype = String(call.params.msgtype);
  recordMessage(ctx, {
    kind: 'chat',
    userid: member.userid,
    ...(shopper ? { externalUserid: externalUserid(shopper) } : {}),
    ...(chatId === undefined ? {} : { chatId }),
    msgtype,
    content: call.params[msgtype],
  });
  if (shopper) noteTalk(ctx, member.userid, shopper.id);
  return { err_msg: 'sendChatMessage:ok' };
}

/** The chat's customer; a chat can be opened here with somebody who is nobody's customer yet. */
function customerOf(ctx: Ctx, scene: BridgeScene): Shopper | undefined {
  return shopperById(ctx, scene.customer) ?? shopperByExternal(ctx, scene.customer);
}

/** The group whose tools the page was opened from; the member has to be in it. */
function groupOf(ctx: Ctx, scene: BridgeScene): string | undefined {
  if (scene.entry !== GROUP_ENTRY) return undefined;
  const group = ctx.state.wecom.groups.find(({ chatId }) => chatId === scene.chat);
  return group?.members.some(({ id }) => id === scene.staff) ? group.chatId : undefined;
}

function withoutContext(name: string): BridgeAnswer {
  return { err_msg: `${name}:fail without context of external contact`, err_code: -1 };
}

function registerCorp(ctx: Ctx, call: BridgeCall): BridgeAnswer {
  const { params } = call;
  if (params.verifyAppId !== ctx.world.corp.corpid) return refuse('preVerifyJSAPI', 40013, 'invalid corpid');
  const signed = {
    nonceStr: params.verifyNonceStr,
    timestamp: params.verifyTimestamp,
    signature: params.verifySignature,
  };
  return register(ctx, call, { kind: 'corp', apis: listOf(params.verifyJsApiList), signed });
}

function registerAgent(ctx: Ctx, call: BridgeCall): BridgeAnswer {
  const { params } = call;
  if (params.corpid !== ctx.world.corp.corpid) return refuse('agentConfig', 40013, 'invalid corpid');
  if (String(params.agentid) !== ctx.world.corp.agentid)
    return refuse('agentConfig', 40056, 'invalid agentid');
  const signed = { nonceStr: params.nonceStr, timestamp: params.timestamp, signature: params.signature };
  return register(ctx, call, { kind: 'agent', apis: listOf(params.jsApiList), signed });
}

type Registration = {
  kind: PageGrant['kind'];
  apis: string[];
  signed: { nonceStr: unknown; timestamp: unknown; signature: unknown };
};

function register(ctx: Ctx, call: BridgeCall, asked: Registration): BridgeAnswer {
  const { trustedDomain } = ctx.world.corp;
  if (trustedDomain !== undefined && new URL(call.url).host !== trustedDomain) {
    return refuse(call.name, 80001, 'the page is not on the trusted domain');
  }
  const nonceStr = String(asked.signed.nonceStr);
  const timestamp = String(asked.signed.timestamp);
  const signature = String(asked.signed.signature);
  const tickets = livingTickets(ctx, asked.kind);
  const good = tickets.some(
    (ticket) => jsSdkSignature({ ticket, nonceStr, timestamp, url: call.url }) === signature,
  );
  if (!good) {
    const text = `jsapi_ticket=<${asked.kind} ticket>&noncestr=${nonceStr}&timestamp=${timestamp}&url=${call.url}`;
    return { ...refuse(call.name, 40093, 'invalid signature'), explanation: `sha1 of ${text}` };
  }
  const grant: PageGrant = { kind: asked.kind, signature, url: call.url, apis: asked.apis };
  const { wecom } = ctx.state;
  wecom.grants = [...wecom.grants.filter((old) => old.signature !== signature), grant].slice(-KEPT_GRANTS);
  return { err_msg: `${call.name}:ok` };
}

/** Every later call carries the signature of the registration, made for this very address. */
function requireGrant(ctx: Ctx, call: BridgeCall): BridgeAnswer | undefined {
  const grant = ctx.state.wecom.grants.find(
    (candidate) => candidate.signature === call.params.verifySignature,
  );
  if (!grant) return { ...denied(call.name), explanation: 'no config or agentConfig with this signature' };
  if (grant.url !== call.url) {
    return {
      ...denied(call.name),
      explanation: `the signature was made for ${grant.url}, the page is ${call.url}`,
    };
  }
  if (!grant.apis.includes(call.name)) {
    return { ...denied(call.name), explanation: `jsApiList has ${grant.apis.join(', ') || 'nothing'}` };
  }
  if (grant.kind === 'corp' && AGENT_APIS.includes(call.name)) return refuse(call.name, -1, 'no permission');
  return undefined;
}

function denied(name: string): BridgeAnswer {
  return { err_msg: `${name}:access denied`, err_code: -1 };
}

function refuse(name: string, code: number, words: string): BridgeAnswer {
  return { err_msg: `${name}:fail ${words}`, err_code: code };
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

export function sceneOf(cookies: Record<string, string>): BridgeScene {
  const customer = cookies.sandbox_customer ?? '';
  return {
    staff: cookies.sandbox_staff ?? '',
    customer,
    entry: cookies.sandbox_entry ?? (customer ? 'single_chat_tools' : 'normal'),
    chat: cookies.sandbox_chat ?? '',
  };
}

/** Where somebody can be sent to act as this member, beside this customer. */
export function actAsCookies(
  member: StaffMember,
  place: { customer: string | null; entry: string | null },
): string[] {
  const entry = place.entry ?? (place.customer ? 'single_chat_tools' : 'normal');
  return [
    cookie('sandbox_staff', member.userid),
    cookie('sandbox_customer', place.customer ?? ''),
    cookie('sandbox_entry', entry),
  ];
}

/** Beside this group; the rest is done by /act-as with the entry of groups. It counts for no other entry. */
export function groupCookie(chatId: string): string {
  return cookie('sandbox_chat', chatId);
}

function cookie(name: string, value: string): string {
  return `${name}=${encodeURIComponent(value)}; Path=/; SameSite=Lax${value === '' ? '; Max-Age=0' : ''}`;
}
