import { View } from '@tarojs/components';
import type { FittingDay } from '../api/views';
import { classes, hook } from './hook';
import styles from './SlotPicker.module.scss';
import { dayState, partsOf } from './slots.rules';

type Props = {
  days: readonly FittingDay[];
  /** The date whose slots are shown. */
  day: string;
  /** The chosen slot; null: none yet. */
  slot: string | null;
  onDay: (date: string) => void;
  onSlot: (slot: string) => void;
};
type Slot = FittingDay['slots'][number];

const dateText = (date: string): string => `${Number(date.slice(5, 7))}月${Number(date.slice(8))}日`;
const notes = { free: null, full: '约满', shut: '不可约' };

function DayChip({ day, on, onPick }: { day: FittingDay; on: boolean; onPick: () => void }) {
  const state = dayState(day);
  return (
    <View
      {...hook(`day-${day.date}`)}
      role="tab"
      aria-selected={on}
      className={classes(styles.day, on && styles.on, state !== 'free' && styles.faint)}
      onClick={onPick}
    >
      <View className={styles.strong}>{day.dayText}</View>
      <View className={styles.small}>{notes[state] ?? dateText(day.date)}</View>
    </View>
  );
}

function Time({ slot, on, onPick }: { slot: Slot; on: boolean; onPick: () => void }) {
  const full = slot.left === 0;
  return (
    <View
      {...hook(`slot-${slot.text}`)}
      role="radio"
      aria-checked={on}
      aria-disabled={full}
      className={classes(styles.time, on && styles.on, full && styles.full)}
      onClick={() => !full && onPick()}
    >
      <View className={styles.strong}>{slot.text}</View>
      <View className={styles.small}>{full ? '约满' : `余 ${slot.left}`}</View>
    </View>
  );
}

/** Days as chips, the half hours of one of them as a grid. What is full is shown as full and takes no tap. */
export function SlotPicker({ days, day, slot, onDay, onSlot }: Props) {
  const shown = days.find(({ date }) => date === day);
  return (
    <View>
      <View className={styles.days} role="tablist" aria-label="日期">
        {days.map((one) => (
          <DayChip key={one.date} day={one} on={one.date === day} onPick={() => onDay(one.date)} />
        ))}
      </View>
      {(shown?.slots.length ?? 0) === 0 && (
        <View className={styles.none} {...hook('no-slots')}>
          这一天不能预约，请看看其他日期
        </View>
      )}
      {partsOf(shown?.slots ?? []).map(({ name, slots }) => (
        <View key={name} role="radiogroup" aria-label={name}>
          <View className={styles.part}>{name}</View>
          <View className={styles.times}>
            {slots.map((one) => (
              <Time key={one.slot} slot={one} on={one.slot === slot} onPick={() => onSlot(one.slot)} />
            ))}
          </View>
        </View>
      ))}
    </View>
  );
}
