import type { Goods } from './goods';

const LETTERS = ['S', 'M', 'L', 'XL'];
const SLIM = ['S', 'M', 'L'];
const COTTON_CARE = '30°C 以下机洗，深浅分开，平铺晾干';
const WOOL_CARE = '建议干洗或冷水手洗，平铺阴干，低温熨烫';

export const TOPS: Goods[] = [
  {
    productId: 'P001',
    title: '重磅纯棉圆领 T 恤',
    subtitle: '260g 精梳棉，挺括不透',
    description:
      '选用新疆长绒棉精梳纺纱，260 克重磅面料，上身挺括、不贴不透。领口双针走线，反复洗涤也不易松垮。日常单穿或叠穿在衬衫、西装里都合适。',
    colours: ['BLUE', 'WHITE', 'BLACK'],
    sizes: LETTERS,
    yuan: 129,
    extraYuan: { XL: 10 },
    listYuan: 159,
    tags: ['店长推荐', '热销'],
    details: { 面料: '100% 棉（260g/㎡）', 版型: '微宽松，正常尺码', 产地: '中国·江苏', 洗护: COTTON_CARE },
    since: '09-12',
  },
  {
    productId: 'P002',
    title: '海魂条纹一字领长袖 T 恤',
    subtitle: '经典海魂纹，四季百搭',
    description:
      '灵感来自海岛水手的条纹衫：一字领露出锁骨线条，九分袖干净利落。紧密织法的棉质罗纹布，厚薄适中，秋冬内搭、春夏单穿皆可。',
    colours: ['WHITE', 'BLUE'],
    sizes: SLIM,
    yuan: 169,
    tags: ['百搭'],
    details: { 面料: '95% 棉 5% 氨纶', 版型: '合身', 领型: '一字领', 洗护: COTTON_CARE },
    since: '08-20',
  },
  {
    productId: 'P003',
    title: '小岛刺绣连帽卫衣',
    subtitle: '内里抓绒，落肩廓形',
    description:
      '胸前的“森屿”小岛以同色线刺绣，低调可见。内里短绒亲肤保暖，落肩袖与宽大帽型让日常穿着更松弛。男女同款。',
    colours: ['OLIVE', 'GREY', 'PINK'],
    sizes: LETTERS,
    yuan: 299,
    listYuan: 359,
    tags: ['男女同款'],
    details: { 面料: '78% 棉 22% 聚酯纤维', 里料: '短绒', 版型: '宽松落肩', 洗护: COTTON_CARE },
    since: '10-08',
  },
];

export const SHIRTS: Goods[] = [
  {
    productId: 'P004',
    title: '法国亚麻宽松衬衫',
    subtitle: '会呼吸的亚麻，越穿越软',
    description:
      '采用法国诺曼底亚麻，天然透气吸湿；经水洗预缩处理，带有自然的褶皱肌理。略长的后摆可以随意塞进腰间，也可敞开作外搭。',
    colours: ['WHITE', 'BLUE', 'OAT'],
    sizes: LETTERS,
    yuan: 359,
    tags: ['新色'],
    details: { 面料: '100% 亚麻', 版型: '宽松', 纽扣: '天然贝壳扣', 洗护: '30°C 以下轻柔机洗，悬挂晾干' },
    since: '08-02',
  },
  {
    productId: 'P005',
    title: '牛津纺贴袋衬衫',
    subtitle: '免烫整理，通勤省心',
    description: '双股牛津纺经免烫整理，机洗后轻轻抖开即可上身。左胸贴袋、圆弧下摆，正式与休闲之间切换自如。',
    colours: ['BLUE', 'WHITE', 'PINK'],
    sizes: LETTERS,
    yuan: 269,
    extraYuan: { XL: 20 },
    tags: ['免烫'],
    details: { 面料: '100% 棉（牛津纺）', 版型: '合身', 领型: '扣领', 洗护: COTTON_CARE },
    since: '07-18',
  },
  {
    productId: 'P006',
    title: '双面磨毛法兰绒格纹衬衫',
    subtitle: '秋冬的第一件格子',
    description:
      '双面磨毛的法兰绒触感柔软温暖，可单穿也可当薄外套。格纹在门襟与口袋处逐一对花，做工见于细节。',
    colours: ['RUST', 'GREEN'],
    sizes: LETTERS,
    yuan: 329,
    listYuan: 399,
    tags: ['秋冬'],
    details: { 面料: '100% 棉（双面磨毛）', 版型: '宽松', 洗护: COTTON_CARE },
    since: '10-16',
  },
  {
    productId: 'P028',
    title: '夏日泡泡纱短袖衬衫',
    subtitle: '夏季限定，已下架',
    description: '轻薄泡泡纱，凉爽不贴身。夏季限定款式，已停止销售。',
    colours: ['YELLOW'],
    sizes: SLIM,
    yuan: 199,
    details: { 面料: '100% 棉（泡泡纱）', 版型: '宽松' },
    since: '05-20',
    onShelf: false,
  },
];

export const KNITWEAR: Goods[] = [
  {
    productId: 'P007',
    title: '绞花美丽诺羊毛毛衣',
    subtitle: '立体绞花，暖而不重',
    description:
      '澳洲美丽诺羊毛与少量羊绒混纺，五针绞花织出立体纹理。落肩袖型活动自如，罗纹收口挡风保暖，是入冬后每天都想穿的一件。',
    colours: ['OAT', 'GREEN', 'RUST'],
    sizes: SLIM,
    yuan: 499,
    listYuan: 599,
    tags: ['新品', '含羊绒'],
    details: { 面料: '90% 羊毛 10% 羊绒', 针型: '5 针', 版型: '宽松落肩', 洗护: WOOL_CARE },
    since: '11-12',
  },
  {
    productId: 'P008',
    title: '高领细针羊毛打底衫',
    subtitle: '贴身不扎，叠穿利器',
    description:
      '18.5 微米超细美丽诺羊毛，贴身穿也不扎。细密的竖罗纹贴合身形又有弹性，高领可翻折，叠穿在大衣里利落修身。',
    colours: ['BLACK', 'CAMEL', 'WINE', 'WHITE'],
    sizes: SLIM,
    yuan: 369,
    tags: ['热销'],
    details: { 面料: '100% 美丽诺羊毛', 针型: '14 针', 版型: '修身', 洗护: WOOL_CARE },
    since: '10-22',
    ended: ['WINE-S'],
  },
  {
    productId: 'P009',
    title: '菱格 V 领羊毛开衫',
    subtitle: '学院菱格，一扣即正式',
    description:
      '经典菱格提花配贝壳扣，V 领可露出内搭的衬衫领。单穿是毛衣，敞开是外套，办公室空调房里最实用。',
    colours: ['NAVY', 'BROWN'],
    sizes: LETTERS,
    yuan: 459,
    details: { 面料: '70% 羊毛 30% 锦纶', 针型: '12 针', 版型: '合身', 洗护: WOOL_CARE },
    since: '10-30',
  },
];

export const COATS: Goods[] = [
  {
    productId: 'P017',
    title: '双面羊毛双排扣大衣',
    subtitle: '手工双面呢，一件过冬',
    description:
      '进口羊毛双面呢，两层面料由师傅手工缲缝，内里不见一针明线。双排扣与宽驳领，长度过膝，里面叠一件毛衣也不臃肿。',
    colours: ['CAMEL', 'BLACK', 'GREY'],
    sizes: SLIM,
    yuan: 1599,
    extraYuan: { L: 60 },
    listYuan: 1999,
    tags: ['新品', '店长推荐'],
    details: { 面料: '90% 羊毛 10% 羊绒', 工艺: '手工双面呢', 衣长: '112 cm（M）', 洗护: '仅限干洗' },
    since: '11-18',
  },
  {
    productId: 'P018',
    title: '立领轻量白鸭绒羽绒服',
    subtitle: '仅 380g，收进一只袋',
    description:
      '90% 白鸭绒，蓬松度 650+，整件约 380 克。20D 防钻绒面料轻薄防泼水，附收纳袋，出差旅行随身带。',
    colours: ['GREEN', 'WHITE', 'RUST'],
    sizes: LETTERS,
    yuan: 699,
    listYuan: 899,
    tags: ['新品'],
    details: {
      填充: '90% 白鸭绒，充绒量 110g（M）',
      面料: '100% 锦纶 20D',
      功能: '防泼水、可收纳',
      洗护: '30°C 以下手洗，低温烘干',
    },
    since: '11-15',
  },
  {
    productId: 'P019',
    title: '经典系带双排扣风衣',
    subtitle: '防泼水高密棉',
    description:
      '高密度华达呢经防泼水处理，小雨不必打伞。腰间系带可松可紧，后背开衩便于行走，是换季衣橱的主心骨。',
    colours: ['OAT', 'NAVY'],
    sizes: SLIM,
    yuan: 899,
    tags: ['经典'],
    details: { 面料: '65% 棉 35% 聚酯纤维', 功能: '防泼水', 衣长: '108 cm（M）', 洗护: '建议干洗' },
    since: '09-18',
  },
  {
    productId: 'P020',
    title: '宽条灯芯绒工装夹克',
    subtitle: '复古短款，男女同款',
    description:
      '八条宽灯芯绒绒面厚实，短款箱型利落。可当外套也可当衬衫穿，领口与袖口内里拼接平纹布，不磨皮肤。',
    colours: ['BROWN', 'OLIVE', 'YELLOW'],
    sizes: LETTERS,
    yuan: 469,
    listYuan: 539,
    tags: ['男女同款'],
    details: { 面料: '100% 棉（8 条灯芯绒）', 版型: '短款箱型', 洗护: '翻面冷水机洗，勿烘干' },
    since: '11-02',
  },
];
