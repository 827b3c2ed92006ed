import * as ww from '@wecom/jssdk';
import { failure, failureOf } from './failures';
import type { Failure } from './failures';
import { createSigner } from './signer';
import type { Sign } from './signer';

export type Done<T> = { ok: true; value: T } | { ok: false; failure: Failure };

const APIS = ['getContext', 'getCurExternalContact', 'sendChatMessage', 'scanQRCode'];
/** Entries in which WeCom tells who the customer is; sending needs a chat, which the profile page has not. */
const CUSTOMER_ENTRIES = ['contact_profile', 'single_chat_tools', 'single_kf_tools'];
const CHAT_ENTRIES = ['single_chat_tools', 'single_kf_tools'];
const PATIENCE_MS = 12_000;

const no = (why: Failure): { ok: false; failure: Failure } => ({ ok: false, failure: why });
const isWeCom = () => /wxwork\//i.test(navigator.userAgent);

/** The bridge of a broken client never answers, and neither would we. */
function within<T>(work: Promise<T>, ms: number): Promise<Done<T>> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(no(failure('no_answer'))), ms);
    work
      .then(
        (value) => resolve({ ok: true, value }),
        (error: unknown) => resolve(no(failureOf(error))),
      )
      .finally(() => clearTimeout(timer));
  });
}

let signer: Sign | null = null;
let registered: Promise<Done<true>> | null = null;

/** Tells the WeCom client who we are. Once is enough: after a change of address the SDK asks for new signatures itself. */
export function connect(sign: Sign): Promise<Done<true>> {
  registered ??= register(sign).then((done) => {
    if (!done.ok) registered = null;
    return done;
  });
  return registered;
}

async function register(sign: Sign): Promise<Done<true>> {
  if (!isWeCom()) return no(failure('outside'));
  const pageOf = (signer ??= createSigner(sign, Date.now));
  try {
    const page = await pageOf(window.location.href);
    ww.register({
      corpId: page.corpId,
      agentId: page.agentId,
      jsApiList: APIS,
      getConfigSignature: async (url) => (await pageOf(url)).config,
      getAgentConfigSignature: async (url) => (await pageOf(url)).agentConfig,
    });
  } catch (error) {
    const untrusted = (error as { code?: unknown } | null)?.code === 'PAGE_NOT_TRUSTED';
    return no(untrusted ? failure('untrusted_page') : failure('no_answer'));
  }
  const ready = await within(ww.ensureAgentConfigReady(), PATIENCE_MS);
  return ready.ok ? { ok: true, value: true } : ready;
}

export type CurrentContact = { externalUserid: string; canSend: boolean };

/** The customer of the chat beside which the page is open. */
export async function currentContact(): Promise<Done<CurrentContact>> {
  const context = await within(ww.getContext(), PATIENCE_MS);
  if (!context.ok) return context;
  const { entry } = context.value;
  if (!CUSTOMER_ENTRIES.includes(entry)) return no(failure('wrong_entry'));
  const contact = await within(ww.getCurExternalContact(), PATIENCE_MS);
  if (!contact.ok) return contact;
  return {
    ok: true,
    value: { externalUserid: contact.value.userId, canSend: CHAT_ENTRIES.includes(entry) },
  };
}

/** Says something in the chat, as the guide, at once. */
export const sendText = (content: string): Promise<Done<unknown>> =>
  within(ww.sendChatMessage({ msgtype: 'text', text: { content } }), PATIENCE_MS);

/** Opens the camera of WeCom; the person may take as long as they like. */
export async function scanCode(): Promise<Done<string>> {
  try {
    const { resultStr } = await ww.scanQRCode({ needResult: true, scanType: [ww.ScanQRCodeType.qrCode] });
    // Android puts the kind of code before what it says.
    return resultStr ? { ok: true, value: resultStr.replace(/^QR_CODE,/, '') } : no(failure('failed'));
  } catch (error) {
    return no(failureOf(error));
  }
}
