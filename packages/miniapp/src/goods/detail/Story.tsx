import { Swiper, SwiperItem, Text, View } from '@tarojs/components';
import type { Product } from '../../api/views';
import { showPictures } from '../../platform/picture';
import { hook } from '../../ui/hook';
import { Icon } from '../../ui/Icon';
import { Picture } from '../../ui/Picture';
import { Price } from '../../ui/Price';
import { Fact, Section, Stack } from '../../ui/Section';
import { StoreLine } from '../../ui/StoreLine';
import styles from './index.module.scss';

const Gallery = ({ product }: { product: Product }) => {
  const urls = product.imageUrls.length > 0 ? product.imageUrls : [product.imageUrl];
  return (
    <Swiper
      className={styles.gallery}
      indicatorDots={urls.length > 1}
      indicatorColor="rgba(29,42,36,.2)"
      indicatorActiveColor="#1f4d3a"
      {...hook('gallery')}
    >
      {urls.map((url, index) => (
        <SwiperItem key={url}>
          <View
            className={styles.shot}
            role="button"
            aria-label={`查看大图 ${index + 1}`}
            {...hook(`picture-${index}`)}
            onClick={() => showPictures(urls, index)}
          >
            <Picture src={url} alt={`${product.title} 图 ${index + 1}`} eager={index === 0} />
          </View>
        </SwiperItem>
      ))}
    </Swiper>
  );
};

/** Goods can be tried on in a store before anything is bought. */
const Fitting = ({ onTap }: { onTap: () => void }) => (
  <View className={styles.fitting} role="button" {...hook('book-fitting')} onClick={onTap}>
    <Icon name="shop" />
    <View className={styles.fittingWords}>
      预约到店试穿
      <View className={styles.fittingNote}>导购提前备好尺码，到店直接试</View>
    </View>
    <Icon name="next" />
  </View>
);

type StoryProps = { product: Product; onFitting: () => void };

export const Story = ({ product, onFitting }: StoryProps) => (
  <>
    <Gallery product={product} />
    <View className={styles.intro}>
      <Price fen={product.priceFen} was={product.listPriceFen} size="large" tone="accent" />
      <View className={styles.title}>{product.title}</View>
      <View className={styles.subtitle}>{product.subtitle}</View>
      {product.tags.length > 0 && (
        <View className={styles.tags}>
          {product.tags.map((tag) => (
            <Text key={tag} className={styles.tag}>
              {tag}
            </Text>
          ))}
        </View>
      )}
    </View>
    <Stack>
      <StoreLine />
      <Fitting onTap={onFitting} />
      {product.description !== '' && (
        <Section title="商品介绍">
          <View className={styles.description}>{product.description}</View>
        </Section>
      )}
      {product.details.length > 0 && (
        <Section title="细节参数">
          {product.details.map(({ name, text }) => (
            <Fact key={name} label={name}>
              {text}
            </Fact>
          ))}
        </Section>
      )}
    </Stack>
  </>
);
