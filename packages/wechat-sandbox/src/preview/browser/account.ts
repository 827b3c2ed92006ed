import { tell } from './backend';
import { WxFailure, wxApi } from './call';
import { askPermission } from './permission';
import { currentPerson } from './person';
import { requirePrivacy } from './privacy';
import { element, paragraph, toast } from './sheet';

export const login = wxApi('login', async () => {
  const { id } = await currentPerson();
  return tell<{ code: string }>(`/control/shoppers/${id}/login-code`, {});
});

/** The real one asks WeChat whether the session key still holds; here it always does. */
export const checkSession = wxApi('checkSession', async () => ({}));

/**
 * Stands for `<button open-type="getPhoneNumber">`, which plain HTML has not. A refusal is an answer here too,
 * because the button's event comes either way.
 */
export const previewGetPhoneNumber = wxApi('getPhoneNumber', async () => {
  const undeclared = await privacyProblem();
  if (undeclared) return undeclared;
  const person = await currentPerson();
  const masked = person.phone.replace(/^(\d{3})\d{4}/, '$1****');
  const allowed = await askPermission({
    label: '手机号授权',
    wants: '获取并验证你的手机号',
    content: [
      paragraph('用于注册会员与到店取货核对身份'),
      element('p', { className: 'wxs-row', children: [masked, element('span', { text: '微信绑定号码' })] }),
    ],
  });
  if (!allowed) return { errMsg: 'getPhoneNumber:fail user deny' };
  const given = await tell<{ code?: string; errno?: number }>('/preview/phone-number', {
    shopperId: person.id,
  });
  if (given.code !== undefined) return { code: given.code };
  // The free calls are used up and none were bought: the real WeChat shows this toast as well.
  toast('该功能使用次数已达当前小程序上限，暂时无法使用');
  return { errMsg: 'getPhoneNumber:fail jsapi has no quota', errno: given.errno };
});

async function privacyProblem(): Promise<Record<string, unknown> | undefined> {
  try {
    await requirePrivacy('getPhoneNumber');
    return undefined;
  } catch (error) {
    if (error instanceof WxFailure) return { errMsg: `getPhoneNumber:fail ${error.words}`, ...error.codes };
    throw error;
  }
}
