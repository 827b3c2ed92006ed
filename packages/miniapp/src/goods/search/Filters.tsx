import { useState } from 'react';
import { Input, View } from '@tarojs/components';
import type { Found } from '../../api/views';
import { Button } from '../../ui/Button';
import { classes, hook } from '../../ui/hook';
import { Sheet } from '../../ui/Sheet';
import { NO_FILTER, digitsOf, toggled } from './filter.rules';
import type { Filter } from './filter.rules';
import styles from './index.module.scss';

type Choosing = { name: string; title: string; values: readonly string[]; on: readonly string[] };

const Values = ({ name, title, values, on, onPick }: Choosing & { onPick: (value: string) => void }) =>
  values.length === 0 ? null : (
    <View className={styles.block}>
      <View className={styles.blockTitle}>{title}</View>
      <View className={styles.chips} role="group" aria-label={title}>
        {values.map((value) => (
          <View
            key={value}
            className={classes(styles.chip, on.includes(value) && styles.chipOn)}
            role="button"
            aria-pressed={on.includes(value)}
            {...hook(`${name}-${value}`)}
            onClick={() => onPick(value)}
          >
            {value}
          </View>
        ))}
      </View>
    </View>
  );

const Yuan = (props: { name: string; label: string; value: string; onChange: (yuan: string) => void }) => (
  <Input
    {...hook(props.name)}
    className={styles.yuan}
    type="number"
    aria-label={props.label}
    placeholder={props.label}
    value={props.value}
    onInput={({ detail }) => props.onChange(digitsOf(detail.value))}
  />
);

type Props = {
  open: boolean;
  filter: Filter;
  choices: Found['choices'];
  onClose: () => void;
  onApply: (filter: Filter) => void;
};

/** Nothing changes in the list until it is applied. */
export function Filters({ open, filter, choices, onClose, onApply }: Props) {
  const [draft, setDraft] = useState(filter);
  const { colours, sizes, fromYuan, toYuan } = draft;
  const footer = (
    <View className={styles.buttons}>
      <Button
        name="filter-reset"
        look="line"
        wide
        onTap={() => setDraft({ ...NO_FILTER, inStock: filter.inStock })}
      >
        重置
      </Button>
      <Button name="filter-apply" wide onTap={() => onApply(draft)}>
        查看商品
      </Button>
    </View>
  );
  return (
    <Sheet name="filter-sheet" title="筛选" open={open} onClose={onClose} footer={footer}>
      <Values
        name="filter-colour"
        title="颜色"
        values={choices?.colours ?? colours}
        on={colours}
        onPick={(value) => setDraft({ ...draft, colours: toggled(colours, value) })}
      />
      <Values
        name="filter-size"
        title="尺码"
        values={choices?.sizes ?? sizes}
        on={sizes}
        onPick={(value) => setDraft({ ...draft, sizes: toggled(sizes, value) })}
      />
      <View className={styles.block}>
        <View className={styles.blockTitle}>价格（元）</View>
        <View className={styles.prices}>
          <Yuan
            name="filter-from"
            label="最低价"
            value={fromYuan}
            onChange={(yuan) => setDraft({ ...draft, fromYuan: yuan })}
          />
          <View className={styles.dash} />
          <Yuan
            name="filter-to"
            label="最高价"
            value={toYuan}
            onChange={(yuan) => setDraft({ ...draft, toYuan: yuan })}
          />
        </View>
      </View>
    </Sheet>
  );
}
