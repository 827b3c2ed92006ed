import type { Staff } from '../api/types';
import { useQuestion } from '../api/use-question';
import type { CurrentContact } from '../platform/wecom';
import { Answer } from '../ui/answer';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { StorePicker } from '../ui/store-picker';
import { ScriptCard } from './script-card';

type Store = Staff['stores'][number];
type Props = {
  contact: CurrentContact;
  stores: readonly Store[];
  store: Store;
  onStore: (storeId: string) => void;
  onOtherContact: () => void;
};

export function ScriptsPanel({ contact, stores, store, onStore, onOtherContact }: Props) {
  const { externalUserid, canSend } = contact;
  const scripts = useQuestion('guides.suggestScripts', { externalUserid, storeId: store.storeId });
  return (
    <>
      <div className="panel-head">
        <StorePicker stores={stores} store={store} onChoose={onStore} />
        <Button
          look="plain"
          icon="refresh"
          busy={scripts.busy}
          onClick={scripts.reload}
          data-testid="scripts-reload"
        >
          刷新
        </Button>
      </div>
      {canSend ? null : (
        <p className="line-note" data-testid="cannot-send">
          从聊天窗口右侧的工具栏打开，就能一键发送。
        </p>
      )}
      <Answer question={scripts} rows={3}>
        {(data) =>
          data.scripts.length === 0 ? (
            <Notice icon="chat" title="现在没有合适的话术" testId="scripts-empty">
              等顾客有了新的浏览、订单或优惠券，这里会给出建议。
            </Notice>
          ) : (
            <ol className="cards">
              {data.scripts.map((script, index) => (
                <ScriptCard
                  key={`${store.storeId}:${script.scriptId}:${script.text}`}
                  script={script}
                  n={index + 1}
                  externalUserid={externalUserid}
                  canSend={canSend}
                  onOtherContact={onOtherContact}
                />
              ))}
            </ol>
          )
        }
      </Answer>
    </>
  );
}
