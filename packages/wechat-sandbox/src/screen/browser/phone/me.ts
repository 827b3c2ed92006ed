import type { PhoneView, TemplateView } from '../../types';
import { h } from '../dom';
import type { Vnode } from '../dom';
import { act, post } from '../server';
import { avatar, button, fact } from '../widgets';
import { askForPlace } from './acts';
import type { Face } from '../device';
import type { Shopper } from './phone';

export function me(phone: PhoneView, who: Shopper): Face {
  const inside = h(
    'div',
    { class: 'me' },
    h(
      'header',
      { class: 'me-head' },
      avatar(who.name, 'large'),
      h('div', null, h('strong', null, who.name), h('p', null, who.note)),
    ),
    h(
      'section',
      { class: 'me-part' },
      h('h3', null, '身份'),
      h(
        'dl',
        null,
        fact('手机号', who.phone),
        fact('openid', who.openid),
        fact('unionid', who.unionid),
        fact('external_userid', who.external_userid),
        fact('公众号 openid', who.officialOpenid),
      ),
    ),
    h(
      'section',
      { class: 'me-part' },
      h('h3', null, '位置（GCJ-02）'),
      h('dl', null, fact('纬度，经度', `${who.location.latitude}, ${who.location.longitude}`)),
      button({ text: '换个位置', icon: 'place', onClick: () => askForPlace(who) }),
    ),
    h(
      'section',
      { class: 'me-part' },
      h('h3', null, '订阅消息'),
      phone.templates.map((template) => subscription(template, who)),
    ),
  );
  return { title: '我', inside };
}

function subscription({ app: kind, templateId, title, left }: TemplateView, who: Shopper): Vnode {
  const action = `subscribe ${kind} ${templateId}`;
  const path = kind === 'mini-program' ? 'subscribe' : 'official/subscribe';
  const answer = (given: 'accept' | 'reject'): void =>
    void act(
      action,
      () =>
        post<Record<string, string>>(`control/shoppers/${who.id}/${path}`, {
          templateIds: [templateId],
          answer: given,
        }),
      (result) => `前端收到 ${templateId}: ${result[templateId]}`,
    );
  return h(
    'div',
    { class: 'subscription', key: action },
    h('p', null, h('strong', null, title), h('span', null, `还能收 ${left} 条`)),
    h('p', null, h('code', null, templateId), h('span', null, kind === 'mini-program' ? '小程序' : '公众号')),
    h(
      'div',
      { class: 'bill-buttons', role: 'group', 'aria-label': title },
      button({ text: '拒绝', label: `拒绝 ${title}`, action, onClick: () => answer('reject') }),
      button({
        text: '允许一条',
        label: `允许一条 ${title}`,
        look: 'primary',
        action,
        onClick: () => answer('accept'),
      }),
    ),
  );
}
