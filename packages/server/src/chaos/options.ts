import { z } from 'zod';

/** What scripts/chaos.mjs hands over as one argument of JSON. */
const Options = z.strictObject({
  seed: z.int().min(0),
  /** Of each part. */
  kills: z.int().min(0).max(1000),
  shoppers: z.int().min(1).max(1000),
  /** How long the kills would take if every part came back at once. */
  seconds: z.int().min(1).max(86_400),
  keeperUrl: z.url(),
  sandboxUrl: z.url(),
  /** Where the report goes. */
  out: z.string().min(1),
});
export type Options = z.output<typeof Options>;

export const readOptions = (text: string | undefined): Options => Options.parse(JSON.parse(text ?? '{}'));
