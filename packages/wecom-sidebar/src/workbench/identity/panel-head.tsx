import { Button } from '../../ui/button';

type Props = { title: string; text: string; onClose: () => void };

export const PanelHead = ({ title, text, onClose }: Props) => (
  <div className="id-panel-head" role="status">
    <p className="id-named">
      <span className="small muted">{text}</span>
      <b className="strong num">{title}</b>
    </p>
    <Button look="plain" icon="cross" onClick={onClose} aria-label="取消选择" data-testid="panel-close" />
  </div>
);
