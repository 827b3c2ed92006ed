import { Icon } from '../ui/icon';

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'clear', '0', 'back'] as const;

type Props = { code: string; onCode: (code: string) => void };

/** Large keys for one thumb. They leave the focus in the input, which still takes a keyboard or a barcode gun. */
export function Keypad({ code, onCode }: Props) {
  const press = (key: (typeof keys)[number]) => {
    if (key === 'clear') onCode('');
    else if (key === 'back') onCode(code.slice(0, -1));
    else onCode(code + key);
  };
  return (
    <div className="keypad" role="group" aria-label="数字键盘">
      {keys.map((key) => (
        <button
          key={key}
          type="button"
          className={key === 'clear' || key === 'back' ? 'key key-soft' : 'key'}
          data-testid={`key-${key}`}
          aria-label={key === 'clear' ? '清空' : key === 'back' ? '退格' : key}
          onPointerDown={(event) => event.preventDefault()}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => press(key)}
        >
          {key === 'back' ? <Icon name="backspace" size={26} /> : key === 'clear' ? '清空' : key}
        </button>
      ))}
    </div>
  );
}
