import type { CustomerView } from '../../types';
import { app, openDialog } from '../app';
import { h } from '../dom';
import type { Child } from '../dom';
import { act, post } from '../server';
import { button, dialogForm, field } from '../widgets';
import type { Member } from './desk';

type Customer = Pick<CustomerView, 'shopperId' | 'name'>;

/** What a member does about a customer, at the end of their conversation. */
export function customerEnd(who: Member, customer: CustomerView): Child {
  return h(
    'div',
    { class: 'end-buttons' },
    customer.half
      ? button({
          text: '通过',
          look: 'primary',
          action: `confirm ${customer.shopperId}`,
          onClick: () => confirm(who, customer),
        })
      : null,
    button({ text: '改备注', look: 'quiet', onClick: () => askForRemark(who, customer) }),
    button({ text: '删除客户', look: 'quiet', onClick: () => askToDelete(who, customer), props: RED }),
  );
}

const RED = { class: 'button quiet danger-text' };

export function confirm(who: Member, { shopperId, name }: Customer): void {
  void act(
    `confirm ${shopperId}`,
    () => post('control/wecom/confirm-customer', { userid: who.userid, shopperId }),
    () => `${who.name}通过了${name}`,
  );
}

function askForRemark(who: Member, { shopperId, name, remark, description }: CustomerView): void {
  Object.assign(app.drafts, { remark, description });
  openDialog({
    title: `${name}的备注`,
    body: () =>
      dialogForm(
        '保存',
        () =>
          void act(
            'edit-customer',
            () =>
              post('control/wecom/edit-customer', {
                userid: who.userid,
                shopperId,
                remark: app.drafts.remark,
                description: app.drafts.description,
              }),
            () => '已保存，服务端会收到 edit_external_contact',
          ),
        field({ name: 'remark', label: '备注', props: { maxlength: '20' } }),
        field({ name: 'description', label: '描述', props: { maxlength: '150' } }),
      ),
  });
}

function askToDelete(who: Member, { shopperId, name }: Customer): void {
  openDialog({
    title: `${who.name}删除客户${name}？`,
    body: () =>
      dialogForm(
        '删除',
        () =>
          void act(
            'delete-customer',
            () => post('control/wecom/delete-customer', { userid: who.userid, shopperId }),
            () => `${who.name}删除了${name}`,
          ),
        h('p', null, '企业微信会把 del_external_contact 回调给服务端。'),
      ),
  });
}
