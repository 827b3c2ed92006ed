/** What a person can be asked through WeChat, by the name of the API or the word of the popup. */
export type Question =
  | 'login'
  | 'getPhoneNumber'
  | 'requestPayment'
  | 'requestSubscribeMessage'
  | 'scanCode'
  | 'chooseLocation'
  | 'getLocation'
  | 'privacy'
  | 'authorize'
  | 'chooseAddress'
  | 'getUserProfile'
  | 'makePhoneCall'
  | 'openLocation'
  | 'shareAppMessage'
  | 'chooseMedia'
  | 'chooseAvatar'
  | 'openDocument'
  | 'saveImageToPhotosAlbum';

/** What the API hands to `success`, or the reason after `fail ` with further fields (`errno`). */
export type PersonAnswer =
  | { ok: true; result: Record<string, unknown> }
  | { ok: false; reason: string; fields?: Record<string, unknown> };

/** Who holds the phone. A question that this person has no answer for is an error, not a silent yes. */
export interface Person {
  answer(question: Question, options: Record<string, unknown>): Promise<PersonAnswer>;
}

/**
 * How a question is answered when it is not left to the person's own ways. `wait` leaves it open until a button of WeChat is pressed
 * ({@link SettablePerson.press}, the automator's `Tool.native`).
 */
export type Decision = 'allow' | 'deny' | 'cancel' | 'wait' | Record<string, unknown>;

const yes = (result: Record<string, unknown> = {}): PersonAnswer => ({ ok: true, result });
const no = (reason: string, fields?: Record<string, unknown>): PersonAnswer =>
  fields === undefined ? { ok: false, reason } : { ok: false, reason, fields };

/** Reasons as WeChat words them. */
const DENIALS: Record<string, PersonAnswer> = {
  privacy: no('privacy permission is not authorized', { errno: 104 }),
  authorize: no('auth deny', { errno: 103 }),
  getLocation: no('auth deny', { errno: 103 }),
  getPhoneNumber: no('user deny'),
  getUserProfile: no('auth deny'),
  saveImageToPhotosAlbum: no('auth deny'),
  requestPayment: no('cancel'),
};

/** A person whose answers are settled beforehand; unset questions go to the person behind, if there is one. */
export class SettablePerson implements Person {
  private readonly decisions = new Map<Question, Decision>();
  private readonly waiting: { question: Question; press: (button: 'allow' | 'deny' | 'cancel') => void }[] =
    [];
  /** Everything that was asked, oldest first. */
  readonly asked: { question: Question; options: Record<string, unknown> }[] = [];

  constructor(private readonly behind?: Person) {}

  /** `allow` leaves the answer to the person behind; an object is the result itself. */
  decide(question: Question, decision: Decision): void {
    this.decisions.set(question, decision);
  }

  /** Presses a button of the oldest open question of these; refuses when none is open. */
  press(questions: readonly Question[], button: 'allow' | 'deny' | 'cancel'): void {
    const index = this.waiting.findIndex(({ question }) => questions.includes(question));
    const [open] = index < 0 ? [] : this.waiting.splice(index, 1);
    if (open === undefined) throw new Error(`nothing is asked: none of ${questions.join(', ')} is open`);
    open.press(button);
  }

  async answer(question: Question, options: Record<string, unknown>): Promise<PersonAnswer> {
    this.asked.push({ question, options });
    const decision = this.decisions.get(question);
    if (decision !== 'wait') return this.settle(question, options, decision);
    return new Promise((resolve) => {
      const press = (button: 'allow' | 'deny' | 'cancel') => resolve(this.settle(question, options, button));
      this.waiting.push({ question, press });
    });
  }

  private async settle(
    question: Question,
    options: Record<string, unknown>,
    decision: Exclude<Decision, 'wait'> | undefined,
  ): Promise<PersonAnswer> {
    if (decision === 'deny') return DENIALS[question] ?? no('auth deny');
    if (decision === 'cancel') return no('cancel');
    if (typeof decision === 'object') return yes(decision);
    const own = OWN_ANSWERS[question];
    if (own !== undefined) return own;
    if (this.behind !== undefined) return this.behind.answer(question, options);
    throw new Error(`nobody answers ${question}: decide('${question}', …) or start the host with a sandbox`);
  }
}

/** Questions to which a yes needs no further words. */
const OWN_ANSWERS: Partial<Record<Question, PersonAnswer>> = {
  privacy: yes(),
  authorize: yes(),
  makePhoneCall: yes(),
  openLocation: yes(),
  shareAppMessage: yes(),
  openDocument: yes(),
  saveImageToPhotosAlbum: yes(),
};

export { no, yes };
