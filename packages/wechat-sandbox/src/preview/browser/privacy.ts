import { ask } from './backend';
import { WxFailure, wxApi } from './call';
import { currentPerson } from './person';
import { heading, paragraph, showSheet } from './sheet';

type Privacy = { enforced: boolean; declared: string[] | null; contractName: string };
type Answer = { event: 'agree' | 'disagree' | 'exposureAuthorization'; buttonId?: string };
type Handler = (resolve: (answer: Answer) => void, info: { referrer: string }) => void;

/** After a refusal WeChat does not ask again for so long. */
const QUIET_MS = 10_000;

let handler: Handler | undefined;
let refusedAt = -Infinity;

/**
 * Before an API that touches personal data: is it declared in the privacy guideline of the console (errno 112), and has this
 * person agreed to the guideline (errno 104, or 103 where WeChat asked by itself)? Asked once; the answer stays with the browser.
 */
export async function requirePrivacy(api: string): Promise<void> {
  const privacy = await readPrivacy();
  if (privacy.declared !== null && !privacy.declared.includes(api)) {
    throw new WxFailure('api scope is not declared in the privacy agreement', { errno: 112 });
  }
  if (!(await needsAgreement(privacy))) return;
  const refusal = new WxFailure('privacy permission is not authorized', { errno: handler ? 104 : 103 });
  if (performance.now() - refusedAt < QUIET_MS) throw refusal;
  const agreed = handler ? await askHandler(handler, api) : await askBySheet(privacy);
  if (agreed) return remember();
  refusedAt = performance.now();
  throw refusal;
}

export const getPrivacySetting = wxApi('getPrivacySetting', async () => {
  const privacy = await readPrivacy();
  return {
    needAuthorization: await needsAgreement(privacy),
    privacyContractName: `《${privacy.contractName}》`,
  };
});

export const requirePrivacyAuthorize = wxApi('requirePrivacyAuthorize', async () => {
  await requirePrivacy('requirePrivacyAuthorize');
  return {};
});

export const openPrivacyContract = wxApi('openPrivacyContract', async () => {
  const privacy = await readPrivacy();
  await showSheet<null>({
    label: privacy.contractName,
    content: [
      heading(privacy.contractName),
      paragraph('沙箱不保存真实的指引；在公众平台填写的条款会显示在这里。'),
    ],
    buttons: [{ text: '知道了', testId: 'sandbox-privacy-close', value: null, primary: true }],
    cancelled: null,
  });
  return {};
});

/** The page asks in its own words, and answers with `resolve({ event })`. */
export function onNeedPrivacyAuthorization(listener: Handler): void {
  handler = listener;
}

async function readPrivacy(): Promise<Privacy> {
  const privacy = await ask<Privacy>('/preview/privacy');
  // Asking for the agreement itself is never an API that has to be declared.
  return privacy.declared === null
    ? privacy
    : { ...privacy, declared: [...privacy.declared, 'requirePrivacyAuthorize'] };
}

async function needsAgreement({ enforced }: Privacy): Promise<boolean> {
  return enforced && localStorage.getItem(await keyOf()) !== 'agreed';
}

async function remember(): Promise<void> {
  localStorage.setItem(await keyOf(), 'agreed');
}

async function keyOf(): Promise<string> {
  return `sandbox_privacy_${(await currentPerson()).id}`;
}

function askHandler(listener: Handler, referrer: string): Promise<boolean> {
  return new Promise((resolve) => {
    listener(
      ({ event }) => {
        if (event !== 'exposureAuthorization') resolve(event === 'agree');
      },
      { referrer },
    );
  });
}

function askBySheet({ contractName }: Privacy): Promise<boolean> {
  return showSheet<boolean>({
    label: '用户隐私保护提示',
    content: [heading('用户隐私保护提示'), paragraph(`在使用前，请阅读并同意《${contractName}》`)],
    buttons: [
      { text: '拒绝', testId: 'sandbox-privacy-disagree', value: false },
      { text: '同意', testId: 'sandbox-privacy-agree', value: true, primary: true },
    ],
    cancelled: false,
  });
}
