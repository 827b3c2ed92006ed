import { View } from '@tarojs/components';
import { endQuestion, setConsent, useProfilingQuestion } from '../api/consent';
import { useAction } from '../api/hooks';
import { toast } from '../platform/feedback';
import { Button } from './Button';
import { hook } from './hook';
import styles from './ConsentCard.module.scss';

/** Asks once, in the flow of the page, and blocks nothing. */
export function ConsentCard() {
  const asking = useProfilingQuestion();
  const { busy, run } = useAction(async () => {
    const result = await setConsent('profiling', true);
    toast(result.ok ? '已开启，可随时在「我的 · 我的数据」关闭' : result.message);
  });
  if (!asking) return null;
  return (
    <View className={styles.card} {...hook('consent-card')}>
      <View className={styles.title}>让推荐更合你心意？</View>
      <View className={styles.text}>
        同意后，我们会记录你在本店小程序内的浏览，用于个性化推荐和导购服务。不同意也可以正常购物，随时可以撤回。
      </View>
      <View className={styles.actions}>
        <Button name="consent-later" look="plain" size="small" onTap={endQuestion}>
          暂不需要
        </Button>
        <Button name="consent-agree" look="soft" size="small" busy={busy} onTap={() => run()}>
          同意
        </Button>
      </View>
    </View>
  );
}
