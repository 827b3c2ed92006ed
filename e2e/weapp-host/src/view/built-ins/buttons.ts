import type { BuiltIn, ViewNode } from '../node';
import { nodeOf } from '../node';
import type { PageView } from '../page';
import { formValues } from './containers';

/** https://developers.weixin.qq.com/miniprogram/dev/component/button.html: what each open-type answers, and by which event. */
const ASKING: Record<string, { question: string; event: string }> = {
  getPhoneNumber: { question: 'getPhoneNumber', event: 'getphonenumber' },
  getRealtimePhoneNumber: { question: 'getPhoneNumber', event: 'getrealtimephonenumber' },
  chooseAvatar: { question: 'chooseAvatar', event: 'chooseavatar' },
};
const WITHOUT_ANSWER = new Set(['', 'contact', 'feedback', 'launchApp', 'openSetting']);

const button: BuiltIn = (node, page) => ({
  tapped: () => {
    if (node.flag('disabled')) return;
    const formType = node.text('form-type');
    if (formType !== '') sendForm(page, node, formType);
    void openType(page, node, node.text('open-type'));
  },
});

async function openType(page: PageView, node: ViewNode, type: string): Promise<void> {
  const asking = ASKING[type];
  const { channel } = page.parts;
  if (asking !== undefined) {
    const detail = await askDetail(page, asking.question);
    page.emit(node, { type: asking.event, detail });
  } else if (type === 'share') {
    channel.tell('share', { pageId: page.id, node: node.id });
  } else if (type === 'agreePrivacyAuthorization') {
    channel.tell('privacyAgreed');
    page.emit(node, {
      type: 'agreeprivacyauthorization',
      detail: { errMsg: 'agreePrivacyAuthorization:ok' },
    });
  } else if (!WITHOUT_ANSWER.has(type)) {
    throw new Error(`<button open-type="${type}"> is not emulated by weapp-host`);
  }
}

/** `{ code, errMsg: 'getPhoneNumber:ok' }` or the words of the refusal. */
async function askDetail(page: PageView, question: string): Promise<Record<string, unknown>> {
  try {
    const result = await page.parts.channel.call<Record<string, unknown>>('askPerson', [question, {}]);
    return { ...result, errMsg: `${question}:ok` };
  } catch (error) {
    return { errMsg: `${question}:fail ${(error as Error).message}` };
  }
}

function sendForm(page: PageView, node: ViewNode, formType: string): void {
  const form = nodeOf(node.element.closest('wx-form'));
  if (form === undefined) return;
  if (formType === 'submit')
    page.emit(form, { type: 'submit', detail: { value: formValues(form), target: {} } });
  else if (formType === 'reset') {
    for (const element of form.element.querySelectorAll('[name]')) nodeOf(element)?.behaviour.reset?.();
    page.emit(form, { type: 'reset', detail: {} });
  }
}

const ROUTES: Record<string, string> = {
  navigate: 'navigateTo',
  redirect: 'redirectTo',
  switchTab: 'switchTab',
  reLaunch: 'reLaunch',
  navigateBack: 'navigateBack',
};

const navigator: BuiltIn = (node, page) => ({
  tapped: () => {
    const api = ROUTES[node.text('open-type', 'navigate')];
    if (api === undefined)
      throw new Error(`<navigator open-type="${node.text('open-type')}"> is not emulated by weapp-host`);
    const options = { url: node.text('url'), delta: node.number('delta', 1) };
    void page.parts.channel.call('route', { api, options }).then(
      (detail) => page.emit(node, { type: 'success', detail }),
      (error: Error) => page.emit(node, { type: 'fail', detail: { errMsg: error.message } }),
    );
  },
});

export const buttons: Record<string, BuiltIn> = { button, navigator };
