/** Where sealed texts are stored. Every model that stores some says so, or `npm run keys:rotate` would leave them behind. */
export type SealedField = {
  collection: string;
  /** A top-level field that holds one sealed text, or none. */
  field: string;
  purpose: string;
  /** Which of the documents hold this; all of them, when it is left out. */
  where?: Record<string, unknown>;
};

const fields: SealedField[] = [];

/** Said once by the model's file, beside the model. */
export const keepsSealed = (
  model: { collection: { collectionName: string } },
  what: Omit<SealedField, 'collection'>,
): void => void fields.push({ collection: model.collection.collectionName, ...what });

/** Of all models that were loaded. */
export const sealedFields = (): readonly SealedField[] => fields;
