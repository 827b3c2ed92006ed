import { Input, View } from '@tarojs/components';
import { classes, hook } from '../../ui/hook';
import type { Title } from './form.rules';
import styles from './index.module.scss';

type Props = { form: Title; titles: readonly Title[]; onChange: (next: Title) => void };
type Field = { name: 'title' | 'taxNumber' | 'email'; label: string; hint: string; most: number };

const fieldsOf = (kind: Title['kind']): Field[] => [
  kind === 'company'
    ? { name: 'title', label: '公司名称', hint: '与营业执照一致', most: 100 }
    : { name: 'title', label: '抬头', hint: '姓名或“个人”', most: 100 },
  ...(kind === 'company'
    ? [{ name: 'taxNumber' as const, label: '税号', hint: '18 位统一社会信用代码', most: 30 }]
    : []),
  { name: 'email', label: '邮箱', hint: '接收发票的邮箱', most: 120 },
];

const KINDS = [
  ['personal', '个人'],
  ['company', '企业'],
] as const;

/** Whose invoice it is and where it goes; what was used before is one tap away. */
export function TitleForm({ form, titles, onChange }: Props) {
  return (
    <>
      <View className={styles.kinds} role="radiogroup">
        {KINDS.map(([kind, text]) => (
          <View
            key={kind}
            role="radio"
            aria-checked={form.kind === kind}
            className={classes(styles.kind, form.kind === kind && styles.kindOn)}
            {...hook(`invoice-kind-${kind}`)}
            onClick={() => onChange({ ...form, kind })}
          >
            {text}
          </View>
        ))}
      </View>
      {titles.map((title, i) => (
        <View
          key={title.title + title.email}
          className={styles.known}
          role="button"
          {...hook(`invoice-title-${i}`)}
          onClick={() => onChange(title)}
        >
          用过的：{title.title}
        </View>
      ))}
      {fieldsOf(form.kind).map(({ name, label, hint, most }) => (
        <View key={name} className={styles.field}>
          <View className={styles.label}>{label}</View>
          <Input
            {...hook(`invoice-${name}`)}
            className={styles.input}
            type="text"
            maxlength={most}
            value={form[name]}
            placeholder={hint}
            onInput={(event) => onChange({ ...form, [name]: event.detail.value })}
          />
        </View>
      ))}
    </>
  );
}
