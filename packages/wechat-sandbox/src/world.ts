import { derivedId } from './state/random';

export type Place = { latitude: number; longitude: number };
export type NamedPlace = Place & { name: string; address: string };

export type Shopper = {
  id: string;
  name: string;
  phone: string;
  note: string;
  /** GCJ-02, as WeChat's own map has it. */
  location: Place;
  /** Of the mini-program. */
  openid: string;
  /** Of the official account, whether or not the person follows it. */
  officialOpenid: string;
  unionid: string;
  /** Given when the person comes with WeCom of another company instead of WeChat: a contact of type 2. */
  wecomUser?: { corpName: string; corpFullName: string; position: string };
};

export type StaffMember = {
  userid: string;
  name: string;
  position: string;
  department: string;
  note: string;
  mobile?: string;
  email?: string;
  /** 1 male, 2 female. */
  gender?: string;
};

/** `name` is what `department` of a member says; departments that only members name exist too, below the root. */
export type Department = { id: number; name: string; parentid: number };
export type MemberTag = { tagid: number; tagname: string; userids: string[] };

export type MessageTemplate = {
  id: string;
  title: string;
  /** When given, a message has to carry exactly these keys; the key's prefix says what its value may be. */
  fields?: Record<string, string>;
  /** 2: one accept is one message, also when absent; 3: long-term, one accept is for ever. */
  type?: 2 | 3;
  /** What a key of the kind `enum` may say. */
  enums?: Record<string, string[]>;
};

export const PUSH_MODES = ['plain', 'compatible', 'safe'] as const;
export const PUSH_FORMATS = ['xml', 'json'] as const;

/** What the console of a message push is given. */
export type PushSecrets = {
  token: string;
  encodingAesKey: string;
  mode: (typeof PUSH_MODES)[number];
  format: (typeof PUSH_FORMATS)[number];
};

export type World = {
  miniProgram: {
    appid: string;
    secret: string;
    name: string;
    /** gh_…: who a message push is addressed to. */
    originalId: string;
    templates: MessageTemplate[];
    /** Pages of the released version; when absent any page counts as released. */
    pages?: string[];
    push: PushSecrets;
  };
  officialAccount: {
    appid: string;
    secret: string;
    name: string;
    originalId: string;
    templates: MessageTemplate[];
    push: PushSecrets;
    /** When given, the web login may go back to exactly this host. */
    webDomain?: string;
  };
  /** What is bound to the brand's Open Platform account: only there a unionid is given. */
  openPlatform: { miniProgram: boolean; officialAccount: boolean; wecom: boolean };
  /** The v2 key opens only what the API before v3 sends: refund notices in XML. */
  merchant: { mchid: string; name: string; apiV3Key: string; apiV2Key: string };
  corp: {
    corpid: string;
    name: string;
    agentid: string;
    secret: string;
    callbackToken: string;
    callbackAesKey: string;
    /** When given, the OAuth redirect has to go to exactly this host. */
    trustedDomain?: string;
    departments: Department[];
    memberTags: MemberTag[];
  };
  shoppers: Shopper[];
  staff: StaffMember[];
  /** Who already has whom as a customer. */
  follows: { userid: string; shopperId: string }[];
  places: NamedPlace[];
};

export type PersonSketch = Pick<Shopper, 'id' | 'name' | 'phone' | 'note' | 'location'>;

/** A shopper with ids that depend on `id` alone: openid 28 characters, unionid 28. */
export function aShopper(sketch: PersonSketch): Shopper {
  return {
    ...sketch,
    openid: `o${derivedId(`openid:${sketch.id}`, 27)}`,
    officialOpenid: `o${derivedId(`official-openid:${sketch.id}`, 27)}`,
    unionid: `o${derivedId(`unionid:${sketch.id}`, 27)}`,
  };
}

/** 32 characters that start with wm for a WeChat user and with wo for a user of another company's WeCom. */
export function externalUserid(shopper: Shopper): string {
  return `${shopper.wecomUser ? 'wo' : 'wm'}${derivedId(`external:${shopper.id}`, 30)}`;
}

export function defaultWorld(): World {
  return {
    miniProgram: {
      appid: `wx${derivedId('appid', 16, '0123456789abcdef')}`,
      secret: derivedId('appsecret', 32, '0123456789abcdef'),
      name: '沙箱优选',
      originalId: `gh_${derivedId('mini-original', 12, '0123456789abcdef')}`,
      templates: [
        { id: 'PICKUP_READY_TEMPLATE', title: '取货提醒' },
        { id: 'FITTING_READY_TEMPLATE', title: '试穿备好提醒' },
        { id: 'FITTING_REMINDER_TEMPLATE', title: '到店试穿提醒' },
      ],
      push: pushSecrets('mini-program', 'json'),
    },
    officialAccount: {
      appid: `wx${derivedId('official-appid', 16, '0123456789abcdef')}`,
      secret: derivedId('official-appsecret', 32, '0123456789abcdef'),
      name: '沙箱优选服务号',
      originalId: `gh_${derivedId('official-original', 12, '0123456789abcdef')}`,
      templates: [{ id: 'ORDER_NEWS_TEMPLATE', title: '订单状态提醒' }],
      push: pushSecrets('official-account', 'xml'),
    },
    openPlatform: { miniProgram: true, officialAccount: true, wecom: true },
    merchant: {
      mchid: '1900007291',
      name: '沙箱优选商贸',
      apiV3Key: derivedId('apiv3', 32, HEX_UPPER),
      apiV2Key: derivedId('apiv2', 32, HEX_UPPER),
    },
    corp: {
      corpid: `ww${derivedId('corpid', 16, '0123456789abcdef')}`,
      name: '沙箱优选',
      agentid: '1000002',
      secret: derivedId('corpsecret', 43),
      callbackToken: derivedId('callback-token', 24, ALNUM),
      callbackAesKey: encodingAesKey('callback-aes'),
      departments: [
        { id: 1, name: '沙箱优选', parentid: 0 },
        { id: 2, name: '总部', parentid: 1 },
        { id: 3, name: '门店', parentid: 1 },
        { id: 4, name: '静安寺店', parentid: 3 },
        { id: 5, name: '南京西路店', parentid: 3 },
      ],
      memberTags: [{ tagid: 1, tagname: '导购', userids: ['xiaomei', 'aqiang'] }],
    },
    shoppers: defaultShoppers(),
    staff: defaultStaff(),
    follows: [
      { userid: 'xiaomei', shopperId: 'lin' },
      { userid: 'xiaomei', shopperId: 'wang' },
    ],
    places: defaultPlaces(),
  };
}

const HEX_UPPER = '0123456789ABCDEF';
const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function pushSecrets(app: string, format: PushSecrets['format']): PushSecrets {
  return {
    token: derivedId(`push-token:${app}`, 24, ALNUM),
    encodingAesKey: encodingAesKey(`push-aes:${app}`),
    mode: 'safe',
    format,
  };
}

/** The 43rd character carries only four bits; ending on A keeps every decoder content. */
function encodingAesKey(name: string): string {
  return `${derivedId(name, 42, ALNUM)}A`;
}

function defaultShoppers(): Shopper[] {
  return [
    aShopper({
      id: 'lin',
      name: '林晓',
      phone: '13800138001',
      note: '住在静安寺旁，小美的客户',
      location: { latitude: 31.2235, longitude: 121.4453 },
    }),
    aShopper({
      id: 'wang',
      name: '王磊',
      phone: '13800138002',
      note: '在静安寺一带上班，小美的客户',
      location: { latitude: 31.229, longitude: 121.448 },
    }),
    aShopper({
      id: 'chen',
      name: '陈静',
      phone: '13800138003',
      note: '住在临港，附近没有门店',
      location: { latitude: 30.9, longitude: 121.93 },
    }),
    aShopper({
      id: 'zhao',
      name: '赵敏',
      phone: '13800138004',
      note: '住在南京西路旁',
      location: { latitude: 31.2288, longitude: 121.4561 },
    }),
    aShopper({
      id: 'sun',
      name: '孙浩',
      phone: '13800138005',
      note: '在南京西路一带上班',
      location: { latitude: 31.2301, longitude: 121.4529 },
    }),
    aShopper({
      id: 'qian',
      name: '钱悦',
      phone: '13800138006',
      note: '在人民广场一带上班',
      location: { latitude: 31.2309, longitude: 121.4728 },
    }),
  ];
}

function defaultStaff(): StaffMember[] {
  return [
    { userid: 'xiaomei', name: '小美', position: '导购', department: '静安寺店', note: '导购，静安寺店' },
    { userid: 'laozhou', name: '老周', position: '店长', department: '静安寺店', note: '店长，静安寺店' },
    { userid: 'aqiang', name: '阿强', position: '店员', department: '南京西路店', note: '店员，南京西路店' },
    { userid: 'yunying', name: '云英', position: '运营', department: '总部', note: '总部运营' },
  ];
}

/** What wx.chooseLocation offers, GCJ-02. */
function defaultPlaces(): NamedPlace[] {
  return [
    { name: '静安寺', address: '上海市静安区南京西路1686号', latitude: 31.2237, longitude: 121.4454 },
    { name: '南京西路', address: '上海市静安区南京西路1266号', latitude: 31.2294, longitude: 121.4548 },
    { name: '人民广场', address: '上海市黄浦区人民大道120号', latitude: 31.2304, longitude: 121.4737 },
    { name: '徐家汇', address: '上海市徐汇区肇嘉浜路1111号', latitude: 31.1941, longitude: 121.4375 },
    { name: '滴水湖', address: '上海市浦东新区临港新片区环湖西路', latitude: 30.9002, longitude: 121.9301 },
  ];
}
