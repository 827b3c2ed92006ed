import { useId, useState } from 'react';
import { deviceShelf } from '../api/keep';
import type { Staff } from '../api/types';
import { Icon } from './icon';

const KEY = 'omni.store';
type Store = Staff['stores'][number];

/** The store this device works for: the one in the address, the one chosen last, or the first of the person's own. */
export function useStore(stores: readonly Store[]): [Store | null, (storeId: string) => void] {
  const [storeId, setStoreId] = useState(
    () => new URLSearchParams(window.location.search).get('store') ?? deviceShelf.read(KEY),
  );
  const choose = (next: string) => {
    deviceShelf.write(KEY, next);
    setStoreId(next);
  };
  return [stores.find((store) => store.storeId === storeId) ?? stores[0] ?? null, choose];
}

type Props = { stores: readonly Store[]; store: Store; onChoose: (storeId: string) => void };

/** One store is a name; several are a choice. */
export function StorePicker({ stores, store, onChoose }: Props) {
  const id = useId();
  if (stores.length === 1) {
    return (
      <span className="store-name" data-testid="store-name">
        <Icon name="pickup" size={18} />
        {store.name}
      </span>
    );
  }
  return (
    <span className="store-switch">
      <Icon name="pickup" size={18} />
      <label className="sr-only" htmlFor={id}>
        切换门店
      </label>
      <select
        id={id}
        value={store.storeId}
        data-testid="store-switch"
        onChange={(event) => onChoose(event.target.value)}
      >
        {stores.map((each) => (
          <option key={each.storeId} value={each.storeId}>
            {each.name}
          </option>
        ))}
      </select>
    </span>
  );
}
