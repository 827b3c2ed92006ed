import { Input, View } from '@tarojs/components';
import { distanceText } from '@omni/shared/geo';
import { preferFulfilment } from '../../api/checkout';
import { useStore } from '../../api/store-choice';
import type { Address } from '../../api/views';
import { goTo } from '../../platform/navigate';
import { classes, hook } from '../../ui/hook';
import { Icon } from '../../ui/Icon';
import { Section } from '../../ui/Section';
import type { Checkout } from './use-checkout';
import styles from './index.module.scss';

function Store() {
  const store = useStore();
  const open = () => goTo('nearby', { for: 'checkout' });
  return (
    <View className={styles.store} role="button" {...hook('choose-store')} onClick={open}>
      <Icon name="shop" className={styles.pin} />
      {store === null ? (
        <View className={styles.storeWords}>
          <View className={styles.storeName}>选择自提门店</View>
          <View className={styles.soft}>3 km 内有货的门店，备好即可来取</View>
        </View>
      ) : (
        <View className={styles.storeWords}>
          <View className={styles.storeName}>
            {store.name}
            {store.distanceMetres !== null && ` · ${distanceText(store.distanceMetres)}`}
          </View>
          <View className={styles.soft}>{store.address}</View>
          <View className={store.openNow ? styles.soft : styles.closed}>{store.hoursText}</View>
        </View>
      )}
      <Icon name="next" className={styles.next} />
    </View>
  );
}

type FieldProps = { name: Exclude<keyof Address, 'point'>; label: string; hint: string };
const fields: FieldProps[] = [
  { name: 'name', label: '收货人', hint: '姓名' },
  { name: 'phone', label: '手机号', hint: '11 位手机号' },
  { name: 'region', label: '所在地区', hint: '省、市、区' },
  { name: 'street', label: '详细地址', hint: '街道、楼号、门牌' },
];

const AddressForm = ({ address, onChange }: { address: Address; onChange: (next: Address) => void }) => (
  <View className={styles.form}>
    {fields.map(({ name, label, hint }) => (
      <View key={name} className={styles.field}>
        <View className={styles.label}>{label}</View>
        <Input
          {...hook(`address-${name}`)}
          className={styles.input}
          type={name === 'phone' ? 'number' : 'text'}
          maxlength={name === 'phone' ? 11 : name === 'name' ? 30 : name === 'region' ? 60 : 120}
          value={address[name]}
          placeholder={hint}
          onInput={(event) => onChange({ ...address, [name]: event.detail.value })}
        />
      </View>
    ))}
  </View>
);

/** To the store or to the door. */
export function Where({ checkout }: { checkout: Checkout }) {
  const { intent, form } = checkout;
  const delivery = intent?.fulfilment === 'delivery';
  const mode = (kind: 'pickup' | 'delivery', text: string) => (
    <View
      role="tab"
      aria-selected={(kind === 'delivery') === delivery}
      className={classes(styles.mode, (kind === 'delivery') === delivery && styles.modeOn)}
      {...hook(`fulfilment-${kind}`)}
      onClick={() => preferFulfilment(kind)}
    >
      <Icon name={kind === 'delivery' ? 'truck' : 'shop'} />
      {text}
    </View>
  );
  return (
    <Section>
      <View className={styles.modes} role="tablist">
        {mode('pickup', '到店自提')}
        {mode('delivery', '快递配送')}
      </View>
      {delivery ? <AddressForm address={form.address} onChange={form.setAddress} /> : <Store />}
    </Section>
  );
}
