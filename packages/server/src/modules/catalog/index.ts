/**
 * What we sell: categories, goods with options and SKUs (each SKU its own price), what is on the shelf, the first screen.
 * A price asked for here is the price of this moment; whoever sells at it keeps a copy.
 * Search knows goods by an entry that is written with them; what is sold is counted there.
 * Goods off the shelf stay findable by id, so that old orders and carts can still name them.
 */
export { findProducts, newArrivals, requireProduct } from './find-products';
export { findSkus, searchSkus } from './find-skus';
export type { SkuCard } from './find-skus';
export { mediaUrl, presentCard } from './present';
export type { ProductCard } from './present';
export { giftLines, priceLines } from './price-lines';
export type { Line, PricedLine } from './price-lines';
export type { Product, Sku } from './product.model';
export { cheapestFen, valuesText } from './product.rules';
export { choicesOf, countSold, indexMissing, searchGoods } from './search-goods';
export type { GoodsPage, GoodsQuery } from './search-goods';
export { fittingSkus } from './search.rules';
export type { Narrow } from './search.rules';
export { homeGoods } from './show-goods';
export { saveCategory, saveHome, saveProduct } from './save-catalog';
export type { Banner, Category, HomeContent } from './shop-window.model';
