import { View } from '@tarojs/components';
import { showPicture, openPolicy } from '../../platform/about';
import { businessLicenceUrl, servicePhone } from '../../platform/env';
import { callPhone } from '../../platform/feedback';
import { goTo } from '../../platform/navigate';
import { ContactButton } from '../../ui/ContactButton';
import { hook } from '../../ui/hook';
import { Icon } from '../../ui/Icon';
import { Page } from '../../ui/Page';
import { Section, Stack } from '../../ui/Section';
import { LIBRARIES, VERSION } from './build';
import styles from './index.module.scss';

const Row = ({ name, text, onTap }: { name: string; text: string; onTap: () => void }) => (
  <View className={styles.row} role="link" {...hook(name)} onClick={onTap}>
    <View className={styles.text}>{text}</View>
    <Icon name="next" />
  </View>
);

/** Who we are, what is agreed between us, how to reach us, and what this is made of. */
export default function AboutPage() {
  return (
    <Page name="about">
      <View className={styles.brand}>
        <View className={styles.mark}>
          <Icon name="leaf" />
        </View>
        <View className={styles.name}>森屿 SENYU</View>
        <View className={styles.soft} {...hook('about-version')}>
          版本 {VERSION}
        </View>
      </View>
      <Stack>
        <Section title="联系我们">
          <ContactButton />
          {servicePhone !== '' && (
            <Row name="about-call" text={`客服电话 ${servicePhone}`} onTap={() => callPhone(servicePhone)} />
          )}
        </Section>
        <Section title="约定与资质">
          <Row name="about-privacy" text="隐私保护指引" onTap={() => openPolicy(() => goTo('privacy'))} />
          <Row name="about-consents" text="我的授权" onTap={() => goTo('privacy')} />
          {businessLicenceUrl !== '' && (
            <Row name="about-licence" text="营业执照" onTap={() => showPicture(businessLicenceUrl)} />
          )}
        </Section>
        <Section title="使用的开源软件">
          {LIBRARIES.map(({ name, version, licence }) => (
            <View key={name} className={styles.library}>
              <View className={styles.text}>
                {name} {version}
              </View>
              <View className={styles.soft}>{licence}</View>
            </View>
          ))}
        </Section>
      </Stack>
    </Page>
  );
}
