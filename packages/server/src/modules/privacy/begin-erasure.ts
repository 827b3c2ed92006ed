import { ERASE_CONFIRM_TEXT } from '@omni/shared/contracts/privacy';
import { erasedId } from '@omni/shared/erased';
import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { lookupHash } from '../../kernel/crypto';
import { inTransaction, isDuplicateKey } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { randomText } from '../../kernel/ids';
import { later } from '../../kernel/outbox';
import type { Unfinished } from '../../kernel/personal-data';
import * as identity from '../identity';
import type { Person } from '../identity';
import * as staff from '../staff';
import { findErasure, findRunning, insertErasure } from './erasure.model';
import type { ErasureRow } from './erasure.model';
import { DELETES, KEEPS, KIND_TEXT, certificateOf } from './erasure.rules';
import { eraseJob } from './jobs';
import { unfinishedOf } from './parts';
import { leavingOf, sealSubject } from './subject';

type Preview = Contracts['privacy.previewErasure'];
type Erase = Contracts['privacy.eraseMe'];
type EraseCustomer = Contracts['privacy.eraseCustomer'];
type Began = Answer<Erase>;

/** PIPL art. 47, 50: leaving is a request like another, and the only thing asked for is to be sure. */
const DAY_MS = 24 * 3600_000;

/** What leaving would do. Writes nothing. */
export async function previewErasure(ctx: Ctx): Promise<Answer<Preview>> {
  const { customerId } = await identity.requireMemberId(ctx);
  const person = await requirePerson(ctx, customerId);
  const running = await findRunning(hashOf(customerId));
  return {
    confirmText: ERASE_CONFIRM_TEXT,
    blocking: (await whatBlocks(ctx, person)).map(present),
    deletes: [...DELETES],
    keeps: [...KEEPS],
    running: running?._id ?? null,
  };
}

/**
 * All sessions of the member end at once, and everything goes by a job that nothing stops for good. The certificate's number is the
 * requestId without its dashes. Asked again it is the same erasure. Refuses: ERASURE_BLOCKED with what has to end first,
 * REQUEST_REUSED, LOGIN_REQUIRED.
 */
export async function eraseMe(ctx: Ctx, { requestId }: Parsed<Erase>): Promise<Began> {
  const { customerId } = await identity.requireMemberId(ctx);
  return begin(ctx, { certificateNo: certificateOf(requestId), customerId, askedBy: 'member' });
}

/** For whoever asked by letter or mail; in the audit log with the reason. Refuses: FORBIDDEN, NOT_FOUND and as `eraseMe`. */
export async function eraseCustomer(ctx: Ctx, input: Parsed<EraseCustomer>): Promise<Began> {
  const { role } = await staff.requireStaff(ctx);
  if (role !== 'operator') throw new AppError('FORBIDDEN');
  const { requestId, reason } = input;
  const customerId = await identity.resolveCustomerId(ctx, input.customerId);
  return begin(ctx, { certificateNo: certificateOf(requestId), customerId, askedBy: 'operator', reason });
}

type Asked = {
  certificateNo: string;
  customerId: string;
  askedBy: ErasureRow['askedBy'];
  reason?: string;
};

async function begin(ctx: Ctx, asked: Asked): Promise<Began> {
  const subjectHash = hashOf(asked.customerId);
  const earlier = await findErasure(asked.certificateNo);
  if (earlier && earlier.subjectHash !== subjectHash) throw new AppError('REQUEST_REUSED');
  const running = earlier ?? (await findRunning(subjectHash));
  if (running) return answer(running);
  const person = await requirePerson(ctx, asked.customerId);
  const blocking = await whatBlocks(ctx, person);
  if (blocking.length > 0) throw new AppError('ERASURE_BLOCKED', { blocking: blocking.map(present) });
  const row = await write(ctx, asked, person);
  await identity.endSessions(ctx, person);
  return answer(row);
}

async function write(ctx: Ctx, asked: Asked, person: Person): Promise<ErasureRow> {
  const { certificateNo, customerId, askedBy, reason } = asked;
  const row: ErasureRow = {
    _id: certificateNo,
    as: erasedId(randomText(20)),
    step: 'prepare',
    state: 'running',
    askedBy,
    askedAt: ctx.now,
    cutAt: null,
    finishedAt: null,
    nextAt: ctx.now,
    waitingFor: [],
    effects: {},
    check: null,
    failedChecks: 0,
    gone: {},
    subjectHash: hashOf(customerId),
    sealedSubject: sealSubject(person),
  };
  try {
    await inTransaction(async () => {
      await insertErasure(row);
      const note = reason === undefined ? {} : { note: reason };
      const action = askedBy === 'member' ? 'privacy.eraseMe' : 'privacy.eraseCustomer';
      await staff.recordAudit(ctx, { action, subject: certificateNo, ...note });
      await later(ctx, eraseJob, { key: certificateNo, body: { certificateNo }, at: ctx.now });
    });
    return row;
  } catch (error) {
    const twin = isDuplicateKey(error) ? await findRunning(hashOf(customerId)) : null;
    if (twin) return twin;
    throw isDuplicateKey(error) ? new AppError('REQUEST_REUSED') : error;
  }
}

const answer = ({ _id: certificateNo, state }: ErasureRow): Began => ({ certificateNo, state });
const hashOf = (customerId: string): string => lookupHash('erasure', customerId);

async function requirePerson(ctx: Ctx, customerId: string): Promise<Person> {
  const person = await identity.personOf(ctx, customerId);
  if (!person) throw new AppError('NOT_FOUND');
  return person;
}

async function whatBlocks(ctx: Ctx, person: Person): Promise<Unfinished[]> {
  const ever = new Date(ctx.now.getTime() + DAY_MS);
  return unfinishedOf(ctx, await leavingOf({ _id: '', as: '' }, person, ever));
}

const present = (one: Unfinished): Answer<Preview>['blocking'][number] => ({
  ...one,
  kindText: KIND_TEXT[one.kind],
});
