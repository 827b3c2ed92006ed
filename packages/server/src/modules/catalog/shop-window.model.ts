import { Schema, model } from 'mongoose';

export type Category = { categoryId: string; name: string; image: string; position: number };
export type Banner = { title: string; subtitle: string; image: string; productId: string | null };
/** What the shop keeper arranges on the first screen; new arrivals arrange themselves. */
export type HomeContent = {
  banners: Banner[];
  lovedProductIds: string[];
  /** What the search page offers before anything is typed. */
  hotWords: string[];
};

type CategoryDoc = Omit<Category, 'categoryId'> & { _id: string };
type HomeDoc = HomeContent & { _id: string };

const text = { type: String, required: true } as const;
const Categories = model(
  'category',
  new Schema<CategoryDoc>(
    { _id: text, name: text, image: text, position: { type: Number, required: true } },
    { versionKey: false },
  ),
  'categories',
);
const Home = model(
  'homeContent',
  new Schema<HomeDoc>(
    {
      _id: text,
      banners: [
        {
          _id: false,
          title: text,
          subtitle: { type: String, default: '' },
          image: text,
          productId: { type: String, default: null },
        },
      ],
      lovedProductIds: [String],
      hotWords: [String],
    },
    { versionKey: false },
  ),
  'home_contents',
);
const ONLY_HOME = 'home';

export async function putCategory({ categoryId, ...rest }: Category): Promise<void> {
  await Categories.replaceOne({ _id: categoryId }, rest, { upsert: true });
}

export async function listCategories(): Promise<Category[]> {
  const docs = await Categories.find().sort({ position: 1, _id: 1 }).lean<CategoryDoc[]>();
  return docs.map(({ _id, ...rest }) => ({ categoryId: _id, ...rest }));
}

export async function putHome(content: HomeContent): Promise<void> {
  await Home.replaceOne({ _id: ONLY_HOME }, content, { upsert: true });
}

/** An empty arrangement until somebody has made one. */
export async function readHome(): Promise<HomeContent> {
  const doc = await Home.findById(ONLY_HOME).lean<HomeDoc>();
  const { banners = [], lovedProductIds = [], hotWords = [] } = doc ?? {};
  return { banners, lovedProductIds, hotWords };
}
