import { Input, View } from '@tarojs/components';
import { hook } from './hook';
import { Icon } from './Icon';
import styles from './SearchField.module.scss';

type Props = { value: string; onChange: (text: string) => void; onSearch: () => void; focus?: boolean };

export const SearchField = ({ value, onChange, onSearch, focus = false }: Props) => (
  <View className={styles.field}>
    <Icon name="search" className={styles.mark} />
    <Input
      {...hook('search-input')}
      className={styles.input}
      value={value}
      maxlength={40}
      placeholder="搜索商品、颜色、分类"
      focus={focus}
      confirmType="search"
      onInput={(event) => onChange(event.detail.value)}
      onConfirm={onSearch}
    />
    {value !== '' && (
      <View
        role="button"
        aria-label="清空"
        className={styles.clear}
        {...hook('search-clear')}
        onClick={() => onChange('')}
      >
        <Icon name="close" />
      </View>
    )}
    <View role="button" className={styles.go} {...hook('search-go')} onClick={onSearch}>
      搜索
    </View>
  </View>
);
