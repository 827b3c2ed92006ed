import { useState } from 'react';
import { View } from '@tarojs/components';
import { decoded } from '../../api/decoded.rules';
import { rememberSearch } from '../../api/search-history';
import { useSettled } from '../../api/use-settled';
import type { Hint } from '../../api/views';
import { usePageParams } from '../../platform/lifecycle';
import { goTo } from '../../platform/navigate';
import { Page } from '../../ui/Page';
import { SearchField } from '../../ui/SearchField';
import { NO_FILTER } from './filter.rules';
import type { Wish } from './filter.rules';
import styles from './index.module.scss';
import { Results } from './Results';
import { Hints, Start } from './Start';

const HINT_AFTER_MS = 250;

const wishFor = (keyword: string, categoryId: string | null = null): Wish => ({
  keyword,
  categoryId,
  sort: 'best',
  filter: NO_FILTER,
});

export default function SearchPage() {
  const keyword = decoded(usePageParams().keyword ?? '');
  const [text, setText] = useState(keyword);
  const [wish, setWish] = useState<Wish | null>(keyword.trim() === '' ? null : wishFor(keyword.trim()));
  const settled = useSettled(text.trim(), HINT_AFTER_MS);
  const search = (word: string, categoryId: string | null = null) => {
    const clean = word.trim();
    if (clean === '') return;
    setText(clean);
    rememberSearch(clean);
    setWish(wishFor(clean, categoryId));
  };
  const pick = ({ kind, text: word, id }: Hint) => {
    if (kind !== 'product' || id === null) return search(word, kind === 'category' ? id : null);
    rememberSearch(word);
    goTo('detail', { productId: id });
  };
  const type = (typed: string) => {
    setText(typed);
    if (typed.trim() !== wish?.keyword) setWish(null);
  };
  return (
    <Page name="search">
      <View className={styles.page}>
        <View className={styles.top}>
          <SearchField value={text} onChange={type} onSearch={() => search(text)} focus={keyword === ''} />
        </View>
        {wish !== null && <Results wish={wish} onWish={setWish} onSearch={(word) => search(word)} />}
        {wish === null && text.trim() === '' && <Start onSearch={(word) => search(word)} />}
        {wish === null && text.trim() !== '' && settled !== '' && <Hints text={settled} onPick={pick} />}
      </View>
    </Page>
  );
}
