import type { Ctx } from '../ctx';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import type { Refusal } from '../http/refusal';
import type { Handle, Route } from '../http/router';
import type { Endpoint } from './api';
import { recallAppMessage, sendAppMessage } from './app-messages/send';
import { updateTemplateCard } from './app-messages/template-cards';
import {
  addContactWay,
  deleteContactWay,
  getContactWay,
  listContactWays,
  updateContactWay,
} from './contact-ways/contact-ways';
import { addJoinWay, deleteJoinWay, getJoinWay, updateJoinWay } from './contact-ways/join-ways';
import { closeTempChat } from './contact-ways/scanning';
import {
  convertToOpenid,
  externalUseridToPendingId,
  unionidToExternalUserid,
  unionidToExternalUseridOld,
} from './contacts/id-conversion';
import { markTags, remarkCustomer } from './contacts/remarks';
import { addCorpTags, deleteCorpTags, editCorpTag, listCorpTags } from './contacts/tags';
import {
  resignedResult,
  transferCustomer,
  transferResigned,
  transferResult,
  unassignedList,
} from './contacts/transfers';
import { customerDetail, customerList, customersOfMembers, followUserList } from './customers';
import { groupDetail, groupList, handOverGroups, inheritGroups } from './groups/groups';
import { getMedia, uploadAttachment, uploadImage, uploadMedia } from './media/uploads';
import { departmentList, getUser, simpleUserList } from './members';
import {
  addGroupWelcome,
  deleteGroupWelcome,
  editGroupWelcome,
  getGroupWelcome,
} from './messaging/group-welcomes';
import { addMassTemplate, cancelMass, massList, massResults, massTasks, remindMass } from './messaging/mass';
import { sendWelcome } from './messaging/welcome';
import { addMomentTask, cancelMoment, momentJob } from './moments/moments';
import {
  momentComments,
  momentCustomers,
  momentList,
  momentSendResult,
  momentTasks,
} from './moments/reading';
import { authorize, getUserDetail, getUserInfo } from './oauth';
import { chargeCall } from './quota';
import { agentTicket, corpTicket, getToken, requireCorpToken, requireTrustedIp } from './tokens';

const CONTACT = '/cgi-bin/externalcontact';

/** What is read, by path. */
export const GETS: Record<string, Endpoint> = {
  '/cgi-bin/get_jsapi_ticket': corpTicket,
  '/cgi-bin/ticket/get': agentTicket,
  '/cgi-bin/user/get': getUser,
  '/cgi-bin/user/simplelist': simpleUserList,
  '/cgi-bin/department/list': departmentList,
  '/cgi-bin/media/get': getMedia,
  [`${CONTACT}/get_follow_user_list`]: followUserList,
  [`${CONTACT}/list`]: customerList,
  [`${CONTACT}/get`]: customerDetail,
  [`${CONTACT}/get_moment_task_result`]: momentJob,
};

/** What is posted, by path. */
export const POSTS: Record<string, Endpoint> = {
  '/cgi-bin/auth/getuserdetail': getUserDetail,
  '/cgi-bin/message/send': sendAppMessage,
  '/cgi-bin/message/recall': recallAppMessage,
  '/cgi-bin/message/update_template_card': updateTemplateCard,
  '/cgi-bin/media/upload': uploadMedia,
  '/cgi-bin/media/uploadimg': uploadImage,
  '/cgi-bin/media/upload_attachment': uploadAttachment,
  '/cgi-bin/idconvert/unionid_to_external_userid': unionidToExternalUserid,
  '/cgi-bin/idconvert/batch/external_userid_to_pending_id': externalUseridToPendingId,
  [`${CONTACT}/unionid_to_external_userid`]: unionidToExternalUseridOld,
  [`${CONTACT}/convert_to_openid`]: convertToOpenid,
  [`${CONTACT}/batch/get_by_user`]: customersOfMembers,
  [`${CONTACT}/remark`]: remarkCustomer,
  [`${CONTACT}/mark_tag`]: markTags,
  [`${CONTACT}/add_corp_tag`]: addCorpTags,
  [`${CONTACT}/get_corp_tag_list`]: listCorpTags,
  [`${CONTACT}/edit_corp_tag`]: editCorpTag,
  [`${CONTACT}/del_corp_tag`]: deleteCorpTags,
  [`${CONTACT}/transfer_customer`]: transferCustomer,
  [`${CONTACT}/transfer_result`]: transferResult,
  [`${CONTACT}/resigned/transfer_customer`]: transferResigned,
  [`${CONTACT}/resigned/transfer_result`]: resignedResult,
  [`${CONTACT}/get_unassigned_list`]: unassignedList,
  [`${CONTACT}/add_contact_way`]: addContactWay,
  [`${CONTACT}/get_contact_way`]: getContactWay,
  [`${CONTACT}/list_contact_way`]: listContactWays,
  [`${CONTACT}/update_contact_way`]: updateContactWay,
  [`${CONTACT}/del_contact_way`]: deleteContactWay,
  [`${CONTACT}/close_temp_chat`]: closeTempChat,
  [`${CONTACT}/groupchat/add_join_way`]: addJoinWay,
  [`${CONTACT}/groupchat/get_join_way`]: getJoinWay,
  [`${CONTACT}/groupchat/update_join_way`]: updateJoinWay,
  [`${CONTACT}/groupchat/del_join_way`]: deleteJoinWay,
  [`${CONTACT}/send_welcome_msg`]: sendWelcome,
  [`${CONTACT}/group_welcome_template/add`]: addGroupWelcome,
  [`${CONTACT}/group_welcome_template/edit`]: editGroupWelcome,
  [`${CONTACT}/group_welcome_template/get`]: getGroupWelcome,
  [`${CONTACT}/group_welcome_template/del`]: deleteGroupWelcome,
  [`${CONTACT}/add_msg_template`]: addMassTemplate,
  [`${CONTACT}/remind_groupmsg_send`]: remindMass,
  [`${CONTACT}/cancel_groupmsg_send`]: cancelMass,
  [`${CONTACT}/get_groupmsg_list_v2`]: massList,
  [`${CONTACT}/get_groupmsg_task`]: massTasks,
  [`${CONTACT}/get_groupmsg_send_result`]: massResults,
  [`${CONTACT}/groupchat/list`]: groupList,
  [`${CONTACT}/groupchat/get`]: groupDetail,
  [`${CONTACT}/groupchat/transfer`]: inheritGroups,
  [`${CONTACT}/groupchat/onjob_transfer`]: handOverGroups,
  [`${CONTACT}/add_moment_task`]: addMomentTask,
  [`${CONTACT}/cancel_moment_task`]: cancelMoment,
  [`${CONTACT}/get_moment_list`]: momentList,
  [`${CONTACT}/get_moment_task`]: momentTasks,
  [`${CONTACT}/get_moment_customer_list`]: momentCustomers,
  [`${CONTACT}/get_moment_send_result`]: momentSendResult,
  [`${CONTACT}/get_moment_comments`]: momentComments,
};

/** The order of the gate: access token, address of the caller, quota of the API. */
export function wecomRoutes(ctx: Ctx): Route[] {
  const gate = (request: Incoming): void => {
    requireCorpToken(ctx, request);
    requireTrustedIp(ctx, request);
  };
  const gated =
    (endpoint: Endpoint): Handle =>
    (request) => {
      gate(request);
      chargeCall(ctx, request);
      return endpoint(ctx, request);
    };
  /** With a valid code it counts against no limit, so it is counted when it fails. */
  const userInfo: Handle = (request) => {
    gate(request);
    try {
      return getUserInfo(ctx, request);
    } catch (error) {
      chargeCall(ctx, request);
      throw error;
    }
  };
  const route = (method: Route['method'], [pattern, endpoint]: [string, Endpoint]): Route => ({
    method,
    pattern,
    handle: gated(endpoint),
  });
  return [
    { method: 'GET', pattern: '/cgi-bin/gettoken', handle: (request) => getToken(ctx, request) },
    { method: 'GET', pattern: '/cgi-bin/auth/getuserinfo', handle: userInfo },
    ...Object.entries(GETS).map((entry) => route('GET', entry)),
    ...Object.entries(POSTS).map((entry) => route('POST', entry)),
  ];
}

export function oauthRoutes(ctx: Ctx): Route[] {
  return [
    { method: 'GET', pattern: '/connect/oauth2/authorize', handle: (request) => authorize(ctx, request) },
  ];
}

export function wecomRefusal(ctx: Ctx, refusal: Refusal, request: Incoming): Outgoing {
  const { errcode, message } = refusal;
  const hint = `hint: [${ctx.random.digits(19)}], from ip: ${request.ip}`;
  const more = `more info at https://open.work.weixin.qq.com/devtool/query?e=${errcode}`;
  return {
    ...json({ errcode, errmsg: `${message}, ${hint}, ${more}` }),
    note: { errcode: String(errcode), explanation: message },
  };
}
