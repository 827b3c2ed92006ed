/** 「联系我」. Times are ms of the sandbox's clock, `…In` are seconds. */
export type ContactWay = {
  configId: string;
  /** What stands in the QR code's address. */
  qrId: string;
  type: 1 | 2;
  scene: 1 | 2;
  style?: number;
  remark: string;
  skipVerify: boolean;
  state: string;
  user: string[];
  party: number[];
  isTemp: boolean;
  expiresIn?: number;
  chatExpiresIn?: number;
  unionid?: string;
  conclusions?: Record<string, unknown>;
  isExclusive: boolean;
  markSource: boolean;
  createdAt: number;
  /** How many customers it has given to its members: the next one goes to the next member. */
  turn: number;
};
/** A chat without a friendship, from a temporary contact way. */
export type TempChat = {
  userid: string;
  shopperId: string;
  configId: string;
  startedAt: number;
  expiresAt: number;
};
/** 「加入群聊」. */
export type JoinWay = {
  configId: string;
  qrId: string;
  scene: 1 | 2;
  remark: string;
  autoCreateRoom: 0 | 1;
  roomBaseName: string;
  roomBaseId: number;
  chatIds: string[];
  state: string;
};

export type ContactWaysState = {
  contactWays: ContactWay[];
  /** Temporary ways made on one day of Beijing time. */
  tempWays: { day: string; count: number };
  tempChats: TempChat[];
  joinWays: JoinWay[];
};

export function freshContactWays(): ContactWaysState {
  return { contactWays: [], tempWays: { day: '', count: 0 }, tempChats: [], joinWays: [] };
}
