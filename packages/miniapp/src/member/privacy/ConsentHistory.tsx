import { View } from '@tarojs/components';
import { shanghaiText } from '@omni/shared/time';
import { usePages } from '../../api/pages';
import type { ConsentWord } from '../../api/views';
import { Button } from '../../ui/Button';
import { hook } from '../../ui/hook';
import { Loadable } from '../../ui/Loadable';
import { Section } from '../../ui/Section';
import styles from './index.module.scss';

const Word = ({ word }: { word: ConsentWord }) => (
  <View className={styles.word} {...hook('consent-word')}>
    <View className={styles.wordHead}>
      <View className={styles.title}>{word.granted ? '同意' : '撤回'}</View>
      <View className={styles.text}>{shanghaiText(new Date(word.at))}</View>
    </View>
    <View className={styles.text}>
      {word.purposeText} · {word.channelText}
    </View>
    <View className={styles.text}>
      当时的说明（{word.wording.version}）：{word.wording.text}
    </View>
  </View>
);

/** Everything that was ever said, newest first. */
export function ConsentHistory() {
  const words = usePages('privacy.listConsents', {});
  return (
    <Section title="授权记录">
      <Loadable of={words} shape="text">
        {(items) =>
          items.length === 0 ? (
            <View className={styles.text} {...hook('consents-empty')}>
              你还没有同意或撤回过任何授权
            </View>
          ) : (
            <>
              {items.map((word) => (
                <Word key={`${word.purpose}${word.at}`} word={word} />
              ))}
              {!words.ended && (
                <Button
                  name="consents-more"
                  look="plain"
                  size="small"
                  busy={words.loading}
                  onTap={words.more}
                >
                  更早的记录
                </Button>
              )}
            </>
          )
        }
      </Loadable>
    </Section>
  );
}
