import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { rulesSchema } from './rules';
import type { SandboxOptions } from './sandbox';
import { aShopper, defaultWorld } from './world';
import type { PersonSketch, StaffMember, World } from './world';

/**
 * The configuration file: everything is optional. `world` names what is to differ from the default people, apps and secrets;
 * lists replace the default's, objects are filled up from it.
 */
const fileSchema = z.strictObject({
  port: z.int().min(0).max(65535).optional(),
  host: z.string().optional(),
  data: z.string().optional(),
  seed: z.int().optional(),
  notifyRetrySeconds: z.array(z.number().min(0)).optional(),
  rules: rulesSchema.partial().optional(),
  callbacks: z
    .strictObject({
      wecomCallbackUrl: z.url().optional(),
      miniProgramPushUrl: z.url().optional(),
      officialAccountPushUrl: z.url().optional(),
    })
    .optional(),
  world: z.record(z.string(), z.unknown()).optional(),
});

/** A file that cannot be used: the message says where and why, for the person who wrote it. */
export class ConfigurationError extends Error {}

/** Reads `file`. Throws ConfigurationError. */
export function readConfiguration(file: string): SandboxOptions {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ConfigurationError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = fileSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigurationError(`${file}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
  }
  const { data, world, ...rest } = parsed.data;
  return withoutUndefined({
    ...rest,
    dataDir: data,
    world: world === undefined ? undefined : worldFrom(world),
  }) as SandboxOptions;
}

/** The default world with what `given` says instead. Throws ConfigurationError for what no world has. */
export function worldFrom(given: Record<string, unknown>): World {
  const { shoppers, staff, ...rest } = given;
  const world = merged(defaultWorld(), rest, 'world') as World;
  if (shoppers !== undefined) world.shoppers = listOf(shoppers, 'world.shoppers').map(shopperFrom);
  if (staff !== undefined) world.staff = listOf(staff, 'world.staff').map(memberFrom);
  const known = { shopper: ids(world.shoppers, 'id'), member: ids(world.staff, 'userid') };
  const both = (follow: World['follows'][number]): boolean =>
    known.shopper.has(follow.shopperId) && known.member.has(follow.userid);
  const stranger = world.follows.find((follow) => !both(follow));
  if (given.follows === undefined) world.follows = world.follows.filter(both);
  else if (stranger) throw new ConfigurationError(`world.follows: nobody is ${JSON.stringify(stranger)}`);
  return world;
}

/** What a world may have although the default has not. */
const OPTIONAL: Record<string, string> = {
  'world.miniProgram.pages': 'object',
  'world.corp.trustedDomain': 'string',
  'world.officialAccount.webDomain': 'string',
};

function merged(base: unknown, given: unknown, at: string): unknown {
  if (Array.isArray(base)) return listOf(given, at);
  if (!isRecord(base)) {
    if (typeof given === typeof base) return given;
    throw new ConfigurationError(`${at}: expected ${typeof base}`);
  }
  if (!isRecord(given)) throw new ConfigurationError(`${at}: expected an object`);
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(given)) {
    const path = `${at}.${key}`;
    if (OPTIONAL[path] === typeof value) result[key] = value;
    else if (key in base) result[key] = merged(base[key], value, path);
    else throw new ConfigurationError(`${path}: there is no such setting`);
  }
  return result;
}

const sketchSchema = z.looseObject({
  id: z.string().regex(/^[\w-]+$/),
  name: z.string().min(1),
  phone: z.string().min(1),
  note: z.string().default(''),
  location: z.object({ latitude: z.number(), longitude: z.number() }),
});
const memberSchema = z.looseObject({
  userid: z.string().regex(/^[\w@.-]+$/),
  name: z.string().min(1),
  position: z.string().default(''),
  department: z.string().default(''),
  note: z.string().default(''),
});

/** Ids that are not given depend on `id` alone. */
function shopperFrom(value: unknown, index: number): World['shoppers'][number] {
  const { id, name, phone, note, location, ...ids } = checked(sketchSchema, value, `world.shoppers.${index}`);
  const sketch: PersonSketch = { id, name, phone, note, location };
  return { ...aShopper(sketch), ...ids };
}

function memberFrom(value: unknown, index: number): StaffMember {
  return checked(memberSchema, value, `world.staff.${index}`) as StaffMember;
}

function checked<T>(schema: z.ZodType<T>, value: unknown, at: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new ConfigurationError(`${at}.${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

function listOf(value: unknown, at: string): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  throw new ConfigurationError(`${at}: expected a list`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ids<K extends string>(people: Record<K, string>[], key: K): Set<string> {
  return new Set(people.map((person) => person[key]));
}

function withoutUndefined(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined));
}
