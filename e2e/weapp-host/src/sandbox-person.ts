import { SandboxClient } from '@omni/wechat-sandbox';
import { no, yes } from './people';
import { plainPng } from './png';
import type { Person, PersonAnswer, Question } from './people';

/** A shopper of the local WeChat sandbox: their codes, their wallet, where they stand. */
export class SandboxPerson implements Person {
  private readonly sandbox: SandboxClient;

  constructor(
    url: string,
    readonly shopperId: string,
  ) {
    this.sandbox = new SandboxClient(url);
  }

  answer(question: Question, options: Record<string, unknown>): Promise<PersonAnswer> {
    const ask = this.ways[question];
    if (ask === undefined) throw new Error(`a person of the sandbox has no answer to ${question}`);
    return ask(options);
  }

  private readonly ways: Partial<
    Record<Question, (options: Record<string, unknown>) => Promise<PersonAnswer>>
  > = {
    login: async () => yes(await this.sandbox.loginCode(this.shopperId)),
    getPhoneNumber: async () => yes(await this.sandbox.phoneCode(this.shopperId)),
    requestPayment: (options) => this.pay(options),
    requestSubscribeMessage: async ({ tmplIds }) =>
      yes(
        await this.sandbox.subscribe(this.shopperId, { templateIds: tmplIds as string[], answer: 'accept' }),
      ),
    getLocation: async () =>
      yes({ ...(await this.sandbox.location(this.shopperId)), accuracy: 30, speed: -1, altitude: 0 }),
    chooseLocation: async () => {
      const place = await this.sandbox.location(this.shopperId);
      return yes({ name: '当前位置', address: '', ...place });
    },
    // Nothing is before the camera unless the journey decides so: a person closes the scanner again.
    scanCode: async () => no('cancel'),
    chooseAddress: async () => yes(ADDRESS),
    getUserProfile: async () => yes({ userInfo: USER_INFO, rawData: JSON.stringify(USER_INFO) }),
    chooseMedia: async () => yes({ pictures: [picture()] }),
    chooseAvatar: async () => yes({ pictures: [picture()] }),
  };

  /** The sandbox checks the five parameters as WeChat does, and words its refusal. */
  private async pay(options: Record<string, unknown>): Promise<PersonAnswer> {
    const { timeStamp, nonceStr, package: pack, signType, paySign } = options as Record<string, string>;
    const input = { timeStamp, nonceStr, package: pack, signType, paySign } as Parameters<
      SandboxClient['pay']
    >[1];
    const { errMsg } = await this.sandbox.pay(this.shopperId, input);
    if (errMsg === 'requestPayment:ok') return yes();
    return no(errMsg.replace(/^requestPayment:fail\s*/, ''));
  }
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/open-api/address/wx.chooseAddress.html */
const ADDRESS = {
  userName: '林小满',
  postalCode: '310000',
  provinceName: '浙江省',
  cityName: '杭州市',
  countyName: '西湖区',
  streetName: '文新街道',
  detailInfo: '文新街道测试路 1 号',
  detailInfoNew: '测试路 1 号',
  nationalCode: '330106',
  telNumber: '13800000000',
};
/** What WeChat tells of everybody: https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserProfile.html */
const USER_INFO = {
  nickName: '微信用户',
  avatarUrl: '',
  gender: 0,
  country: '',
  province: '',
  city: '',
  language: '',
};

const picture = (): string => `data:image/png;base64,${plainPng(64, 48, [122, 142, 96]).toString('base64')}`;
