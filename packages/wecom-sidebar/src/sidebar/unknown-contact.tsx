import { Button } from '../ui/button';

type Props = { name: string; member: boolean; busy: boolean; onReload: () => void };

/** A contact that never used the mini-program: why there is nothing yet, and how to change that. */
export const UnknownContact = ({ name, member, busy, onReload }: Props) => (
  <section className="card unknown" data-testid="unknown-contact">
    <h2 className="h2">{name ? `${name} ` : '这位客户'}还没有用过森屿小程序</h2>
    <p className="muted">
      {member ? '下面是门店会员资料，线上的浏览和优惠券还看不到。' : '所以暂时看不到会员、订单和浏览。'}
      可以这样认识 TA：
    </p>
    <ol className="steps">
      <li>
        <span className="step-n num">1</span>
        <p>把“森屿 SENYU”小程序发到聊天里，或请顾客扫店内的门店码。</p>
      </li>
      <li>
        <span className="step-n num">2</span>
        <p>顾客用微信打开并登录一次，系统就会认出是同一个人。</p>
      </li>
      <li>
        <span className="step-n num">3</span>
        <p>回到这里刷新，订单、优惠券和推荐话术都会出现。</p>
      </li>
    </ol>
    <Button look="line" icon="refresh" busy={busy} onClick={onReload} data-testid="unknown-reload">
      刷新看看
    </Button>
  </section>
);
