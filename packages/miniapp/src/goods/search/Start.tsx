import { View } from '@tarojs/components';
import { useCall } from '../../api/hooks';
import { forgetSearch, forgetSearches, useSearchHistory } from '../../api/search-history';
import type { Hint } from '../../api/views';
import { hook } from '../../ui/hook';
import { Icon } from '../../ui/Icon';
import styles from './index.module.scss';

type Search = { onSearch: (word: string) => void };

const Chip = ({ name, word, onSearch }: Search & { name: string; word: string }) => (
  <View className={styles.chip} role="button" {...hook(name)} onClick={() => onSearch(word)}>
    {word}
  </View>
);

const History = ({ onSearch }: Search) => {
  const words = useSearchHistory();
  if (words.length === 0) return null;
  return (
    <View className={styles.block} {...hook('search-history')}>
      <View className={styles.blockHead}>
        <View className={styles.blockTitle} role="heading" aria-level={2}>
          搜索历史
        </View>
        <View className={styles.clear} role="button" {...hook('history-clear')} onClick={forgetSearches}>
          清空
        </View>
      </View>
      <View className={styles.chips}>
        {words.map((word, index) => (
          <View key={word} className={styles.held}>
            <Chip name={`history-${index}`} word={word} onSearch={onSearch} />
            <View
              className={styles.drop}
              role="button"
              aria-label={`删除 ${word}`}
              {...hook(`history-remove-${index}`)}
              onClick={() => forgetSearch(word)}
            >
              <Icon name="close" />
            </View>
          </View>
        ))}
      </View>
    </View>
  );
};

/** The shop keeper's words; where they did not come, there are none to show. */
export const HotWords = ({ onSearch, title = '大家在搜' }: Search & { title?: string }) => {
  const hints = useCall('catalog.suggest', { text: '' }, { keepAs: 'hot-words' }).data?.hints ?? [];
  if (hints.length === 0) return null;
  return (
    <View className={styles.block} {...hook('search-hot')}>
      <View className={styles.blockTitle} role="heading" aria-level={2}>
        {title}
      </View>
      <View className={styles.chips}>
        {hints.map(({ text }, index) => (
          <Chip key={text} name={`hot-${index}`} word={text} onSearch={onSearch} />
        ))}
      </View>
    </View>
  );
};

/** Before anything is typed. */
export const Start = ({ onSearch }: Search) => (
  <View className={styles.start}>
    <History onSearch={onSearch} />
    <HotWords onSearch={onSearch} />
  </View>
);

const KINDS: Record<Hint['kind'], string> = { hot: '', category: '分类', colour: '颜色', product: '商品' };

/** While something is typed. Hints of an earlier text stay until those of this one come. */
export const Hints = ({ text, onPick }: { text: string; onPick: (hint: Hint) => void }) => {
  const hints = useCall('catalog.suggest', { text }).data?.hints ?? [];
  return (
    <View className={styles.hints} role="list" {...hook('search-hints')}>
      {hints.map((hint, index) => (
        <View
          key={`${hint.kind} ${hint.id ?? ''} ${hint.text}`}
          className={styles.hint}
          role="link"
          {...hook(`hint-${index}`)}
          onClick={() => onPick(hint)}
        >
          <Icon name="search" />
          <View className={styles.hintText}>{hint.text}</View>
          <View className={styles.hintKind}>{KINDS[hint.kind]}</View>
        </View>
      ))}
    </View>
  );
};
