import { AsyncLocalStorage } from 'node:async_hooks';
import mongoose from 'mongoose';

mongoose.set('transactionAsyncLocalStorage', true);
mongoose.set('strictQuery', true);
mongoose.set('autoIndex', false);
mongoose.set('autoCreate', false);

/** What belongs to the transaction of this call: `beforeCommit` runs in it, last; `afterCommit` once it is true. */
export type Transaction = {
  session: mongoose.mongo.ClientSession;
  beforeCommit: (() => Promise<unknown>)[];
  afterCommit: (() => void)[];
};
const inside = new AsyncLocalStorage<Transaction>();

export const currentTransaction = (): Transaction | undefined => inside.getStore();

/** Connects and makes sure every collection and index exists (a transaction cannot create collections on MongoDB 4.0). */
export async function connectDb(url: string): Promise<void> {
  await mongoose.connect(url, {
    writeConcern: { w: 'majority', journal: true },
    serverSelectionTimeoutMS: 8000,
    maxPoolSize: 50,
    enableUtf8Validation: false,
  });
  const there = new Set((await mongoose.connection.listCollections()).map(({ name }) => name));
  await Promise.all(Object.values(mongoose.models).map((model) => ensure(model, there)));
}

/**
 * Creates only what is missing. Creating what is there already would wait for an exclusive lock on the database all the same:
 * after a crash that is up to a minute, until the server gives up the transactions of the dead process.
 */
async function ensure(model: mongoose.Model<unknown>, there: ReadonlySet<string>): Promise<void> {
  const known = there.has(model.collection.collectionName);
  if (!known) await model.createCollection();
  const indexes = known ? await model.collection.indexes() : [];
  const keys = new Set(indexes.map(({ key }) => JSON.stringify(key)));
  if (model.schema.indexes().some(([fields]) => !keys.has(JSON.stringify(fields))))
    await model.createIndexes();
}

export const disconnectDb = (): Promise<void> => mongoose.disconnect();

export const dbIsReady = (): boolean =>
  mongoose.connection.readyState === mongoose.ConnectionStates.connected;

/**
 * Runs `work` in one transaction; every model call inside joins it. A call inside another transaction joins that one.
 * `work` may run more than once (transient conflicts), so nothing but database writes belongs in it.
 */
export async function inTransaction<T>(work: () => Promise<T>): Promise<T> {
  if (inside.getStore()) return work();
  let result: T | undefined;
  let committed: Transaction | undefined;
  await mongoose.connection.transaction(async (session) => {
    const transaction: Transaction = { session, beforeCommit: [], afterCommit: [] };
    result = await inside.run(transaction, () => workAndFinish(work, transaction));
    committed = transaction;
  });
  committed?.afterCommit.forEach((tell) => tell());
  return result as T;
}

async function workAndFinish<T>(work: () => Promise<T>, { beforeCommit }: Transaction): Promise<T> {
  const result = await work();
  for (const step of beforeCommit) await step();
  return result;
}

type Filter = Record<string, unknown>;
/** A model, as far as this needs one. */
type Stored = { collection: mongoose.Collection };
const here = (): { session?: mongoose.mongo.ClientSession } => {
  const session = inside.getStore()?.session;
  return session ? { session } : {};
};

/**
 * The hot path's way to a collection: documents and filters as they are stored (complete, of their stored types), without the
 * model's casting, defaults and query objects, which cost as much as the driver. Each joins the caller's transaction.
 */
export async function insertPlain<D extends object>(model: Stored, documents: D[]): Promise<void> {
  const options = { ...here(), ignoreUndefined: true };
  const [first, ...more] = documents as never[];
  if (first === undefined) return;
  try {
    if (more.length === 0) await model.collection.insertOne(first, options);
    else await model.collection.insertMany(documents as never[], options);
  } catch (error) {
    throw bared(error);
  }
}
/** A bulk write hides why it failed, and with it whether the transaction may be tried again. */
const bared = (error: unknown): unknown =>
  error instanceof mongoose.mongo.MongoBulkWriteError && error.errorResponse instanceof Error
    ? error.errorResponse
    : error;
export const findPlain = async <D>(model: Stored, filter: Filter): Promise<D | null> =>
  (await model.collection.findOne(filter, here())) as D | null;
export const listPlain = async <D>(model: Stored, filter: Filter): Promise<D[]> =>
  (await model.collection.find(filter, here()).toArray()) as D[];

/**
 * For writes that a later write on the same primary makes durable (majority acknowledges everything before it), or whose loss in a
 * failover costs a retry and never goods or money. docs/decisions/0009-short-way-to-paid.md
 */
export const QUICK = { writeConcern: { w: 1, j: false } } as const;

export const changePlain = (...[model, filter, update, options]: Change): Promise<Changed> =>
  model.collection.updateOne(filter, update, { ...options, ...here() }) as Promise<Changed>;

/** The same for many, in the given order. */
export async function changeEachPlain(
  model: Stored,
  changes: readonly { filter: Filter; update: Filter }[],
): Promise<void> {
  if (changes.length === 0) return;
  const updates = changes.map((updateOne) => ({ updateOne })) as never[];
  await model.collection.bulkWrite(updates, here()).catch((error: unknown) => {
    throw bared(error);
  });
}

type Change = [Stored, Filter, Filter, typeof QUICK?];
type Changed = mongoose.mongo.UpdateResult;

/** The outside world is never called while a transaction is open: it can be slow, and a retry would call it again. */
export function refuseInsideTransaction(what: string): void {
  if (inside.getStore()) throw new Error(`${what} called inside a transaction`);
}

/** True for the unique-index violation that a competing insert meets. */
export const isDuplicateKey = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && (error as { code?: unknown }).code === 11000;

/**
 * Inserts those documents whose `_id` is new and answers how many that were; the others stay as they are. Outside a transaction.
 * Two inserts of one id at the same time count as one: the server refuses the second, which is what was wanted.
 */
export async function insertMissing(
  into: mongoose.Collection,
  documents: readonly ({ _id: string } & Record<string, unknown>)[],
  options: Partial<typeof QUICK> = {},
): Promise<number> {
  if (documents.length === 0) return 0;
  const upserts = documents.map((document) => ({
    updateOne: { filter: { _id: document._id as never }, update: { $setOnInsert: document }, upsert: true },
  }));
  try {
    return (await into.bulkWrite(upserts, { ordered: false, ...options })).upsertedCount;
  } catch (error) {
    if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) throw error;
    const errors = [error.writeErrors].flat();
    if (errors.length === 0 || !errors.every(({ code }) => code === 11000)) throw error;
    return error.result.upsertedCount;
  }
}
