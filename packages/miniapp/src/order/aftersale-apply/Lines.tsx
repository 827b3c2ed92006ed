import { View } from '@tarojs/components';
import type { AftersaleLine, AftersaleOptions } from '../../api/views';
import { Picture } from '../../ui/Picture';
import { Section } from '../../ui/Section';
import { Stepper } from '../../ui/Stepper';
import { Mark } from '../../ui/Tick';
import { classes, hook } from '../../ui/hook';
import { canPick, changed, pickedLines, toggled } from '../aftersale.rules';
import type { ApplicationState } from './use-application';
import styles from './index.module.scss';

/** Why a line cannot be picked. */
function whyNot(line: AftersaleLine): string {
  if (line.isGift) return '赠品不支持单独售后';
  return line.availableQuantity === 0 ? '暂无可申请的数量' : '不支持这种售后';
}

type ReplacementProps = { line: AftersaleLine; chosen: string | null; onChoose: (skuId: string) => void };

const Replacements = ({ line, chosen, onChoose }: ReplacementProps) => (
  <View className={styles.chips}>
    {line.replacements.map(({ skuId, valuesText, available }) => (
      <View
        key={skuId}
        role="radio"
        aria-checked={skuId === chosen}
        aria-disabled={available === false}
        className={classes(
          styles.chip,
          skuId === chosen && styles.chipOn,
          available === false && styles.chipOff,
        )}
        {...hook(`replacement-${line.lineNo}-${skuId}`)}
        onClick={() => available !== false && onChoose(skuId)}
      >
        {skuId === line.skuId ? `${valuesText}（同款）` : valuesText}
        {available === false && ' 缺货'}
      </View>
    ))}
  </View>
);

type Props = { options: AftersaleOptions; state: ApplicationState };
type Row = Props & { line: AftersaleLine };

/** How many pieces of a picked line, and what for. */
function Wanted({ options, state, line }: Row) {
  const { form, setForm } = state;
  const held = pickedLines(options, form).find((one) => one.line.lineNo === line.lineNo)?.picked;
  if (held === undefined) return null;
  const change = (what: Partial<typeof held>) => setForm(changed(form, line.lineNo, what));
  return (
    <>
      <View className={styles.pieces}>
        <View className={styles.soft}>
          {line.wholeLineOnly ? '还没取货的商品只能整行退' : `最多 ${line.availableQuantity} 件`}
        </View>
        {line.wholeLineOnly ? (
          <View>{held.quantity} 件</View>
        ) : (
          <Stepper
            name={`pieces-${line.lineNo}`}
            value={held.quantity}
            max={line.availableQuantity}
            onChange={(quantity) => change({ quantity })}
          />
        )}
      </View>
      {form.kind === 'exchange' && (
        <Replacements
          line={line}
          chosen={held.replacementSkuId}
          onChoose={(replacementSkuId) => change({ replacementSkuId })}
        />
      )}
    </>
  );
}

function Line({ options, state, line }: Row) {
  const { form, setForm } = state;
  const free = canPick(line, form.kind);
  const picked = form.picked[line.lineNo] !== undefined;
  return (
    <View className={styles.line}>
      <View
        className={styles.goods}
        role="checkbox"
        aria-checked={picked}
        aria-disabled={!free}
        {...hook(`line-${line.lineNo}`)}
        onClick={() => free && setForm(toggled(options, form, line))}
      >
        <Mark on={picked} disabled={!free} />
        <View className={styles.frame}>
          <Picture src={line.imageUrl} alt={line.title} />
        </View>
        <View className={styles.words}>
          <View className={styles.title}>{line.title}</View>
          <View className={styles.soft}>
            {line.valuesText} · 共 {line.quantity} 件
          </View>
          {!free && <View className={styles.soft}>{whyNot(line)}</View>}
        </View>
      </View>
      <Wanted options={options} state={state} line={line} />
    </View>
  );
}

export const Lines = ({ options, state }: Props) => (
  <Section title="选择商品">
    {options.lines.map((line) => (
      <Line key={line.lineNo} options={options} state={state} line={line} />
    ))}
  </Section>
);
