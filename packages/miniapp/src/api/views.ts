import type { Input, Reply } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';

type Of<N extends keyof Contracts> = Reply<Contracts[N]>;

/** What the server answers, as types only: the schemas themselves must not reach the bundle. */
export type Home = Of<'shop.home'>;
export type Category = Home['categories'][number];
/** `inStock`: whether the store that was asked about has any of it. */
export type Card = Of<'catalog.listProducts'>['items'][number] & { inStock?: boolean | null };
export type Found = Of<'shop.search'>;
export type SearchQuery = Omit<Input<Contracts['shop.search']>, 'cursor' | 'limit'>;
export type GoodsSort = NonNullable<SearchQuery['sort']>;
export type Hint = Of<'catalog.suggest'>['hints'][number];
export type Product = Of<'catalog.getProduct'>;
export type Sku = Product['skus'][number];
export type Store = Of<'stores.get'>;
export type Nearby = Of<'routing.findNearbyStores'>['stores'][number];
export type Coupon = Of<'coupons.claim'>;
export type Offer = Of<'coupons.listOffers'>['offers'][number];
export type Member = Of<'identity.me'>;
export type Order = Of<'orders.get'>;
export type OrderLine = Order['lines'][number];
export type OrderAction = Order['actions'][number];
export type AftersaleOptions = Of<'aftersale.options'>;
export type AftersaleLine = AftersaleOptions['lines'][number];
export type AftersaleKind = AftersaleLine['kinds'][number];
export type AftersaleInput = Input<Contracts['aftersale.apply']>;
export type AftersaleCase = Of<'aftersale.get'>;
export type ConsentWord = Of<'privacy.listConsents'>['items'][number];
export type ExportPage = Of<'privacy.exportMyData'>;
export type LeavePreview = Of<'privacy.previewErasure'>;
export type Blocking = LeavePreview['blocking'][number];
export type Certificate = Of<'privacy.showErasure'>;
export type FittingDay = Of<'bookings.slots'>['days'][number];
export type Booking = Of<'bookings.get'>;
export type PickupShare = Of<'pickup.shareCode'>;
export type OpenedShare = Of<'pickup.openShare'>;
export type Message = Of<'messages.list'>['items'][number];
export type InvoiceOfOrder = Of<'invoices.get'>;
export type Invoice = NonNullable<InvoiceOfOrder['invoice']>;
export type Quote = Of<'orders.quote'>;
export type Address = NonNullable<Input<Contracts['orders.place']>['address']>;
export type Came = NonNullable<Input<Contracts['orders.place']>['came']>;
export type BrowseEvent = Input<Contracts['audience.track']>['events'][number];
