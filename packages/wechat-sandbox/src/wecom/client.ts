import type { ChatMessage, CustomerInput } from '../control/types';
import type { Transport } from '../control/transport';

/** Acts for the people of the company, and reads what reached them. */
export class WecomControl {
  constructor(private readonly transport: Transport) {}

  /** The code that WeCom's browser would bring back from the OAuth page. */
  oauthCode(userid: string): Promise<{ code: string }> {
    return this.transport.post(`/control/staff/${userid}/oauth-code`);
  }

  /** Messages this member sent to customers (welcome, sendChatMessage) and app messages the member received. */
  sent(userid: string): Promise<{ messages: ChatMessage[] }> {
    return this.transport.get(`/control/staff/${userid}/sent`);
  }

  /** A customer adds a member: the pair is made and the callback with a WelcomeCode goes out. */
  addCustomer(input: CustomerInput): Promise<{ external_userid: string; welcome_code: string }> {
    return this.transport.post('/control/wecom/add-customer', input);
  }

  /** The customer deletes the member. */
  dropCustomer(input: CustomerInput): Promise<{ dropped: boolean }> {
    return this.transport.post('/control/wecom/drop-customer', input);
  }
}
