import type { Contracts } from '@omni/shared/contracts/index';
import type { Answer } from '@omni/shared/contract';
import { config } from '../../config';
import type { Product } from './product.model';
import { cheapestFen } from './product.rules';
import type { Category } from './shop-window.model';

export type ProductView = Answer<Contracts['catalog.getProduct']>;
type HomeView = Answer<Contracts['catalog.home']>;
export type ProductCard = HomeView['loved'][number];
export type CategoryView = HomeView['categories'][number];

/** Where a picture can be fetched: our own files below PUBLIC_URL, whole addresses (a CDN) as they are. */
export const mediaUrl = (image: string): string =>
  /^https?:\/\//.test(image) ? image : `${config().PUBLIC_URL.replace(/\/$/, '')}/media/${image}`;

export const presentCard = (product: Product): ProductCard => ({
  productId: product.productId,
  title: product.title,
  subtitle: product.subtitle,
  imageUrl: mediaUrl(product.images[0] ?? ''),
  priceFen: cheapestFen(product),
  listPriceFen: product.listPriceFen,
  tags: product.tags,
});

export const presentProduct = (product: Product): ProductView => ({
  ...presentCard(product),
  description: product.description,
  imageUrls: product.images.map(mediaUrl),
  categoryId: product.categoryId,
  options: product.options,
  skus: product.skus,
  details: product.details,
});

export const presentCategory = ({ categoryId, name, image }: Category): CategoryView => ({
  categoryId,
  name,
  imageUrl: mediaUrl(image),
});
