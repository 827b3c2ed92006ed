import { useState } from 'react';
import { View } from '@tarojs/components';
import { exportMyData } from '../../api/export';
import type { Exported } from '../../api/export';
import { useAction } from '../../api/hooks';
import type { Member } from '../../api/views';
import { copyText, toast } from '../../platform/feedback';
import { sendTextFile } from '../../platform/save-file';
import { Button } from '../../ui/Button';
import { hook } from '../../ui/hook';
import { Fact, Section } from '../../ui/Section';
import styles from './index.module.scss';

type State = { kind: 'none' } | { kind: 'failed'; message: string } | { kind: 'ready'; file: Exported };

/** All that is held, as one file: sent to a chat of one's own, or copied. */
export function ExportData({ member }: { member: Member }) {
  const [state, setState] = useState<State>({ kind: 'none' });
  const [rows, setRows] = useState(0);
  const { busy, run } = useAction(async () => {
    setState({ kind: 'none' });
    setRows(0);
    const result = await exportMyData(setRows);
    setState(
      'text' in result ? { kind: 'ready', file: result } : { kind: 'failed', message: result.message },
    );
  });
  return (
    <Section title="我们保存的信息">
      <Fact label="会员号">{member.memberNo}</Fact>
      <Fact label="手机号">{member.phoneMasked ?? '未绑定'}</Fact>
      <View className={styles.text}>
        可导出身份标识、授权、订单、售后、优惠券、浏览与员工查看记录，JSON 格式，可用文本编辑器打开。
      </View>
      {busy && (
        <View className={styles.text} role="status" {...hook('export-progress')}>
          正在整理，已有 {rows} 条…
        </View>
      )}
      {state.kind === 'failed' && (
        <View className={styles.problem} role="alert" {...hook('export-failed')}>
          {state.message}
        </View>
      )}
      {state.kind === 'ready' ? (
        <Ready file={state.file} />
      ) : (
        <View className={styles.actions}>
          <Button name="export-data" look="line" wide busy={busy} onTap={() => run()}>
            {state.kind === 'failed' ? '重新导出' : '导出我的数据'}
          </Button>
        </View>
      )}
    </Section>
  );
}

function Ready({ file }: { file: Exported }) {
  const { busy, run } = useAction(async () => {
    if (!(await sendTextFile(file.name, file.text))) toast('没有保存，可以改用复制');
  });
  return (
    <>
      <View className={styles.text} role="status" {...hook('export-ready')}>
        已整理好 {file.rows} 条记录
      </View>
      <View className={styles.actions}>
        <Button name="export-send" look="soft" wide busy={busy} onTap={() => run()}>
          保存文件
        </Button>
        <Button
          name="export-copy"
          look="line"
          wide
          onTap={() => copyText(file.text, '已复制，可粘贴到任意文档保存')}
        >
          复制全部
        </Button>
      </View>
    </>
  );
}
