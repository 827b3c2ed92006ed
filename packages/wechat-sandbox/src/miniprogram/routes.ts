import type { Endpoint, TokenEndpoint } from '../weixin/endpoint';
import { generateScheme, generateShortLink, generateUrlLink, queryScheme, queryUrlLink } from './links';
import { codeToSession } from './login';
import { checkMedia } from './media-check';
import { checkEncryptedMessage, phoneNumber } from './phone';
import { pathCode, unlimitedCode } from './scene-codes';
import { checkSession, paidUnionid, resetSession } from './sessions';
import { uploadCombinedShipping, uploadShipping } from './shipping';
import { getShippingOrder, listShippingOrders } from './shipping-orders';
import { sendSubscribeMessage } from './subscribe';
import {
  addTemplate,
  deleteTemplate,
  getCategories,
  getKeywords,
  getTemplates,
  getTitles,
} from './templates';
import { checkText } from './text-safety';
import {
  isConfirmationCompleted,
  isTradeManaged,
  remindReceipt,
  reportSpecialOrder,
  setJumpPath,
} from './trade-management';

type Handle = TokenEndpoint['handle'];

const get = (path: string, handle: Handle): Endpoint => ({ method: 'GET', path, of: ['mini'], handle });
const post = (path: string, handle: Handle): Endpoint => ({ method: 'POST', path, of: ['mini'], handle });

export const miniProgramEndpoints: Endpoint[] = [
  { method: 'GET', path: '/sns/jscode2session', open: codeToSession },
  get('/wxa/checksession', checkSession),
  get('/wxa/resetusersessionkey', resetSession),
  get('/wxa/getpaidunionid', paidUnionid),
  post('/wxa/business/checkencryptedmsg', checkEncryptedMessage),
  post('/wxa/business/getuserphonenumber', phoneNumber),
  post('/wxa/getwxacodeunlimit', unlimitedCode),
  post('/wxa/getwxacode', (ctx, request) => pathCode(ctx, request, 'wxacode')),
  post('/cgi-bin/wxaapp/createwxaqrcode', (ctx, request) => pathCode(ctx, request, 'wxaqrcode')),
  post('/wxa/generate_urllink', generateUrlLink),
  post('/wxa/query_urllink', queryUrlLink),
  post('/wxa/generatescheme', generateScheme),
  post('/wxa/queryscheme', queryScheme),
  post('/wxa/genwxashortlink', generateShortLink),
  post('/cgi-bin/message/subscribe/send', sendSubscribeMessage),
  get('/wxaapi/newtmpl/getcategory', getCategories),
  get('/wxaapi/newtmpl/getpubtemplatetitles', getTitles),
  get('/wxaapi/newtmpl/getpubtemplatekeywords', getKeywords),
  get('/wxaapi/newtmpl/gettemplate', getTemplates),
  post('/wxaapi/newtmpl/addtemplate', addTemplate),
  post('/wxaapi/newtmpl/deltemplate', deleteTemplate),
  post('/wxa/msg_sec_check', checkText),
  post('/wxa/media_check_async', checkMedia),
  post('/wxa/sec/order/upload_shipping_info', uploadShipping),
  post('/wxa/sec/order/upload_combined_shipping_info', uploadCombinedShipping),
  post('/wxa/sec/order/get_order', getShippingOrder),
  post('/wxa/sec/order/get_order_list', listShippingOrders),
  post('/wxa/sec/order/notify_confirm_receive', remindReceipt),
  post('/wxa/sec/order/set_msg_jump_path', setJumpPath),
  post('/wxa/sec/order/is_trade_managed', isTradeManaged),
  post('/wxa/sec/order/is_trade_management_confirmation_completed', isConfirmationCompleted),
  post('/wxa/sec/order/opspecialorder', reportSpecialOrder),
];
