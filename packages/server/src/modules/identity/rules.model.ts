import { Schema, model } from 'mongoose';
import { findPlain, insertPlain, isDuplicateKey } from '../../kernel/db';
import { DEFAULT_RULES } from './evidence.rules';
import type { EvidenceRules, EvidenceType, TypeRule } from './evidence.rules';

/** What an operator may set of one kind; the rest of the table is the platform's nature, not a choice. */
export type TypeChoice = Pick<
  TypeRule,
  'strength' | 'verified' | 'people' | 'movesAfterDays' | 'expiresDays'
>;
export type RuleChoices = { types: Partial<Record<EvidenceType, TypeChoice>>; blocked: string[] };
/** One version of the rules; the highest is in force. Never changed. */
export type RulesRow = {
  /** The version; the defaults of the program are 0 and not stored. */
  _id: number;
  choices: RuleChoices;
  at: Date;
  by: string;
  reason: string;
};

const schema = new Schema<RulesRow>(
  {
    _id: { type: Number, required: true },
    choices: { type: Schema.Types.Mixed, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    reason: { type: String, required: true },
  },
  { versionKey: false, minimize: false },
);
const Rules = model('identityRules', schema, 'identity_rules');

export const latestRules = (): Promise<RulesRow | null> =>
  Rules.findOne().sort({ _id: -1 }).lean<RulesRow>().exec();

/** False when somebody else made that version. */
export async function insertRules(row: RulesRow): Promise<boolean> {
  if (await findPlain(Rules, { _id: row._id })) return false;
  try {
    await insertPlain(Rules, [row]);
    return true;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return false;
  }
}

export function rulesWith(choices: RuleChoices | null): EvidenceRules {
  if (!choices) return DEFAULT_RULES;
  const types = { ...DEFAULT_RULES.types };
  for (const [type, choice] of Object.entries(choices.types))
    types[type as EvidenceType] = { ...types[type as EvidenceType], ...choice };
  return { ...DEFAULT_RULES, types, blocked: choices.blocked };
}

export const currentRules = async (): Promise<EvidenceRules> =>
  rulesWith((await latestRules())?.choices ?? null);
