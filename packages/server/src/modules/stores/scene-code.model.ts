import { Schema, model } from 'mongoose';
import { isDuplicateKey } from '../../kernel/db';
import { randomText } from '../../kernel/ids';

/** A printed mini-program code: its short scene stands for a store, or for a product in a store. */
export type SceneCode = { scene: string; storeId: string; productId: string | null };
type SceneDoc = Omit<SceneCode, 'scene'> & { _id: string; createdAt: Date };

const text = { type: String, required: true } as const;
const SceneCodes = model(
  'sceneCode',
  new Schema<SceneDoc>(
    {
      _id: text,
      storeId: text,
      productId: { type: String, default: null },
      createdAt: { type: Date, required: true },
    },
    { versionKey: false },
  ).index({ storeId: 1, productId: 1 }, { unique: true }),
  'scene_codes',
);
const SCENE_LENGTH = 8;

export async function findScene(scene: string): Promise<SceneCode | null> {
  const doc = await SceneCodes.findById(scene).lean<SceneDoc>();
  return doc && { scene: doc._id, storeId: doc.storeId, productId: doc.productId };
}

/** The scene of this target: the one it has, else `wanted`, else a new random one. Printed codes never change their meaning. */
export async function sceneOf(
  target: { storeId: string; productId: string | null; wanted?: string },
  at: Date,
): Promise<string> {
  const { storeId, productId, wanted } = target;
  const kept = async () => (await SceneCodes.findOne({ storeId, productId }).lean<SceneDoc>())?._id;
  const known = await kept();
  if (known) return known;
  const scene = wanted ?? randomText(SCENE_LENGTH);
  try {
    await SceneCodes.create([{ _id: scene, storeId, productId, createdAt: at }]);
    return scene;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const theirs = await kept();
    if (!theirs) throw error;
    return theirs;
  }
}
