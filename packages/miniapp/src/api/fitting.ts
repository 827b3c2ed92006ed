import { createState, useShared } from './state';
import { uuid } from './uuid';

/** A piece that is to hang in the fitting room. */
export type FittingPiece = {
  skuId: string;
  productId: string;
  title: string;
  valuesText: string;
  imageUrl: string;
};
export type FittingWish = {
  /** One id from the first piece to the booking: however often it is sent, it is one fitting. */
  requestId: string;
  pieces: readonly FittingPiece[];
};

export const MOST_PIECES = 6;

const wish = createState<FittingWish | null>(null, 'fitting');
const nothing: readonly FittingPiece[] = [];

export const useFittingPieces = (): readonly FittingPiece[] => useShared(wish)?.pieces ?? nothing;

const put = (pieces: readonly FittingPiece[]): void =>
  wish.set({ requestId: wish.get()?.requestId ?? uuid(), pieces });

/** False: there are six already. A piece that is there stays once. */
export function addPiece(piece: FittingPiece): boolean {
  const held = wish.get()?.pieces ?? nothing;
  if (held.some(({ skuId }) => skuId === piece.skuId)) return true;
  if (held.length >= MOST_PIECES) return false;
  put([...held, piece]);
  return true;
}

export const removePiece = (skuId: string): void =>
  put((wish.get()?.pieces ?? nothing).filter((piece) => piece.skuId !== skuId));

export function fittingRequest(): string {
  const held = wish.get() ?? { requestId: uuid(), pieces: nothing };
  wish.set(held);
  return held.requestId;
}

/** It was booked, or is not wanted any more. */
export const endWish = (): void => wish.set(null);
