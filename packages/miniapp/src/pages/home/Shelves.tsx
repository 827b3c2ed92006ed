import { ScrollView, Swiper, SwiperItem, View } from '@tarojs/components';
import { openCategory } from '../../api/category-choice';
import type { Home } from '../../api/views';
import { useLater } from '../../platform/lifecycle';
import { goTo, goToTab } from '../../platform/navigate';
import { ConsentCard } from '../../ui/ConsentCard';
import { hook } from '../../ui/hook';
import { Notice } from '../../ui/Notice';
import { Picture } from '../../ui/Picture';
import { ProductCard, ProductGrid } from '../../ui/ProductCard';
import styles from './index.module.scss';

const Banners = ({ banners }: { banners: Home['banners'] }) => (
  <Swiper
    className={styles.swiper}
    indicatorDots={banners.length > 1}
    indicatorColor="rgba(255,255,255,.5)"
    indicatorActiveColor="#fffdf9"
    autoplay={banners.length > 1}
    interval={5000}
    circular
  >
    {banners.map((banner, index) => (
      <SwiperItem key={banner.title}>
        <View
          className={styles.banner}
          role="link"
          {...hook(`banner-${index}`)}
          onClick={() => banner.productId !== null && goTo('detail', { productId: banner.productId })}
        >
          <Picture src={banner.imageUrl} alt={banner.title} eager={index === 0} />
          <View className={styles.caption}>
            <View className={styles.captionTitle}>{banner.title}</View>
            <View className={styles.captionText}>{banner.subtitle}</View>
          </View>
        </View>
      </SwiperItem>
    ))}
  </Swiper>
);

const Categories = ({ categories }: { categories: Home['categories'] }) => (
  <View className={styles.categories}>
    {categories.map(({ categoryId, name, imageUrl }) => (
      <View
        key={categoryId}
        className={styles.category}
        role="link"
        {...hook(`home-category-${categoryId}`)}
        onClick={() => {
          openCategory(categoryId);
          goToTab('category');
        }}
      >
        <View className={styles.round}>
          <Picture src={imageUrl} alt={name} />
        </View>
        {name}
      </View>
    ))}
  </View>
);

const Heading = ({ title, text }: { title: string; text: string }) => (
  <View className={styles.heading}>
    <View className={styles.headingTitle}>{title}</View>
    <View className={styles.headingText}>{text}</View>
  </View>
);

export function Shelves({ home }: { home: Home }) {
  const later = useLater();
  const empty = home.newArrivals.length === 0 && home.loved.length === 0;
  return (
    <>
      {home.banners.length > 0 && <Banners banners={home.banners} />}
      {home.categories.length > 0 && <Categories categories={home.categories} />}
      {home.newArrivals.length > 0 && (
        <>
          <Heading title="本季新品" text="新近上架，今日可到店试穿" />
          <ScrollView scrollX className={styles.slides}>
            <View className={styles.track}>
              {home.newArrivals.map((product) => (
                <ProductCard key={product.productId} product={product} shape="slide" />
              ))}
            </View>
          </ScrollView>
        </>
      )}
      {/* Where it moves nothing that is on the screen when it comes. */}
      <ConsentCard />
      {later && home.loved.length > 0 && (
        <>
          <Heading title="大家喜欢" text="回购最多的日常款" />
          <View className={styles.grid}>
            <ProductGrid products={home.loved} />
          </View>
        </>
      )}
      {empty && <Notice icon="leaf" title="新品正在路上" text="稍后再来看看吧" />}
    </>
  );
}
