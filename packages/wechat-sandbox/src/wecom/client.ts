import type { ChatMessage } from '../control/types';
import type { Transport } from '../control/transport';
import type {
  ChatInput,
  ContactWaysView,
  CustomerInput,
  CustomersView,
  EditCustomerInput,
  Group,
  GroupChange,
  GroupInput,
  GroupView,
  JoinInput,
  LeaveInput,
  MassTaskView,
  MemberInput,
  MemberMassInput,
  MemberView,
  Met,
  MomentTaskView,
  MomentView,
  OauthInput,
  PairInput,
  Press,
  RivalStep,
  ScanInput,
  Scanned,
  TagGroup,
  TagInput,
  Transfer,
  WecomOverview,
} from './control-types';

/** Acts for the people of the company, their customers and the console, and reads what reached them. */
export class WecomControl {
  constructor(private readonly transport: Transport) {}

  /** Members with their settings, trusted addresses, and how much of each API's quota is used. */
  overview(): Promise<WecomOverview> {
    return this.transport.get('/control/wecom');
  }

  /** The code that WeCom's browser would bring back from the OAuth page. */
  oauthCode(userid: string, input: OauthInput = {}): Promise<{ code: string }> {
    return this.transport.post(`/control/staff/${userid}/oauth-code`, input);
  }

  /** The same for somebody from outside. */
  outsiderCode(shopperId: string): Promise<{ code: string }> {
    return this.transport.post(`/control/shoppers/${shopperId}/oauth-code`);
  }

  /** 企业可信IP: who else calls gets 60020; null lets everybody. */
  trustIps(ips: string[] | null): Promise<WecomOverview> {
    return this.transport.post('/control/wecom/trusted-ips', { ips });
  }

  /** Other apps of the company used so many calls of this API in this hour. */
  useQuota(path: string, calls: number): Promise<WecomOverview> {
    return this.transport.post('/control/wecom/quota', { path, calls });
  }

  /** What the console and the member's own account say about a member. */
  setMember(userid: string, input: MemberInput): Promise<MemberView> {
    return this.transport.post(`/control/wecom/members/${userid}`, input);
  }

  /** The member leaves the company; the customers are unassigned. */
  leave(userid: string): Promise<MemberView> {
    return this.transport.post(`/control/wecom/members/${userid}/leave`);
  }

  rejoin(userid: string): Promise<MemberView> {
    return this.transport.post(`/control/wecom/members/${userid}/rejoin`);
  }

  /** Messages this member sent to customers (welcome, sendChatMessage, mass) and app messages the member received. */
  sent(userid: string): Promise<{ messages: ChatMessage[] }> {
    return this.transport.get(`/control/staff/${userid}/sent`);
  }

  /** The member's customers with remarks and tags, and who waits to be accepted. */
  customers(userid: string): Promise<CustomersView> {
    return this.transport.get(`/control/wecom/members/${userid}/customers`);
  }

  /** A customer adds a member: the pair is made and the callback goes out, with a WelcomeCode unless there is none. */
  addCustomer(input: CustomerInput): Promise<Met> {
    return this.transport.post('/control/wecom/add-customer', input);
  }

  /** The customer deletes the member. */
  dropCustomer(input: CustomerInput): Promise<{ dropped: boolean }> {
    return this.transport.post('/control/wecom/drop-customer', input);
  }

  /** The member deletes the customer. */
  deleteCustomer(input: PairInput): Promise<{ deleted: boolean }> {
    return this.transport.post('/control/wecom/delete-customer', input);
  }

  /** The member accepts who asked, or confirms who came by a contact way with skip_verify. */
  confirmCustomer(input: PairInput): Promise<Met> {
    return this.transport.post('/control/wecom/confirm-customer', input);
  }

  /** The member changes remarks and tags in the client. */
  editCustomer(input: EditCustomerInput): Promise<{ edited: true }> {
    return this.transport.post('/control/wecom/edit-customer', input);
  }

  /** One says something to the other. */
  chat(input: ChatInput): Promise<{ said: true }> {
    return this.transport.post('/control/wecom/chat', input);
  }

  /** A shopper scans a contact way or a group's join way. */
  scanContactWay(
    shopperId: string,
    input: ScanInput,
  ): Promise<Scanned | { status: 'joined'; chat_id: string }> {
    return this.transport.post(`/control/shoppers/${shopperId}/scan-contact-way`, input);
  }

  contactWays(): Promise<ContactWaysView> {
    return this.transport.get('/control/wecom/contact-ways');
  }

  /** Another app of the company takes a welcome code: it is sending, has sent, or has failed. */
  rivalWelcome(welcomeCode: string, step: RivalStep): Promise<unknown> {
    return this.transport.post('/control/wecom/rival-welcome', { welcomeCode, step });
  }

  transfers(): Promise<Transfer[]> {
    return this.transport.get('/control/wecom/transfers');
  }

  /** The customer refuses to be handed over. */
  refuseTransfer(shopperId: string): Promise<{ refused: boolean }> {
    return this.transport.post('/control/wecom/transfers/refuse', { shopperId });
  }

  tags(): Promise<TagGroup[]> {
    return this.transport.get('/control/wecom/tags');
  }

  /** The console (or another app) makes tags. */
  createTags(input: TagInput): Promise<TagGroup> {
    return this.transport.post('/control/wecom/tags', input);
  }

  renameTag(id: string, name: string): Promise<{ renamed: true }> {
    return this.transport.post(`/control/wecom/tags/${id}/rename`, { name });
  }

  deleteTags(ids: string[]): Promise<{ deleted: number }> {
    return this.transport.post('/control/wecom/tags/delete', { ids });
  }

  /** Puts the tags of a group, or the groups when none is named, into this order. */
  shuffleTags(ids: string[], groupId?: string): Promise<TagGroup[]> {
    return this.transport.post('/control/wecom/tags/shuffle', { ids, ...(groupId ? { groupId } : {}) });
  }

  /** The mass messages waiting for this member, and those that are done. */
  massTasks(userid: string): Promise<MassTaskView[]> {
    return this.transport.get(`/control/staff/${userid}/mass-tasks`);
  }

  /** The member sends it; with allow_select only to some of the recipients. */
  confirmMass(userid: string, msgid: string, recipients?: string[]): Promise<MassTaskView> {
    const body = recipients ? { recipients } : {};
    return this.transport.post(`/control/staff/${userid}/mass-tasks/${msgid}/confirm`, body);
  }

  ignoreMass(userid: string, msgid: string): Promise<MassTaskView> {
    return this.transport.post(`/control/staff/${userid}/mass-tasks/${msgid}/ignore`);
  }

  /** The member makes a mass message in the client; it waits for confirmMass like the others. */
  memberMass(userid: string, input: MemberMassInput): Promise<MassTaskView> {
    return this.transport.post(`/control/staff/${userid}/mass-tasks`, input);
  }

  groups(): Promise<Group[]> {
    return this.transport.get('/control/wecom/groups');
  }

  /** One group with what was sent into it. */
  group(chatId: string): Promise<GroupView> {
    return this.transport.get(`/control/wecom/groups/${chatId}`);
  }

  createGroup(input: GroupInput): Promise<Group> {
    return this.transport.post('/control/wecom/groups', input);
  }

  addToGroup(chatId: string, input: JoinInput): Promise<{ added: number }> {
    return this.transport.post(`/control/wecom/groups/${chatId}/add`, input);
  }

  removeFromGroup(chatId: string, input: LeaveInput): Promise<{ removed: number }> {
    return this.transport.post(`/control/wecom/groups/${chatId}/remove`, input);
  }

  changeGroup(chatId: string, input: GroupChange): Promise<Group> {
    return this.transport.post(`/control/wecom/groups/${chatId}/change`, input);
  }

  dismissGroup(chatId: string): Promise<{ dismissed: true }> {
    return this.transport.post(`/control/wecom/groups/${chatId}/dismiss`);
  }

  /** The member presses a button of a template card. */
  pressCard(userid: string, press: Press): Promise<{ response_code: string }> {
    return this.transport.post(`/control/staff/${userid}/press-card`, press);
  }

  /** The member opens the app: enter_agent. */
  openApp(userid: string): Promise<{ entered: true }> {
    return this.transport.post(`/control/staff/${userid}/open-app`);
  }

  /** Posts of the company waiting for this member to publish them. */
  momentTasks(userid: string): Promise<MomentTaskView[]> {
    return this.transport.get(`/control/staff/${userid}/moments`);
  }

  publishMoment(userid: string, momentId: string): Promise<{ published: true }> {
    return this.transport.post(`/control/staff/${userid}/moments/${momentId}/publish`);
  }

  /** What a shopper sees. */
  moments(shopperId: string): Promise<MomentView[]> {
    return this.transport.get(`/control/shoppers/${shopperId}/moments`);
  }

  /** A comment with a text, a like without. */
  reactToMoment(shopperId: string, momentId: string, text?: string): Promise<{ reacted: true }> {
    const body = text === undefined ? {} : { text };
    return this.transport.post(`/control/shoppers/${shopperId}/moments/${momentId}/react`, body);
  }
}
