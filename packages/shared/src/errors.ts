/**
 * Every code a client may see. `status` is the HTTP status, `retry` says whether the same request may be sent again as it
 * is, `message` is the sentence for people.
 */
const table = {
  INVALID_INPUT: { status: 400, retry: false, message: '提交的内容不符合要求' },
  BODY_TOO_LARGE: { status: 413, retry: false, message: '提交的内容太大了' },
  NOT_JSON: { status: 415, retry: false, message: '请以 JSON 格式提交' },
  LOGIN_REQUIRED: { status: 401, retry: false, message: '请先登录' },
  FORBIDDEN: { status: 403, retry: false, message: '您没有权限进行此操作' },
  NOT_FOUND: { status: 404, retry: false, message: '没有找到相关内容' },
  TOO_MANY_REQUESTS: { status: 429, retry: true, message: '操作太频繁，请稍后再试' },
  BUSY: { status: 503, retry: true, message: '系统繁忙，请稍后再试' },
  INTERNAL: { status: 500, retry: true, message: '系统开小差了，请稍后再试' },

  LOGIN_CODE_INVALID: { status: 400, retry: false, message: '登录凭证已失效，请重新登录' },
  PHONE_CODE_INVALID: { status: 400, retry: false, message: '手机号授权已失效，请重新授权' },
  PHONE_SHARED: { status: 409, retry: false, message: '该手机号有多人在用，不能绑定，请换一个号码' },
  TWO_PEOPLE: { status: 409, retry: false, message: '这两位顾客各有自己的微信身份，不能合并' },
  SAME_CUSTOMER: { status: 409, retry: false, message: '这已经是同一位顾客' },
  NOTHING_TO_SPLIT: { status: 409, retry: false, message: '去掉这些依据后顾客不会拆开，请另选依据' },
  DECISION_UNDONE: { status: 409, retry: false, message: '这项操作已经撤销' },
  RULES_CHANGED: { status: 409, retry: false, message: '识别规则已被他人修改，请刷新后再试' },
  RULE_RUN_UNFINISHED: { status: 409, retry: false, message: '试算还没有完成，或已经过期，请重新试算' },
  PLATFORM_UNAVAILABLE: { status: 503, retry: true, message: '微信服务暂时不可用，请稍后再试' },

  PRODUCT_OFF_SHELF: { status: 409, retry: false, message: '商品已下架' },
  SCENE_UNKNOWN: { status: 404, retry: false, message: '这个码不属于本品牌，或已失效' },

  STORE_CLOSED: { status: 409, retry: false, message: '门店当前休息中，请选择其他门店' },
  OUT_OF_STOCK: { status: 409, retry: false, message: '部分商品库存不足' },
  STOCK_TOO_FEW: { status: 409, retry: false, message: '没有这么多未被订单占用的库存，请先拒单或盘点' },
  COUNT_STALE: { status: 409, retry: false, message: '清点期间有商品进出，请重新数一遍' },
  COUNT_CLOSED: { status: 409, retry: false, message: '这个盘点任务已经完成' },

  COUPON_SOLD_OUT: { status: 409, retry: false, message: '优惠券已被领完' },
  COUPON_LIMIT_REACHED: { status: 409, retry: false, message: '您已领过这张优惠券' },
  COUPON_NOT_OPEN: { status: 409, retry: false, message: '优惠券不在领取时间内' },
  COUPON_CODE_UNKNOWN: { status: 404, retry: false, message: '券码不正确，请核对后再试' },
  COUPON_CODE_EXPIRED: { status: 409, retry: false, message: '券码已过期，请顾客刷新后再试' },
  MEMBER_CODE_UNKNOWN: { status: 404, retry: false, message: '会员码不正确，请顾客刷新后再扫' },
  MEMBER_CODE_FOREIGN: { status: 409, retry: false, message: '这是其他品牌的会员码' },
  MEMBER_CODE_EXPIRED: { status: 409, retry: false, message: '会员码已过期，请顾客刷新后再扫' },
  MEMBER_CODE_USED: { status: 409, retry: false, message: '会员码刚在别处用过，请顾客等它刷新后再扫' },
  COUPON_STATE_CONFLICT: { status: 409, retry: false, message: '优惠券状态已变化，请刷新后再试' },
  COUPON_UNUSABLE: { status: 409, retry: false, message: '优惠券当前不可用' },

  PRICE_CHANGED: { status: 409, retry: false, message: '价格有变动，请确认后重新提交' },
  ADDRESS_REQUIRED: { status: 400, retry: false, message: '请填写收货地址' },
  ORDER_NOT_PAYABLE: { status: 409, retry: false, message: '订单当前不能支付' },
  ORDER_NOT_CANCELLABLE: { status: 409, retry: false, message: '订单当前不能取消' },
  ORDER_NOT_REFUNDABLE: { status: 409, retry: false, message: '订单当前不能退款' },
  ORDER_STATE_CONFLICT: { status: 409, retry: false, message: '订单状态已变化，请刷新后再试' },
  REFUND_TOO_MUCH: { status: 409, retry: false, message: '退款金额超过该订单还可退的金额' },
  REFUND_TOO_MANY: { status: 409, retry: false, message: '该订单退款次数已达 50 次上限' },
  REFUND_STATE_CONFLICT: { status: 409, retry: false, message: '退款状态已变化，请刷新后再试' },
  REFUND_BUSY: { status: 409, retry: true, message: '该订单另一笔退款正在处理，请稍后再试' },
  REFUND_ACCOUNT_REFUSED: { status: 409, retry: false, message: '微信支付未接受该收款账户，请核对后再试' },
  DIFFERENCE_SETTLED: { status: 409, retry: false, message: '该差异已处理' },
  BILL_NOT_THERE: {
    status: 409,
    retry: false,
    message: '账单次日10点后生成、保留三个月，该日账单现在取不到',
  },
  REQUEST_REUSED: { status: 409, retry: false, message: '同一次提交的内容前后不一致' },

  OFFER_OVER: { status: 409, retry: false, message: '自提优惠已结束，商品会按原地址为您发货' },
  OFFER_OUT_OF_STOCK: { status: 409, retry: false, message: '门店刚刚售完，商品会按原地址为您发货' },
  CHANNEL_NOT_CONNECTED: { status: 409, retry: false, message: '渠道没有接通，或没有受理，请在渠道后台处理' },
  API_SIGNATURE_INVALID: { status: 401, retry: false, message: '接口签名不正确' },
  API_REQUEST_STALE: { status: 401, retry: false, message: '请求时间与服务器相差超过五分钟' },
  API_NONCE_USED: { status: 401, retry: false, message: '这个随机串已经用过' },

  PICKUP_NOT_READY: { status: 409, retry: false, message: '订单还没备好，暂不能取货' },
  PICKUP_CODE_UNKNOWN: { status: 404, retry: false, message: '取货码不正确，请核对后再试' },
  PICKUP_CODE_EXPIRED: { status: 409, retry: false, message: '取货码已过期，请顾客刷新后再试' },
  PICKUP_WRONG_STORE: { status: 409, retry: false, message: '这是其他门店的订单，请到对应门店取货' },
  PICKUP_ALREADY_HANDED_OVER: { status: 409, retry: false, message: '这单已经取过货了' },
  PICKUP_ORDER_CLOSED: { status: 409, retry: false, message: '订单已取消或正在退款，不能取货' },
  TOO_MANY_TRIES: { status: 429, retry: true, message: '输错次数过多，请 10 分钟后再试' },

  AFTERSALE_NOT_ALLOWED: { status: 409, retry: false, message: '该商品当前不能申请此售后' },
  AFTERSALE_TOO_LATE: { status: 409, retry: false, message: '已超过售后申请期限' },
  AFTERSALE_LINE_TAKEN: { status: 409, retry: false, message: '所选商品已在售后处理中或已处理完' },
  AFTERSALE_REASON_UNFIT: { status: 409, retry: false, message: '请选择适用的售后原因' },
  AFTERSALE_NOTE_REQUIRED: { status: 400, retry: false, message: '请补充问题说明' },
  AFTERSALE_NOT_EXCHANGEABLE: { status: 409, retry: false, message: '只能换同款同价的商品' },
  AFTERSALE_REPLACEMENT_GONE: { status: 409, retry: false, message: '要换的商品已被售出，请改为退货' },
  AFTERSALE_STATE_CONFLICT: { status: 409, retry: false, message: '售后单状态已变化，请刷新后再试' },
  AFTERSALE_WRONG_STORE: { status: 409, retry: false, message: '请到约定的换货门店办理' },

  BOOKING_SLOT_FULL: { status: 409, retry: false, message: '这个时段刚刚约满，请选择其他时段' },
  BOOKING_SLOT_CLOSED: { status: 409, retry: false, message: '这个时段不能预约，请选择其他时段' },
  BOOKING_TWICE: { status: 409, retry: false, message: '您在这个时段已有预约' },
  BOOKING_TOO_MANY: { status: 409, retry: false, message: '最多同时保留 3 个试穿预约，请先取消一个' },
  BOOKING_TOO_LATE: { status: 409, retry: false, message: '预约时间已到，不能再修改或取消，请联系门店' },
  BOOKING_TOO_EARLY: { status: 409, retry: false, message: '还没到预约的日子，顾客到店当天再登记' },
  BOOKING_STATE_CONFLICT: { status: 409, retry: false, message: '预约状态已变化，请刷新后再试' },

  INVOICE_NOT_ALLOWED: { status: 409, retry: false, message: '该订单当前不能开发票' },
  INVOICE_TAX_NUMBER_WRONG: { status: 400, retry: false, message: '税号不正确，请核对后再提交' },
  INVOICE_ISSUED: { status: 409, retry: false, message: '发票已开具，不能再修改' },
  INVOICE_AMOUNT_CHANGED: { status: 409, retry: false, message: '开票金额有变动，请刷新后再开' },
  INVOICE_STATE_CONFLICT: { status: 409, retry: false, message: '发票状态已变化，请刷新后再试' },

  ERASURE_BLOCKED: { status: 409, retry: false, message: '还有未完成的订单、退款或售后，完成后才能注销' },

  ROUTING_NOT_STUCK: { status: 409, retry: false, message: '这单已不在待处理队列，请刷新后再看' },
  ROUTING_POLICY_CHANGED: { status: 409, retry: false, message: '路由规则已被他人修改，请刷新后再保存' },

  STAFF_UNKNOWN: { status: 403, retry: false, message: '您还不是本系统的员工，请联系店长开通' },
  STAFF_LOGIN_INVALID: { status: 400, retry: false, message: '登录已失效，请重新从企业微信打开' },
  PAGE_NOT_TRUSTED: { status: 400, retry: false, message: '页面地址不在可信域名内' },
} as const;

export type ErrorCode = keyof typeof table;
/** Refusals any endpoint may give; contracts list only their own. */
export type CommonCode =
  | 'INVALID_INPUT'
  | 'BODY_TOO_LARGE'
  | 'NOT_JSON'
  | 'LOGIN_REQUIRED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'TOO_MANY_REQUESTS'
  | 'BUSY'
  | 'INTERNAL';
export type ErrorInfo = { status: number; retry: boolean; message: string };
export const errorTable: Readonly<Record<ErrorCode, ErrorInfo>> = table;
