import { Text, View } from '@tarojs/components';
import type { Card } from '../api/views';
import { goTo } from '../platform/navigate';
import { classes, hook } from './hook';
import { Picture } from './Picture';
import { Price } from './Price';
import styles from './ProductCard.module.scss';

type Props = { product: Card; shape?: 'tile' | 'row' | 'slide' };

export const ProductCard = ({ product, shape = 'tile' }: Props) => (
  <View
    {...hook(`product-card-${product.productId}`)}
    role="link"
    className={classes(styles.card, styles[shape])}
    onClick={() => goTo('detail', { productId: product.productId })}
  >
    <View className={styles.frame}>
      <Picture src={product.imageUrl} alt={product.title} className={styles.picture} />
    </View>
    <View className={styles.words}>
      <View className={styles.title}>{product.title}</View>
      <View className={styles.subtitle}>{product.subtitle}</View>
      <View className={styles.tags}>
        {typeof product.inStock === 'boolean' && (
          <Text className={product.inStock ? styles.there : styles.away}>
            {product.inStock ? '门店有货' : '门店暂缺'}
          </Text>
        )}
        {product.tags.slice(0, 2).map((tag) => (
          <Text key={tag} className={styles.tag}>
            {tag}
          </Text>
        ))}
      </View>
      <Price fen={product.priceFen} was={product.listPriceFen} size="small" tone="accent" />
    </View>
  </View>
);

export const ProductGrid = ({ products }: { products: readonly Card[] }) => (
  <View className={styles.grid}>
    {products.map((product) => (
      <ProductCard key={product.productId} product={product} />
    ))}
  </View>
);
