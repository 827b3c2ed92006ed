import { tell } from './backend';
import { wxApi } from './call';
import { askPermission } from './permission';
import { currentPerson } from './person';
import { element, paragraph } from './sheet';

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
  return tell<{ code: string }>(`/control/shoppers/${person.id}/phone-code`, {});
});
