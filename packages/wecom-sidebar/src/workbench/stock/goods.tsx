import { Picture } from '../../ui/picture';
import type { Stock } from './types';

type Props = { item: Pick<Stock, 'title' | 'valuesText' | 'skuId' | 'imageUrl'>; size?: number };

/** Picture, name, values and number of a SKU. Of goods that the catalogue has lost, the number is the name. */
export const Goods = ({ item, size = 56 }: Props) => (
  <span className="stock-goods">
    <Picture src={item.imageUrl || null} size={size} />
    <span className="stock-what">
      <span className="strong">{item.title}</span>
      <span className="muted small num">
        {[item.valuesText, item.skuId].filter((text) => text && text !== item.title).join(' · ')}
      </span>
    </span>
  </span>
);
