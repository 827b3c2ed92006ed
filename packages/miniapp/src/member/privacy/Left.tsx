import { View } from '@tarojs/components';
import { shanghai } from '@omni/shared/time';
import { useAction, useCall, usePolling } from '../../api/hooks';
import { comeBack } from '../../api/session';
import type { Certificate } from '../../api/views';
import { copyText, toast } from '../../platform/feedback';
import { goToTab } from '../../platform/navigate';
import { Button } from '../../ui/Button';
import { hook } from '../../ui/hook';
import { Loadable } from '../../ui/Loadable';
import { Notice } from '../../ui/Notice';
import { Fact, Section, Stack } from '../../ui/Section';
import styles from './index.module.scss';

const LOOK_EVERY_MS = 3000;
const dayOf = (at: string): string => shanghai(new Date(at)).date;

const Counts = ({ certificate }: { certificate: Certificate }) => (
  <Section title="删除与保留">
    {certificate.collections.map(({ name, title, deleted, kept, why }) => (
      <View key={name} className={styles.word}>
        <Fact label={title}>
          {deleted > 0 && `删除 ${deleted}`} {kept > 0 && `保留 ${kept}`}
        </Fact>
        {why !== null && <View className={styles.text}>{why}</View>}
      </View>
    ))}
  </Section>
);

const Keeps = ({ keeps }: { keeps: Certificate['keeps'] }) => (
  <Section title="保留到什么时候">
    {keeps.map(({ because, reason, count, gone, lastUntil }) => (
      <View key={because} className={styles.word}>
        <View className={styles.text}>{reason}</View>
        <Fact label={`${count} 项`}>
          {lastUntil === null ? `已全部删除（${gone} 项）` : `最晚 ${dayOf(lastUntil)} 删除`}
        </Fact>
      </View>
    ))}
  </Section>
);

const Checked = ({ check }: { check: NonNullable<Certificate['check']> }) => (
  <Section title="核查">
    <View className={styles.text} {...hook('leave-checked')}>
      已用你的 {check.identifiers} 个标识逐条核查全部 {check.collections} 个集合、{check.documents}{' '}
      条记录，均未再找到你。
    </View>
  </Section>
);

function Progress({ certificate }: { certificate: Certificate }) {
  const isDone = certificate.state === 'done';
  const waiting = certificate.waitingFor.length > 0 ? `：${certificate.waitingFor.join('、')}` : '';
  return (
    <Stack>
      <Section title="注销凭证">
        <Fact label="进度">
          <View role="status" {...hook(`leave-state-${certificate.state}`)}>
            {certificate.stateText}
            {waiting}
          </View>
        </Fact>
        <Fact label="申请时间">{dayOf(certificate.askedAt)}</Fact>
        <View className={styles.number} {...hook('certificate-no')}>
          {certificate.certificateNo}
        </View>
        <View className={styles.text}>请保存这个编号，凭它可随时查询结果。上面没有你的个人信息。</View>
        <Copy text={certificate.certificateNo} />
      </Section>
      {isDone && certificate.check !== null && <Checked check={certificate.check} />}
      {isDone && <Counts certificate={certificate} />}
      {certificate.keeps.length > 0 && <Keeps keeps={certificate.keeps} />}
    </Stack>
  );
}

const Copy = ({ text }: { text: string }) => (
  <View className={styles.actions}>
    <Button name="copy-certificate" look="line" wide onTap={() => copyText(text, '已复制编号')}>
      复制编号
    </Button>
  </View>
);

const textOf = (certificate: Certificate | null): string =>
  certificate?.state === 'done' ? '你已退出登录，数据已经删除' : '你已退出登录，数据正在删除';

/** Whoever left sees what became of it, and can begin anew. */
export function Left({ certificateNo }: { certificateNo: string }) {
  const certificate = useCall('privacy.showErasure', { certificateNo });
  usePolling(certificate.reload, { on: certificate.data?.state !== 'done', everyMs: LOOK_EVERY_MS });
  const { busy, run } = useAction(async () => {
    const result = await comeBack();
    if (result.ok) goToTab('home');
    else toast(result.message);
  });
  return (
    <>
      <Notice icon="check" title="账号已注销" text={textOf(certificate.data)} name="left" />
      <Loadable of={certificate} shape="text">
        {(data) => <Progress certificate={data} />}
      </Loadable>
      <View className={styles.again}>
        <Button name="come-back" look="plain" busy={busy} onTap={() => run()}>
          作为新会员重新开始
        </Button>
      </View>
    </>
  );
}
