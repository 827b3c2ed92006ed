"use strict";
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target3) => (target3 = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target3, "default", { value: mod, enumerable: true }) : target3,
  mod
));

// packages/server/bench/zz_prof.ts
var import_node_fs2 = require("node:fs");
var import_node_path4 = __toESM(require("node:path"));
var import_mongoose16 = __toESM(require("mongoose"));

// packages/server/src/kernel/redis.ts
var import_ioredis = require("ioredis");

// packages/server/src/config.ts
var import_node_crypto = require("node:crypto");
var import_node_fs = require("node:fs");
var import_zod = require("zod");
var Secret32 = import_zod.z.string().refine((text11) => Buffer.from(text11, "base64").length === 32, {
  message: "must be 32 bytes in base64"
});
var pem = import_zod.z.string().min(1).transform(
  (text11) => text11.includes("-----BEGIN") ? text11.replaceAll("\\n", "\n") : (0, import_node_fs.readFileSync)(text11, "utf8")
);
var certificates = pem.transform((text11, check) => {
  try {
    const blocks = text11.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
    if (blocks.length > 0) return blocks.map((block) => new import_node_crypto.X509Certificate(block));
  } catch {
  }
  check.addIssue({ code: "custom", message: "must be PEM certificates" });
  return import_zod.z.NEVER;
});
var Env = import_zod.z.object({
  NODE_ENV: import_zod.z.enum(["development", "test", "production"]).default("production"),
  PORT: import_zod.z.coerce.number().int().min(0).max(65535).default(7300),
  OPS_PORT: import_zod.z.coerce.number().int().min(0).max(65535).default(7309),
  LOG_LEVEL: import_zod.z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  MONGO_URL: import_zod.z.string().regex(/^mongodb(\+srv)?:\/\//),
  REDIS_URL: import_zod.z.string().regex(/^rediss?:\/\//),
  QUEUE_PREFIX: import_zod.z.string().regex(/^[\w-]+$/).default("omni"),
  /** Where WeChat Pay and WeCom reach this server from outside. */
  PUBLIC_URL: import_zod.z.url(),
  /** Where staff open the WeCom H5; its host must be the app's trusted domain. */
  WECOM_H5_URL: import_zod.z.url(),
  PHONE_KEY: Secret32,
  HASH_KEY: Secret32,
  WECHAT_API_BASE: import_zod.z.url().default("https://api.weixin.qq.com"),
  MINI_PROGRAM_APPID: import_zod.z.string().min(1),
  MINI_PROGRAM_SECRET: import_zod.z.string().min(1),
  SUBSCRIBE_TEMPLATE_PICKUP_READY: import_zod.z.string().min(1),
  /** Tells a shopper that another store serves the order; without it the order's page tells it alone. */
  SUBSCRIBE_TEMPLATE_ORDER_MOVED: import_zod.z.string().min(1).optional(),
  WECHAT_PAY_BASE: import_zod.z.url().default("https://api.mch.weixin.qq.com"),
  WECHAT_PAY_MCHID: import_zod.z.string().regex(/^\d{8,10}$/),
  WECHAT_PAY_SERIAL: import_zod.z.string().regex(/^[0-9A-F]{8,64}$/),
  WECHAT_PAY_PRIVATE_KEY: pem,
  WECHAT_PAY_CERTIFICATE: pem,
  WECHAT_PAY_API_V3_KEY: import_zod.z.string().length(32),
  WECHAT_PAY_PUBLIC_KEY: pem,
  WECHAT_PAY_PUBLIC_KEY_ID: import_zod.z.string().startsWith("PUB_KEY_ID_"),
  /** While a merchant moves from platform certificates to the public key, answers and notices carry either. */
  WECHAT_PAY_PLATFORM_CERTIFICATES: certificates.optional(),
  WECOM_API_BASE: import_zod.z.url().default("https://qyapi.weixin.qq.com"),
  WECOM_OAUTH_BASE: import_zod.z.url().default("https://open.weixin.qq.com"),
  WECOM_CORPID: import_zod.z.string().min(1),
  WECOM_AGENTID: import_zod.z.string().regex(/^\d+$/),
  WECOM_SECRET: import_zod.z.string().min(1),
  WECOM_CALLBACK_TOKEN: import_zod.z.string().min(1).max(32),
  WECOM_CALLBACK_AES_KEY: import_zod.z.string().regex(/^[A-Za-z0-9]{43}$/),
  DOUYIN_API_BASE: import_zod.z.url().default("https://open.douyin.com"),
  /** A platform without its key and secret is not connected. */
  DOUYIN_CLIENT_KEY: import_zod.z.string().min(1).optional(),
  DOUYIN_CLIENT_SECRET: import_zod.z.string().min(1).optional(),
  DOUYIN_ACCOUNT_ID: import_zod.z.string().min(1).optional(),
  DOUDIAN_APP_KEY: import_zod.z.string().min(1).optional(),
  DOUDIAN_APP_SECRET: import_zod.z.string().min(1).optional(),
  XIAOHONGSHU_APP_KEY: import_zod.z.string().min(1).optional(),
  XIAOHONGSHU_APP_SECRET: import_zod.z.string().min(1).optional(),
  MEITUAN_DEVELOPER_ID: import_zod.z.string().min(1).optional(),
  MEITUAN_SIGN_KEY: import_zod.z.string().min(1).optional(),
  PICKUP_RADIUS_METRES: import_zod.z.coerce.number().int().min(100).max(5e4).default(3e3),
  DELIVERY_FREIGHT_FEN: import_zod.z.coerce.number().int().min(0).max(1e5).default(1e3),
  REQUESTS_PER_MINUTE: import_zod.z.coerce.number().int().min(1).default(600),
  /** Lets the ops port move the clock; refused in production. */
  CLOCK_MOVABLE: import_zod.z.enum(["0", "1"]).default("0"),
  /** A clock that people move, to be followed; refused in production. */
  CLOCK_URL: import_zod.z.url().optional(),
  /** A file that collects `endpoint CODE` lines, so that a run can show which refusals it provoked. */
  REFUSALS_LOG: import_zod.z.string().optional()
});

// packages/server/src/kernel/log.ts
var import_pino = __toESM(require("pino"));
var log = (0, import_pino.default)({
  level: "info",
  redact: {
    paths: ["phone", "token", "authorization", "openid", "unionid", "*.phone", "*.token", "*.authorization"],
    censor: "[redacted]"
  }
});

// packages/server/src/modules/routing/candidate.rules.ts
var sells = ({ available }, { lines }) => {
  const i = available.indexOf(null);
  return i < 0 ? null : { filter: "sells", reason: "NOT_SOLD", facts: { skuId: lines[i]?.skuId ?? "" } };
};
var service = ({ offersPickup, shipsOrders }, { fulfilment }) => {
  if (fulfilment === "pickup" ? offersPickup : shipsOrders) return null;
  const reason = fulfilment === "pickup" ? "NO_PICKUP" : "NO_SHIPPING";
  return { filter: "service", reason, facts: {} };
};
var reach = ({ inArea, distanceMetres: distanceMetres2, radiusMetres }, _wanted, policy) => {
  if (inArea === true || distanceMetres2 === null) return null;
  const within = radiusMetres ?? policy.radiusMetres;
  if (inArea === null && distanceMetres2 <= within) return null;
  const metres = Math.round(distanceMetres2 * 10) / 10;
  if (inArea === false) return { filter: "reach", reason: "OUT_OF_AREA", facts: { distanceMetres: metres } };
  const facts = { distanceMetres: metres, radiusMetres: within };
  return { filter: "reach", reason: "OUT_OF_REACH", facts };
};
var hours = ({ open, opensInMinutes, prepMinutes }, _wanted, { promiseMinutes }) => {
  if (open) return null;
  if (opensInMinutes === null) return { filter: "hours", reason: "CLOSED_STORE", facts: {} };
  if (opensInMinutes + prepMinutes <= promiseMinutes) return null;
  return { filter: "hours", reason: "SHUT", facts: { opensInMinutes, prepMinutes, promiseMinutes } };
};
var stock = ({ available }, { lines }) => {
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i];
    const pieces = available[i] ?? 0;
    if (!line || pieces >= line.quantity) continue;
    const facts = { skuId: line.skuId, wanted: line.quantity, available: pieces };
    return { filter: "stock", reason: "OUT_OF_STOCK", facts };
  }
  return null;
};
var capacity = ({ limit, used }) => limit === null || used < limit ? null : { filter: "capacity", reason: "NO_CAPACITY", facts: { used, limit } };
var outage = ({ outageReason }) => outageReason === null ? null : { filter: "outage", reason: "OUTAGE", facts: { because: outageReason } };
var rejected = ({ storeId }, { excluded }) => excluded.includes(storeId) ? { filter: "rejected", reason: "REJECTED_BEFORE", facts: {} } : null;
var FILTERS = [sells, service, reach, hours, stock, capacity, outage, rejected];
function dropOf(candidate, wanted, policy) {
  for (const test2 of FILTERS) {
    const drop = test2(candidate, wanted, policy);
    if (drop) return drop;
  }
  return null;
}

// packages/server/src/modules/routing/decide.rules.ts
var MEASURES = {
  fewest_splits: ({ available }, { lines }) => {
    let short = 0;
    for (let i = 0; i < lines.length; i += 1) if ((available[i] ?? 0) < (lines[i]?.quantity ?? 0)) short += 1;
    return short;
  },
  chosen_store: ({ storeId }, { chosenStoreId }) => storeId === chosenStoreId ? 0 : 1,
  guide_store: ({ storeId }, { guideStoreId }) => storeId === guideStoreId ? 0 : 1,
  distance: ({ distanceMetres: distanceMetres2 }, _wanted, { distanceBucketMetres }) => distanceMetres2 === null ? 0 : Math.floor(distanceMetres2 / distanceBucketMetres),
  load: ({ limit, used }) => limit === null ? 0 : used / limit,
  stock_balance: ({ available }, { lines }) => {
    let least = Infinity;
    for (let i = 0; i < lines.length; i += 1)
      least = Math.min(least, (available[i] ?? 0) - (lines[i]?.quantity ?? 0));
    return -least;
  }
};
function firstDifference(a, b) {
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return i;
  return -1;
}
function compare(a, b) {
  const i = firstDifference(a.values, b.values);
  if (i >= 0) return (a.values[i] ?? 0) - (b.values[i] ?? 0);
  return a.judged.facts.storeId < b.judged.facts.storeId ? -1 : 1;
}
function decide(wanted, candidates, policy) {
  const measures = policy.rules.map((rule) => MEASURES[rule]);
  const passed = [];
  const judged = candidates.map((facts) => {
    const dropped = dropOf(facts, wanted, policy);
    const one = { facts, rank: null, lost: null, dropped };
    if (dropped === null)
      passed.push({ judged: one, values: measures.map((measure) => measure(facts, wanted, policy)) });
    return one;
  });
  passed.sort(compare);
  const best = passed[0];
  const ranked = passed.map((one, i) => {
    one.judged.rank = i + 1;
    if (best && i > 0) one.judged.lost = policy.rules[firstDifference(best.values, one.values)] ?? "store_id";
    return one.judged;
  });
  return { ranked, judged };
}

// packages/shared/src/geo.ts
var EARTH_RADIUS_METRES = 63710088e-1;
var radians = (degrees) => degrees * Math.PI / 180;
function distanceMetres(a, b) {
  const dLat = radians(b.latitude - a.latitude);
  const dLng = radians(b.longitude - a.longitude);
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(dLng / 2) ** 2;
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(h)));
}

// packages/server/src/modules/inventory/ledger.model.ts
var import_mongoose2 = require("mongoose");

// packages/server/src/kernel/db.ts
var import_node_async_hooks = require("node:async_hooks");
var import_mongoose = __toESM(require("mongoose"));
import_mongoose.default.set("transactionAsyncLocalStorage", true);
import_mongoose.default.set("strictQuery", true);
import_mongoose.default.set("autoIndex", false);
import_mongoose.default.set("autoCreate", false);
var inside = new import_node_async_hooks.AsyncLocalStorage();

// packages/server/src/modules/inventory/ledger.model.ts
var text = { type: String, required: true };
var movementFields = {
  _id: text,
  locationId: text,
  skuId: text,
  quantity: { type: Number, required: true },
  unsellable: { type: Number },
  reason: text,
  ref: text,
  at: { type: Date, required: true },
  by: { type: String },
  note: { type: String },
  counted: { type: Number }
};
var movementSchema = new import_mongoose2.Schema(movementFields, { versionKey: false }).index({
  locationId: 1,
  skuId: 1,
  at: 1
});
var Movements = (0, import_mongoose2.model)("stockMovement", movementSchema, "stock_movements");

// packages/shared/src/contracts/common.ts
var import_zod2 = require("zod");
var Id = import_zod2.z.string().regex(/^[0-9a-z]{20}$/);
var Code = import_zod2.z.string().regex(/^[0-9A-Za-z-]{1,32}$/);
var RequestId = import_zod2.z.uuid();
var Time = import_zod2.z.iso.datetime();
var Cursor = import_zod2.z.string().min(1).max(200);
var PointInput = import_zod2.z.strictObject({
  latitude: import_zod2.z.number().min(-90).max(90),
  longitude: import_zod2.z.number().min(-180).max(180)
});
var SalesChannel = import_zod2.z.enum([
  "mini_program",
  "pos",
  "douyin",
  "xiaohongshu",
  "meituan",
  "open_api"
]);
var LineInput = import_zod2.z.strictObject({ skuId: Code, quantity: import_zod2.z.int().min(1).max(99) });
var Lines = import_zod2.z.array(LineInput).min(1).max(50).refine((lines) => new Set(lines.map((line) => line.skuId)).size === lines.length, {
  message: "\u540C\u4E00\u89C4\u683C\u53EA\u80FD\u51FA\u73B0\u4E00\u6B21"
});

// packages/server/src/modules/inventory/stock.model.ts
var import_mongoose3 = require("mongoose");
var text2 = { type: String, required: true };
var count = { type: Number, required: true };
var time = { type: Date, required: true };
var stockSchema = new import_mongoose3.Schema(
  {
    _id: text2,
    locationId: text2,
    skuId: text2,
    onHand: count,
    held: count,
    safety: count,
    channelSafety: Object.fromEntries(SalesChannel.options.map((channel) => [channel, { type: Number }])),
    unsellable: { type: Number },
    holds: [{ _id: false, id: text2, quantity: count, until: { type: Date, default: null } }],
    ended: [{ _id: false, id: text2, how: text2, at: time }],
    unposted: [movementFields],
    tendAt: { type: Date },
    changes: count,
    moved: { type: Number },
    imported: { type: { _id: false, id: text2, part: count, startedAt: time } }
  },
  { versionKey: false }
).index({ skuId: 1, locationId: 1 }).index({ tendAt: 1 }, { partialFilterExpression: { tendAt: { $exists: true } } });
var Stocks = (0, import_mongoose3.model)("stock", stockSchema, "stocks");

// packages/server/src/modules/catalog/product.model.ts
var import_mongoose4 = require("mongoose");
var text3 = { type: String, required: true };
var schema = new import_mongoose4.Schema(
  {
    _id: text3,
    title: text3,
    subtitle: { type: String, default: "" },
    description: { type: String, default: "" },
    categoryId: text3,
    images: [String],
    options: [{ _id: false, name: text3, values: [String] }],
    skus: [
      {
        _id: false,
        skuId: text3,
        values: [String],
        priceFen: { type: Number, required: true },
        channelPrices: Object.fromEntries(SalesChannel.options.map((channel) => [channel, { type: Number }])),
        onSale: { type: Boolean, required: true }
      }
    ],
    details: [{ _id: false, name: text3, text: text3 }],
    tags: [String],
    listPriceFen: { type: Number, default: null },
    onShelf: { type: Boolean, required: true },
    publishedAt: { type: Date, required: true }
  },
  { versionKey: false }
).index({ onShelf: 1, publishedAt: -1, _id: 1 }).index({ categoryId: 1, onShelf: 1, publishedAt: -1, _id: 1 }).index({ "skus.skuId": 1 }, { unique: true });
var Products = (0, import_mongoose4.model)("product", schema, "products");

// packages/server/src/modules/catalog/shop-window.model.ts
var import_mongoose5 = require("mongoose");
var text4 = { type: String, required: true };
var Categories = (0, import_mongoose5.model)(
  "category",
  new import_mongoose5.Schema(
    { _id: text4, name: text4, image: text4, position: { type: Number, required: true } },
    { versionKey: false }
  ),
  "categories"
);
var Home = (0, import_mongoose5.model)(
  "homeContent",
  new import_mongoose5.Schema(
    {
      _id: text4,
      banners: [
        {
          _id: false,
          title: text4,
          subtitle: { type: String, default: "" },
          image: text4,
          productId: { type: String, default: null }
        }
      ],
      lovedProductIds: [String]
    },
    { versionKey: false }
  ),
  "home_contents"
);

// packages/server/src/modules/staff/audit.model.ts
var import_mongoose6 = require("mongoose");
var schema2 = new import_mongoose6.Schema(
  {
    _id: { type: String, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    action: { type: String, required: true },
    subject: { type: String, required: true },
    storeId: { type: String, default: null },
    traceId: { type: String, required: true }
  },
  { versionKey: false }
).index({ subject: 1, at: -1 }).index({ by: 1, at: -1 });
var AuditLog = (0, import_mongoose6.model)("auditEntry", schema2, "audit_log");

// packages/server/src/modules/staff/staff.model.ts
var import_mongoose7 = require("mongoose");
var storeSchema = new import_mongoose7.Schema(
  { storeId: { type: String, required: true }, name: { type: String, required: true } },
  { _id: false }
);
var schema3 = new import_mongoose7.Schema(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    role: { type: String, required: true },
    stores: { type: [storeSchema], required: true },
    active: { type: Boolean, required: true },
    updatedAt: { type: Date, required: true }
  },
  { versionKey: false }
);
var Staff = (0, import_mongoose7.model)("staffMember", schema3, "staff");

// packages/server/src/modules/stores/hours.rules.ts
var import_chinese_days = require("chinese-days");
var DAY = 1440;
var MINUTE_MS = 6e4;
var everyDay = (openMinute, closeMinute) => Array.from({ length: 7 }, () => ({ openMinute, closeMinute }));
var AROUND_THE_CLOCK = everyDay(0, DAY);
var DAY_MS = DAY * MINUTE_MS;
var SHANGHAI_OFFSET_MS = 8 * 60 * MINUTE_MS;
function clockOf(at2) {
  const local = at2.getTime() + SHANGHAI_OFFSET_MS;
  const day = Math.floor(local / DAY_MS);
  return { day, minutes: Math.floor((local - day * DAY_MS) / MINUTE_MS) };
}
var weekdayOf = (day) => ((day + 4) % 7 + 7) % 7;
var days = /* @__PURE__ */ new Map();
function factsOf(day) {
  const known = days.get(day);
  if (known) return known;
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
  const facts = { date, holiday: isPublicHoliday(date) };
  days.set(day, facts);
  return facts;
}
function isPublicHoliday(date) {
  const { work, name: name2 } = (0, import_chinese_days.getDayDetail)(date);
  return !work && name2.includes(",");
}
function hoursOn(opening, day) {
  const { specialDays, holidayHours } = opening;
  if (specialDays && specialDays.length > 0) {
    const { date } = factsOf(day);
    const special = specialDays.find((one) => one.date === date);
    if (special) return special.hours;
  }
  if (holidayHours !== void 0 && holidayHours !== "normal" && factsOf(day).holiday) return holidayHours;
  return opening.hours[weekdayOf(day)] ?? null;
}
function openingOn(opening, { day, minutes }) {
  const today = hoursOn(opening, day);
  if (today && minutes >= today.openMinute && minutes < today.closeMinute) return today;
  const yesterday = hoursOn(opening, day - 1);
  return yesterday && minutes + DAY < yesterday.closeMinute ? yesterday : null;
}
var LOOK_DAYS = 14;
function minutesToOpening(opening, { day, minutes }) {
  for (let inDays = 0; inDays <= LOOK_DAYS; inDays += 1) {
    const hours2 = hoursOn(opening, day + inDays);
    if (hours2 && (inDays > 0 || hours2.openMinute > minutes)) return inDays * DAY + hours2.openMinute - minutes;
  }
  return null;
}

// packages/server/src/modules/stores/store-index.ts
var import_geokdbush = require("geokdbush");
var import_kdbush = __toESM(require("kdbush"));

// packages/server/src/modules/stores/reach.rules.ts
var METRES_PER_DEGREE = 111195;
var ON_EDGE_DEGREES = 1e-9;
function isOnEdge(point, a, b) {
  const [dx, dy] = [b.longitude - a.longitude, b.latitude - a.latitude];
  const [px, py] = [point.longitude - a.longitude, point.latitude - a.latitude];
  const length2 = Math.hypot(dx, dy);
  if (length2 === 0) return Math.hypot(px, py) <= ON_EDGE_DEGREES;
  const along = (px * dx + py * dy) / length2;
  const aside = Math.abs(px * dy - py * dx) / length2;
  return aside <= ON_EDGE_DEGREES && along >= -ON_EDGE_DEGREES && along <= length2 + ON_EDGE_DEGREES;
}
function areaHolds(area, point) {
  let inside2 = false;
  let a = area.at(-1);
  for (const b of area) {
    if (!a) return false;
    if (isOnEdge(point, a, b)) return true;
    const crosses = b.latitude > point.latitude !== a.latitude > point.latitude;
    if (crosses) {
      const slope = (a.longitude - b.longitude) / (a.latitude - b.latitude);
      if (point.longitude < b.longitude + slope * (point.latitude - b.latitude)) inside2 = !inside2;
    }
    a = b;
  }
  return inside2;
}
var reachOfArea = (store, area) => Math.max(...area.map((corner) => distanceMetres(store, corner))) * 1.001;
function boxAround(point, metres) {
  const dLat = (metres * 1.001 + 1) / METRES_PER_DEGREE;
  const [south, north] = [point.latitude - dLat, point.latitude + dLat];
  const shrink = Math.cos(Math.max(Math.abs(south), Math.abs(north)) * Math.PI / 180);
  const dLng = dLat / shrink;
  const [west, east] = [point.longitude - dLng, point.longitude + dLng];
  const plain = south > -89 && north < 89 && shrink > 0.01 && west >= -180 && east <= 180;
  return plain ? { south, north, west, east } : null;
}

// packages/server/src/modules/stores/store.model.ts
var import_mongoose8 = require("mongoose");
var text5 = { type: String, required: true };
var number = { type: Number, required: true };
var Stores = (0, import_mongoose8.model)(
  "store",
  new import_mongoose8.Schema(
    {
      _id: text5,
      name: text5,
      city: { type: String, default: "" },
      address: { type: String, default: "" },
      phone: { type: String, default: null },
      latitude: number,
      longitude: number,
      hours: { type: import_mongoose8.Schema.Types.Mixed, required: true },
      // Mixed, so that a fact nobody gave stays absent and the same store compares as unchanged.
      specialDays: import_mongoose8.Schema.Types.Mixed,
      holidayHours: import_mongoose8.Schema.Types.Mixed,
      outage: import_mongoose8.Schema.Types.Mixed,
      area: import_mongoose8.Schema.Types.Mixed,
      radiusMetres: Number,
      capacityPerHour: Number,
      offersPickup: Boolean,
      shipsOrders: Boolean,
      prepMinutes: Number,
      status: text5,
      source: text5,
      updatedAt: { type: Date, required: true }
    },
    { versionKey: false }
  ),
  "stores"
);
var Revisions = (0, import_mongoose8.model)(
  "storeRevision",
  new import_mongoose8.Schema({ _id: text5, revision: number }, { versionKey: false }),
  "store_revisions"
);

// packages/server/src/modules/stores/store-index.ts
var HALF_THE_WORLD_KM = 20015;
var FIRST_RING_METRES = 1e3;
function ringOf(store) {
  const own = store.area ? reachOfArea(store, store.area) : store.radiusMetres ?? 0;
  if (own === 0) return 0;
  return FIRST_RING_METRES * 2 ** Math.max(0, Math.ceil(Math.log2(own / FIRST_RING_METRES)));
}
function buildIndex(stores2) {
  const groups = /* @__PURE__ */ new Map();
  for (const store of stores2) {
    const ring = ringOf(store);
    const group = groups.get(ring);
    if (group) group.push(store);
    else groups.set(ring, [store]);
  }
  const rings = [...groups].map(([reachMetres, members2]) => {
    const tree = new import_kdbush.default(members2.length);
    members2.forEach((store) => tree.add(store.longitude, store.latitude));
    return { tree: tree.finish(), stores: members2, reachMetres };
  });
  return { rings, byId: new Map(stores2.map((store) => [store.storeId, store])) };
}
function searchRing({ tree, stores: stores2 }, point, metres) {
  const box = boxAround(point, metres);
  const wideKm = Math.min((metres * 1.01 + 10) / 1e3, HALF_THE_WORLD_KM);
  const proposed = box ? tree.range(box.west, box.south, box.east, box.north) : (0, import_geokdbush.around)(tree, point.longitude, point.latitude, Infinity, wideKm);
  const found = [];
  for (const i of proposed) {
    const store = stores2[i];
    if (!store) continue;
    const away = distanceMetres(point, store);
    if (away <= metres) found.push({ store, distanceMetres: away });
  }
  return found;
}
var nearestFirst = (a, b) => a.distanceMetres - b.distanceMetres || (a.store.storeId < b.store.storeId ? -1 : 1);
var searchReaching = ({ rings }, point, radiusMetres) => rings.flatMap((ring) => searchRing(ring, point, Math.max(radiusMetres, ring.reachMetres))).sort(nearestFirst);

// packages/server/src/modules/stores/find-stores.ts
var routingOf = (store) => ({
  radiusMetres: store.radiusMetres ?? null,
  area: store.area ?? null,
  capacityPerHour: store.capacityPerHour ?? null,
  offersPickup: store.offersPickup ?? true,
  shipsOrders: store.shipsOrders ?? false,
  prepMinutes: store.prepMinutes ?? 30
});

// packages/server/src/kernel/call-out.ts
var import_node_http = require("node:http");
var import_node_https = require("node:https");
var import_zod3 = require("zod");

// packages/server/src/kernel/metrics.ts
var import_prom_client = require("prom-client");
var registry = new import_prom_client.Registry();
(0, import_prom_client.collectDefaultMetrics)({ register: registry });
var requestSeconds = new import_prom_client.Histogram({
  name: "omni_request_seconds",
  help: "Time to answer one endpoint call",
  labelNames: ["endpoint", "status"],
  buckets: [5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  registers: [registry]
});
var refusals = new import_prom_client.Counter({
  name: "omni_refusals_total",
  help: "Refusals by endpoint and code",
  labelNames: ["endpoint", "code"],
  registers: [registry]
});
var platformCalls = new import_prom_client.Counter({
  name: "omni_platform_calls_total",
  help: "Calls to outside platforms by platform, api and answered code",
  labelNames: ["platform", "api", "code"],
  registers: [registry]
});
var outboxLagSeconds = new import_prom_client.Gauge({
  name: "omni_outbox_lag_seconds",
  help: "Age of the oldest due outbox row that was not handed on",
  registers: [registry]
});
var deliveries = new import_prom_client.Counter({
  name: "omni_deliveries_total",
  help: "Events and jobs run, by name and outcome",
  labelNames: ["name", "outcome"],
  registers: [registry]
});
var leaseSweeps = new import_prom_client.Counter({
  name: "omni_lease_sweeps_total",
  help: "Expired leases given back, by kind",
  labelNames: ["kind"],
  registers: [registry]
});

// packages/server/src/kernel/call-out.ts
var agents = {
  "http:": new import_node_http.Agent({ keepAlive: true, timeout: 4e3 }),
  "https:": new import_node_https.Agent({ keepAlive: true, timeout: 4e3 })
};
var Envelope = import_zod3.z.looseObject({ errcode: import_zod3.z.int().default(0), errmsg: import_zod3.z.string().default("") });

// packages/server/src/platform/mini-program/subscribe-message.ts
var import_zod5 = require("zod");

// packages/server/src/platform/mini-program/api.ts
var import_zod4 = require("zod");
var TokenAnswer = import_zod4.z.object({ access_token: import_zod4.z.string().min(1), expires_in: import_zod4.z.int().positive() });

// packages/server/src/platform/mini-program/login.ts
var import_zod6 = require("zod");

// packages/shared/src/time.ts
var SHANGHAI_OFFSET_MS2 = 8 * 36e5;

// packages/server/src/platform/mini-program/shipping.ts
var import_zod7 = require("zod");

// packages/server/src/modules/stores/scene-code.model.ts
var import_mongoose9 = require("mongoose");
var text6 = { type: String, required: true };
var SceneCodes = (0, import_mongoose9.model)(
  "sceneCode",
  new import_mongoose9.Schema(
    {
      _id: text6,
      storeId: text6,
      productId: { type: String, default: null },
      createdAt: { type: Date, required: true }
    },
    { versionKey: false }
  ).index({ storeId: 1, productId: 1 }, { unique: true }),
  "scene_codes"
);

// packages/server/src/modules/inventory/count-task.model.ts
var import_mongoose10 = require("mongoose");
var text7 = { type: String, required: true };
var schema4 = new import_mongoose10.Schema(
  {
    _id: text7,
    locationId: text7,
    skuId: text7,
    why: text7,
    ref: { type: String },
    state: text7,
    openedAt: { type: Date, required: true },
    countedAt: { type: Date, default: null },
    countedBy: { type: String, default: null },
    counted: { type: Number, default: null },
    difference: { type: Number, default: null }
  },
  { versionKey: false }
).index({ locationId: 1, skuId: 1 }, { unique: true, partialFilterExpression: { state: "open" } }).index(
  { ref: 1, locationId: 1, skuId: 1 },
  { unique: true, partialFilterExpression: { ref: { $exists: true } } }
).index({ locationId: 1, state: 1, openedAt: 1, _id: 1 }).index({ locationId: 1, state: 1, countedAt: -1, _id: -1 });
var CountTasks = (0, import_mongoose10.model)("countTask", schema4, "count_tasks");

// packages/server/src/modules/inventory/import.model.ts
var import_mongoose11 = require("mongoose");
var schema5 = new import_mongoose11.Schema(
  {
    _id: { type: String, required: true },
    digest: { type: String, required: true },
    startedAt: { type: Date, required: true },
    report: { type: import_mongoose11.Schema.Types.Mixed, default: null }
  },
  { versionKey: false }
);
var Imports = (0, import_mongoose11.model)("stockImport", schema5, "stock_imports");

// packages/server/src/modules/routing/offer-lease.ts
var MINUTE_MS2 = 6e4;
var HOUR_MS = 60 * MINUTE_MS2;

// packages/server/src/modules/routing/slot.model.ts
var import_mongoose12 = require("mongoose");
var Slots = (0, import_mongoose12.model)(
  "routingSlot",
  new import_mongoose12.Schema(
    {
      _id: { type: String, required: true },
      hour: { type: Date, required: true, expires: "8d" },
      used: { type: Number, required: true },
      offers: [String]
    },
    { versionKey: false }
  ),
  "routing_slots"
);

// packages/server/src/modules/routing/policy.model.ts
var import_mongoose13 = require("mongoose");
var Policies = (0, import_mongoose13.model)(
  "routingPolicy",
  new import_mongoose13.Schema(
    {
      _id: { type: Number, required: true },
      policy: { type: import_mongoose13.Schema.Types.Mixed, required: true },
      savedBy: { type: String, required: true },
      savedAt: { type: Date, required: true }
    },
    { versionKey: false, minimize: false }
  ),
  "routing_policies"
);

// packages/server/src/modules/routing/outcome.model.ts
var import_mongoose14 = require("mongoose");
var text8 = { type: String, required: true };
var Outcomes = (0, import_mongoose14.model)(
  "routingOutcome",
  new import_mongoose14.Schema(
    {
      _id: text8,
      storeId: text8,
      orderId: text8,
      hop: { type: Number, required: true },
      madeAt: { type: Date, required: true, expires: "70d" },
      how: text8,
      reason: { type: String, default: null },
      skuIds: [String]
    },
    { versionKey: false }
  ).index({ storeId: 1, madeAt: 1 }),
  "routing_outcomes"
);
var Standings = (0, import_mongoose14.model)(
  "routingStanding",
  new import_mongoose14.Schema(
    {
      _id: text8,
      offers: { type: Number, required: true },
      given: { type: Number, required: true },
      share: { type: Number, required: true },
      at: { type: Date, required: true }
    },
    { versionKey: false }
  ),
  "routing_standings"
);

// packages/server/src/modules/routing/look-around.ts
function candidatesOf(near, wanted, world) {
  const clock = clockOf(world.at);
  const { point } = world;
  return near.map((one) => {
    const { store } = one;
    const { area, radiusMetres, capacityPerHour, offersPickup, shipsOrders, prepMinutes } = routingOf(store);
    const stock2 = world.stockOf(store.storeId);
    const load = world.loadOf(store.storeId);
    const runs = store.status === "open";
    const open = runs && openingOn(store, clock) !== null;
    return {
      storeId: store.storeId,
      name: store.name,
      distanceMetres: point && one.distanceMetres,
      radiusMetres,
      inArea: area && point ? areaHolds(area, point) : null,
      offersPickup,
      shipsOrders,
      open,
      // Without its outage: that is a filter of its own.
      opensInMinutes: open ? 0 : runs ? minutesToOpening(store, clock) : null,
      prepMinutes,
      outageReason: store.outage && store.outage.until > world.at ? store.outage.reason : null,
      available: wanted.lines.map(({ skuId }) => stock2?.get(skuId) ?? null),
      limit: load ? load.limit : capacityPerHour,
      used: load?.used ?? 0
    };
  });
}

// packages/server/src/modules/stores/import-format.rules.ts
var import_zod8 = require("zod");
var Path = import_zod8.z.string().min(1);
var Mapping = import_zod8.z.strictObject({
  /** Where the list of stores is; without it, the file itself or every list in its top level. */
  rows: Path.optional(),
  id: Path,
  name: Path,
  city: Path.optional(),
  /** Several parts are put together. */
  address: import_zod8.z.union([Path, import_zod8.z.array(Path).min(1)]),
  latitude: Path,
  longitude: Path,
  open: Path,
  close: Path,
  phone: Path.optional()
});
var FLAT = {
  id: "id",
  name: "name",
  city: "city",
  address: "address",
  latitude: "latitude",
  longitude: "longitude",
  open: "open",
  close: "close",
  phone: "phone"
};
var NESTED = {
  id: "id",
  name: "name",
  city: "address.city",
  address: ["address.streetAddressLine1", "address.streetAddressLine2", "address.streetAddressLine3"],
  latitude: "coordinates.latitude",
  longitude: "coordinates.longitude",
  open: "today.openTime",
  close: "today.closeTime",
  phone: "phoneNumber"
};
var BUILT_IN = { flat: FLAT, nested: NESTED };
var isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
function read(from, path2) {
  if (!isObject(from)) return void 0;
  if (Object.hasOwn(from, path2)) return from[path2];
  const dot = path2.indexOf(".");
  const head = dot < 0 ? path2 : path2.slice(0, dot);
  return dot < 0 || !Object.hasOwn(from, head) ? void 0 : read(from[head], path2.slice(dot + 1));
}
function listRows(content, rows) {
  const found = rows === void 0 ? content : read(content, rows);
  if (Array.isArray(found)) return found.map((value) => ({ value, under: void 0 }));
  if (!isObject(found)) return null;
  const lists = Object.entries(found).filter(([, value]) => Array.isArray(value));
  return lists.flatMap(([under, list]) => list.map((value) => ({ value, under })));
}
var fits = (mapping, row) => [mapping.id, mapping.name, mapping.latitude, mapping.longitude].every(
  (path2) => read(row, path2) !== void 0
);
function toRaw({ value, under }, row, mapping) {
  const at2 = (path2) => path2 === void 0 ? void 0 : read(value, path2);
  const parts = typeof mapping.address === "string" ? [mapping.address] : mapping.address;
  return {
    row,
    id: at2(mapping.id),
    name: at2(mapping.name),
    // `data`, `stores`, ... are names of lists, not of cities.
    city: at2(mapping.city) ?? (/\p{Script=Han}/u.test(under ?? "") ? under : void 0),
    address: parts.map(at2),
    latitude: at2(mapping.latitude),
    longitude: at2(mapping.longitude),
    open: at2(mapping.open),
    close: at2(mapping.close),
    phone: at2(mapping.phone)
  };
}
function understand(content, given) {
  const listed = listRows(content, given?.rows);
  if (!listed)
    return { ok: false, problem: given?.rows ? `no list at "${given.rows}"` : "no list of stores in it" };
  if (listed.length === 0) return { ok: false, problem: "the list of stores is empty" };
  const candidates = given ? { "your mapping": given } : BUILT_IN;
  for (const [format, mapping] of Object.entries(candidates)) {
    if (listed.some(({ value }) => fits(mapping, value)))
      return { ok: true, format, rows: listed.map((one, i) => toRaw(one, i + 1, mapping)) };
  }
  const seen = listed.map(({ value }) => value).find(isObject);
  const fields = seen ? Object.keys(seen).slice(0, 12).join(", ") : "no fields";
  return {
    ok: false,
    problem: `no store has ${given ? "the fields of your mapping" : "the fields of a format known here"} (seen: ${fields})`
  };
}

// packages/server/src/modules/stores/import-rows.rules.ts
var DAY2 = 1440;
var SUSPICIOUS_MINUTES = 18 * 60;
var SAME_PLACE_METRES = 50;
var textOf = (value) => typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
var plainOf = (value) => textOf(value).normalize("NFKC").trim();
function numberOf(value) {
  const text11 = plainOf(value);
  return text11 === "" ? NaN : Number(text11);
}
function minutesOf(value) {
  const match = /^(\d{1,2}):([0-5]\d)(?::[0-5]\d)?$/.exec(plainOf(value));
  if (!match) return null;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return minutes <= DAY2 ? minutes : null;
}
var refuse = (code, detail) => ({
  value: null,
  notes: [{ verdict: "refused", code, detail }]
});
function readHours(open, close) {
  const detail = `${textOf(open) || "-"} \u2013 ${textOf(close) || "-"}`;
  const [from, to] = [minutesOf(open), minutesOf(close)];
  if (from === null || to === null || from === DAY2) return refuse("HOURS_UNREADABLE", detail);
  if (from === to)
    return {
      value: everyDay(from, from + DAY2),
      notes: [{ verdict: "repaired", code: "HOURS_ROUND_THE_CLOCK", detail }]
    };
  if (to > from) return { value: everyDay(from, to), notes: [] };
  if (to === 0) return { value: everyDay(from, DAY2), notes: [] };
  const long = to + DAY2 - from > SUSPICIOUS_MINUTES;
  return {
    value: everyDay(from, to + DAY2),
    notes: [
      { verdict: "repaired", code: "HOURS_PAST_MIDNIGHT", detail },
      ...long ? [{ verdict: "check", code: "HOURS_SUSPICIOUS", detail }] : []
    ]
  };
}
var isLatitude = (degrees) => degrees >= 3 && degrees <= 54;
var isLongitude = (degrees) => degrees >= 73 && degrees <= 136;
function readPoint(latitude, longitude) {
  const [lat, lng] = [numberOf(latitude), numberOf(longitude)];
  const detail = `${textOf(latitude) || "-"}, ${textOf(longitude) || "-"}`;
  if (!Number.isFinite(lat) || !Number.isFinite(lng)) return refuse("COORDINATES_MISSING", detail);
  if (isLatitude(lat) && isLongitude(lng)) return { value: { latitude: lat, longitude: lng }, notes: [] };
  if (isLatitude(lng) && isLongitude(lat))
    return {
      value: { latitude: lng, longitude: lat },
      notes: [{ verdict: "repaired", code: "COORDINATES_SWAPPED", detail }]
    };
  return refuse("COORDINATES_OUTSIDE_CHINA", detail);
}
var ONLY_REGIONS = /^(?:\p{Script=Han}{2,8}?(?:省|市|自治区|特别行政区))+$/u;
function joinAddress(parts, city) {
  const texts = parts.map(textOf).filter((text11) => text11 !== "");
  const telling = texts.filter((text11, i) => i === texts.length - 1 || !ONLY_REGIONS.test(text11));
  const joined = telling.join("");
  return joined === "" || joined.includes(city.replace(/市$/, "")) ? joined : city + joined;
}
var cityIn = (address2) => /^(?:\p{Script=Han}{2,8}?(?:省|自治区))?(\p{Script=Han}{2,8}?市)/u.exec(address2)?.[1] ?? "";
function readRow2(raw) {
  const [id, name2] = [plainOf(raw.id), textOf(raw.name).replace(/\s+/g, " ")];
  const hours2 = readHours(raw.open, raw.close);
  const point = readPoint(raw.latitude, raw.longitude);
  const city = textOf(raw.city) || cityIn(raw.address.map(textOf).join(""));
  const address2 = joinAddress(raw.address, city);
  const idIsGood = /^[0-9A-Za-z-]{1,32}$/.test(id);
  const found = [
    ...idIsGood ? [] : refuse("ID_BAD", id).notes,
    ...name2 ? [] : refuse("NAME_MISSING", "").notes,
    ...point.notes,
    ...hours2.notes,
    ...address2 ? [] : [{ verdict: "check", code: "ADDRESS_MISSING", detail: "" }]
  ];
  const notes = found.map((note) => ({ ...note, row: raw.row, id, name: name2 }));
  if (!point.value || !hours2.value || !idIsGood || !name2)
    return { store: null, notes: notes.filter(({ verdict }) => verdict === "refused") };
  const store = { row: raw.row, storeId: id, name: name2, city, address: address2, phone: textOf(raw.phone) || null };
  return { store: { ...store, ...point.value, hours: hours2.value }, notes };
}
var nameKey = ({ name: name2 }) => name2.normalize("NFKC").replace(/\s/g, "").toLowerCase();
function duplicateOf(store, seen) {
  const sameId = seen.byId.get(store.storeId);
  if (sameId) return { code: "DUPLICATE_ID", detail: `#${sameId.row}` };
  const sameName = seen.byName.get(nameKey(store)) ?? [];
  const twin = sameName.find((other) => distanceMetres(other, store) <= SAME_PLACE_METRES);
  return twin ? { code: "DUPLICATE_PLACE", detail: `#${twin.row} (${twin.storeId})` } : null;
}
function readRows(rows) {
  const seen = { byId: /* @__PURE__ */ new Map(), byName: /* @__PURE__ */ new Map() };
  const notes = [];
  for (const raw of rows) {
    const { store, notes: found } = readRow2(raw);
    const duplicate = store && duplicateOf(store, seen);
    if (store && duplicate)
      notes.push({ verdict: "refused", ...duplicate, row: store.row, id: store.storeId, name: store.name });
    else notes.push(...found);
    if (!store || duplicate) continue;
    seen.byId.set(store.storeId, store);
    seen.byName.set(nameKey(store), [...seen.byName.get(nameKey(store)) ?? [], store]);
  }
  return { stores: [...seen.byId.values()], notes };
}

// packages/wechat-sandbox/src/http/post.ts
var import_node_http2 = require("node:http");
var import_node_https2 = require("node:https");
var KEPT_OPEN = { keepAlive: true, maxFreeSockets: 8, timeout: 1e4 };
var agents2 = { http: new import_node_http2.Agent(KEPT_OPEN), https: new import_node_https2.Agent(KEPT_OPEN) };

// packages/wechat-sandbox/src/state/random.ts
var import_node_crypto2 = require("node:crypto");
var ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
function derivedId(name2, length2, alphabet = `${ALNUM}_-`) {
  const blocks = [];
  for (let index = 0; index * 32 < length2; index += 1) {
    blocks.push((0, import_node_crypto2.createHash)("sha256").update(`${name2}#${index}`).digest());
  }
  return pick(Buffer.concat(blocks).subarray(0, length2), alphabet);
}
function pick(bytes, alphabet) {
  let text11 = "";
  for (const byte of bytes) text11 += alphabet.charAt(byte % alphabet.length);
  return text11;
}

// packages/wechat-sandbox/src/channels/state.ts
var HEX = "0123456789abcdef";
var DOUYIN = {
  clientKey: `aw${derivedId("douyin-client-key", 14, HEX)}`,
  clientSecret: derivedId("douyin-client-secret", 32, HEX),
  accountId: `7${derivedId("douyin-account", 18, "0123456789")}`
};

// packages/wechat-sandbox/src/channels/douyin-push.ts
var STALE_SECONDS = 5 * 24 * 3600;

// packages/wechat-sandbox/src/control/routes.ts
var import_zod55 = require("zod");

// packages/wechat-sandbox/src/channels/control.ts
var import_zod13 = require("zod");

// packages/wechat-sandbox/src/ctx.ts
function shopperById(ctx, id) {
  return ctx.world.shoppers.find((shopper) => shopper.id === id);
}
function shopperByOpenid(ctx, openid) {
  return ctx.world.shoppers.find((shopper) => shopper.openid === openid);
}

// packages/wechat-sandbox/src/http/refusal.ts
var Refusal = class extends Error {
  constructor(errcode, message) {
    super(message);
    this.errcode = errcode;
  }
};

// packages/wechat-sandbox/src/wecom/oauth.ts
var import_zod11 = require("zod");

// packages/wechat-sandbox/src/http/body.ts
function jsonBody(request, schema9, wrongField = 40097) {
  const text11 = request.body.toString("utf8");
  if (text11.trim() === "") throw new Refusal(44002, "empty post data");
  let value;
  try {
    value = JSON.parse(text11);
  } catch {
    throw new Refusal(47001, "data format error");
  }
  const parsed = schema9.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue2 = parsed.error.issues[0];
  throw new Refusal(
    wrongField,
    `invalid args: ${issue2?.path.join(".") ?? ""} ${issue2?.message ?? ""}`.trim()
  );
}
function queryParam(request, name2, missing) {
  const value = request.query.get(name2);
  if (!value) throw new Refusal(missing, `${name2} missing`);
  return value;
}

// packages/wechat-sandbox/src/http/message.ts
function json(value, status = 200) {
  return reply(status, "application/json; charset=utf-8", JSON.stringify(value));
}
function reply(status, contentType, body) {
  return { status, headers: { "content-type": contentType }, body: Buffer.from(body) };
}

// packages/wechat-sandbox/src/world.ts
var PUSH_MODES = ["plain", "compatible", "safe"];
var PUSH_FORMATS = ["xml", "json"];
function externalUserid(shopper) {
  return `${shopper.wecomUser ? "wo" : "wm"}${derivedId(`external:${shopper.id}`, 30)}`;
}

// packages/wechat-sandbox/src/wecom/api.ts
var import_zod9 = require("zod");
var DAY_MS2 = 24 * 3600 * 1e3;
function ok(fields = {}) {
  return json({ errcode: 0, errmsg: "ok", ...fields });
}
function readBody(request, schema9) {
  return jsonBody(request, schema9, 40058);
}
function bytesOf(text11) {
  return Buffer.byteLength(text11, "utf8");
}
function textUpTo(bytes) {
  return import_zod9.z.string().refine((text11) => bytesOf(text11) <= bytes, `exceeds ${bytes} bytes`);
}
function wireSeconds(ms) {
  return Math.floor(ms / 1e3);
}
var pageFields = { cursor: import_zod9.z.string().optional(), limit: import_zod9.z.int().optional() };
function page(items, ask, rule) {
  const { limit = rule.usual } = ask;
  const size = limit < 1 || limit > rule.most ? rule.usual : limit;
  const start = ask.cursor ? afterCursor(items, ask.cursor, rule.key) : 0;
  const shown = items.slice(start, start + size);
  const last = shown.at(-1);
  const more = last !== void 0 && start + size < items.length;
  return {
    items: shown,
    cursor: { next_cursor: more ? toCursor(rule.key(last), start + size) : "" }
  };
}
var cursorSchema = import_zod9.z.tuple([import_zod9.z.string(), import_zod9.z.int().min(0)]);
function toCursor(lastKey, next) {
  return Buffer.from(JSON.stringify([lastKey, next])).toString("base64url");
}
function afterCursor(items, cursor, key) {
  let value;
  try {
    value = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    throw new Refusal(50100, "invalid cursor");
  }
  const parsed = cursorSchema.safeParse(value);
  if (!parsed.success) throw new Refusal(50100, "invalid cursor");
  const [lastKey, next] = parsed.data;
  const at2 = items.findIndex((item) => key(item) === lastKey);
  return at2 < 0 ? next : at2 + 1;
}

// packages/wechat-sandbox/src/wecom/customers.ts
var import_zod10 = require("zod");

// packages/wechat-sandbox/src/wecom/members.ts
var USUAL = { customerContact: true, realName: true, active: true };
function staffById(ctx, userid) {
  const wanted = userid.toLowerCase();
  return ctx.world.staff.find((member) => member.userid.toLowerCase() === wanted);
}
function settingsOf(ctx, userid) {
  return ctx.state.wecom.members[userid] ?? USUAL;
}
function employees(ctx) {
  return ctx.world.staff.filter(({ userid }) => settingsOf(ctx, userid).leftAt === void 0);
}
function requireEmployee(ctx, userid) {
  const member = staffById(ctx, userid);
  if (!member || settingsOf(ctx, member.userid).leftAt !== void 0) {
    throw new Refusal(60111, "userid not found");
  }
  return member;
}
function requireServiceMember(ctx, userid) {
  const member = requireEmployee(ctx, userid);
  const { active, realName, customerContact } = settingsOf(ctx, member.userid);
  if (!active) throw new Refusal(41054, "user is not activated");
  if (!realName) throw new Refusal(40098, "user is not real-name verified");
  if (!customerContact) throw new Refusal(84083, "not a service member");
  return member;
}
function departments(ctx) {
  const declared = ctx.world.corp.departments;
  const highest = Math.max(1, ...declared.map(({ id }) => id));
  const known = new Set(declared.map(({ name: name2 }) => name2));
  const named = new Set(ctx.world.staff.map(({ department }) => department));
  const others = [...named].filter((name2) => name2 !== "" && !known.has(name2));
  return [...declared, ...others.map((name2, index) => ({ id: highest + 1 + index, name: name2, parentid: 1 }))];
}
function membersOfDepartment(ctx, id) {
  const all = departments(ctx);
  if (!all.some((department) => department.id === id)) return void 0;
  const names = new Set(below(all, id).map(({ name: name2 }) => name2));
  return employees(ctx).filter(
    (member) => names.has(member.department) || id === 1 && member.department === ""
  );
}
function membersOfTag(ctx, tagid) {
  const tag = ctx.world.corp.memberTags.find((candidate) => candidate.tagid === tagid);
  return tag && employees(ctx).filter((member) => tag.userids.includes(member.userid));
}
function getUser(ctx, request) {
  const member = requireEmployee(ctx, queryParam(request, "userid", 41009));
  const { userid, name: name2, position } = member;
  const own = departmentIds(ctx, member);
  const { active } = settingsOf(ctx, userid);
  return ok({
    userid,
    name: name2,
    department: own,
    main_department: own[0],
    position,
    status: active ? 1 : 4,
    enable: 1
  });
}
function simpleUserList(ctx, request) {
  const id = Number(queryParam(request, "department_id", 60123));
  const all = departments(ctx);
  const department = all.find((candidate) => candidate.id === id);
  if (!department) throw new Refusal(60123, "invalid department id");
  const direct = employees(ctx).filter((member) => departmentIds(ctx, member).includes(id));
  const found = request.query.get("fetch_child") === "1" ? membersOfDepartment(ctx, id) ?? [] : direct;
  return ok({
    userlist: found.map((member) => ({
      userid: member.userid,
      name: member.name,
      department: departmentIds(ctx, member)
    }))
  });
}
function departmentList(ctx, request) {
  const all = departments(ctx);
  const id = request.query.get("id");
  if (id && !all.some((department) => department.id === Number(id))) {
    throw new Refusal(60003, "department not found");
  }
  const shown = id ? below(all, Number(id)) : all;
  return ok({ department: shown.map((one) => ({ ...one, order: one.id })) });
}
function departmentIds(ctx, member) {
  const own = departments(ctx).find(({ name: name2 }) => name2 === member.department);
  return [own?.id ?? 1];
}
function below(all, id) {
  const found = /* @__PURE__ */ new Set([id]);
  for (let size = 0; size !== found.size; ) {
    size = found.size;
    for (const department of all) if (found.has(department.parentid)) found.add(department.id);
  }
  return all.filter((department) => found.has(department.id));
}

// packages/wechat-sandbox/src/wecom/customers.ts
var FOLLOWERS_PER_PAGE = 500;
var MOST_USERS = 100;
function followUserList(ctx) {
  const able = employees(ctx).filter(({ userid }) => settingsOf(ctx, userid).customerContact);
  return ok({ follow_user: able.map(({ userid }) => userid) });
}
function customerList(ctx, request) {
  const { userid } = requireEmployee(ctx, queryParam(request, "userid", 40003));
  if (!settingsOf(ctx, userid).customerContact) throw new Refusal(84084, "not follow user");
  const follows = knownFollows(ctx).filter((follow2) => follow2.userid === userid);
  if (follows.length === 0) throw notFollowed();
  return ok({
    external_userid: externalIds(
      ctx,
      follows.map(({ shopperId }) => shopperId)
    )
  });
}
function customerDetail(ctx, request) {
  const shopper = requireContact(ctx, queryParam(request, "external_userid", 40096));
  const follows = knownFollows(ctx).filter((follow2) => follow2.shopperId === shopper.id);
  if (follows.length === 0) throw notFollowed();
  const shown = page(
    follows,
    { cursor: request.query.get("cursor") ?? void 0 },
    { usual: FOLLOWERS_PER_PAGE, most: FOLLOWERS_PER_PAGE, key: (follow2) => follow2.userid }
  );
  return ok({
    external_contact: presentContact(ctx, shopper),
    follow_user: shown.items.map((follow2) => ({ ...presentFollow(follow2), tags: tagsOf(ctx, follow2) })),
    ...shown.cursor
  });
}
var batchSchema = import_zod10.z.object({ userid_list: import_zod10.z.array(import_zod10.z.string()).min(1).max(MOST_USERS), ...pageFields });
function customersOfMembers(ctx, request) {
  const body = readBody(request, batchSchema);
  const userids = body.userid_list.map((userid) => requireEmployee(ctx, userid).userid);
  const follows = knownFollows(ctx).filter((follow2) => userids.includes(follow2.userid));
  const shown = page(follows, body, { usual: 50, most: 100, key: followKey });
  return ok({
    external_contact_list: shown.items.flatMap((follow2) => {
      const shopper = ctx.world.shoppers.find(({ id }) => id === follow2.shopperId);
      if (!shopper) return [];
      const followInfo = { ...presentFollow(follow2), tag_id: follow2.tagIds };
      return [{ external_contact: presentContact(ctx, shopper), follow_info: followInfo }];
    }),
    ...shown.cursor
  });
}
var contactsOf = /* @__PURE__ */ new WeakMap();
function contacts({ world: { shoppers } }) {
  const known = contactsOf.get(shoppers);
  if (known?.size === shoppers.length) return known;
  const ids2 = shoppers.map((shopper) => [shopper, externalUserid(shopper)]);
  const fresh = {
    size: shoppers.length,
    byExternal: new Map(ids2.map(([shopper, external]) => [external, shopper])),
    externals: new Map(ids2.map(([shopper, external]) => [shopper.id, external]))
  };
  contactsOf.set(shoppers, fresh);
  return fresh;
}
function shopperByExternal(ctx, id) {
  return contacts(ctx).byExternal.get(id);
}
function externalIds(ctx, shopperIds) {
  const { externals } = contacts(ctx);
  return shopperIds.flatMap((id) => externals.get(id) ?? []);
}
function requireContact(ctx, external) {
  const shopper = shopperByExternal(ctx, external);
  if (!shopper) throw new Refusal(40096, "invalid external userid");
  return shopper;
}
function findFollow(ctx, userid, shopperId) {
  return ctx.state.wecom.follows.find((follow2) => follow2.userid === userid && follow2.shopperId === shopperId);
}
function knownFollows(ctx) {
  const { follows } = ctx.state.wecom;
  return ctx.rules.halfAddedIsCustomer ? follows : follows.filter((follow2) => !follow2.half);
}
function requireFollow(ctx, userid, external) {
  const member = requireEmployee(ctx, userid);
  const shopper = requireContact(ctx, external);
  const follow2 = knownFollows(ctx).find(
    (candidate) => candidate.userid === member.userid && candidate.shopperId === shopper.id
  );
  if (!follow2) throw notFollowed();
  return follow2;
}
function notFollowed() {
  return new Refusal(84061, "not external contact");
}
function corpOpenid(shopper) {
  return `o${derivedId(`corp-openid:${shopper.id}`, 27)}`;
}
function presentContact(ctx, shopper) {
  const { wecomUser } = shopper;
  const withUnionid = ctx.world.openPlatform.wecom && !wecomUser;
  return {
    external_userid: externalUserid(shopper),
    name: shopper.name,
    avatar: "",
    type: wecomUser ? 2 : 1,
    gender: 0,
    ...withUnionid ? { unionid: shopper.unionid } : {},
    ...wecomUser ? {
      position: wecomUser.position,
      corp_name: wecomUser.corpName,
      corp_full_name: wecomUser.corpFullName
    } : {}
  };
}
function presentFollow(follow2) {
  return {
    userid: follow2.userid,
    remark: follow2.remark,
    description: follow2.description,
    createtime: wireSeconds(follow2.createdAt),
    ...follow2.remarkCorpName === void 0 ? {} : { remark_corp_name: follow2.remarkCorpName },
    remark_mobiles: follow2.remarkMobiles,
    add_way: follow2.addWay,
    oper_userid: follow2.operUserid,
    ...follow2.state === void 0 ? {} : { state: follow2.state }
  };
}
function tagsOf(ctx, follow2) {
  return ctx.state.wecom.tagGroups.flatMap(
    (group) => group.tags.filter((tag) => follow2.tagIds.includes(tag.id)).map((tag) => ({ group_name: group.name, tag_name: tag.name, tag_id: tag.id, type: 1 }))
  );
}
function followKey(follow2) {
  return `${follow2.userid} ${follow2.shopperId}`;
}

// packages/wechat-sandbox/src/wecom/oauth.ts
var CODE_LIVES_MS = 300 * 1e3;
var PRIVATE_FIELDS = ["gender", "avatar", "qr_code", "mobile", "email", "biz_mail", "address"];
function getUserDetail(ctx, request) {
  const body = readBody(request, import_zod11.z.object({ user_ticket: import_zod11.z.string() }));
  const known = ctx.state.wecom.userTickets.find(({ ticket }) => ticket === body.user_ticket);
  if (!known) throw new Refusal(84015, "invalid user_ticket");
  if (ctx.clock.now() >= known.expiresAt) throw new Refusal(84014, "user_ticket expired");
  const member = staffById(ctx, known.userid);
  const details = {
    gender: member?.gender ?? "0",
    avatar: "",
    qr_code: `${ctx.url}/wecom/qr/member-${known.userid}.png`,
    mobile: member?.mobile ?? "",
    email: member?.email ?? "",
    biz_mail: "",
    address: ""
  };
  const allowed = Object.entries(details).filter(([field]) => known.authorized.includes(field));
  return ok({ userid: known.userid, ...Object.fromEntries(allowed) });
}

// packages/wechat-sandbox/src/channels/douyin-tokens.ts
var import_zod12 = require("zod");
var LIFE_MS = 7200 * 1e3;
var schema6 = import_zod12.z.object({ client_key: import_zod12.z.string(), client_secret: import_zod12.z.string(), grant_type: import_zod12.z.string() });

// packages/wechat-sandbox/src/channels/control.ts
var fen = import_zod13.z.int().min(0);
var orderSchema = import_zod13.z.strictObject({
  openId: import_zod13.z.string().min(1).optional(),
  items: import_zod13.z.array(
    import_zod13.z.strictObject({
      itemId: import_zod13.z.string().min(1),
      title: import_zod13.z.string(),
      priceFen: fen,
      quantity: import_zod13.z.int().min(1)
    })
  ).min(1),
  freightFen: fen.optional(),
  discountFen: fen.optional(),
  receiver: import_zod13.z.strictObject({
    name: import_zod13.z.string(),
    phone: import_zod13.z.string(),
    region: import_zod13.z.string(),
    street: import_zod13.z.string(),
    point: import_zod13.z.strictObject({ latitude: import_zod13.z.number(), longitude: import_zod13.z.number() }).optional()
  }).optional(),
  pay: import_zod13.z.boolean().optional()
});
var pushSchema = import_zod13.z.strictObject({
  event: import_zod13.z.string().min(1),
  subject: import_zod13.z.string().default(""),
  fromUserId: import_zod13.z.string().optional(),
  content: import_zod13.z.looseObject({}),
  msgId: import_zod13.z.string().optional()
});
var urlSchema = import_zod13.z.strictObject({ url: import_zod13.z.url() });
var silentSchema = import_zod13.z.strictObject({ openId: import_zod13.z.string(), silent: import_zod13.z.boolean() });

// packages/wechat-sandbox/src/faults/control.ts
var import_zod14 = require("zod");

// packages/wechat-sandbox/src/delivery/types.ts
var DELIVERY_MODES = [
  "deliver",
  "hold",
  "delay",
  "reorder",
  "lose",
  "duplicate",
  "tamper",
  "stale",
  "wrong-merchant",
  "wrong-amount",
  "bad-signature",
  "signtest",
  "wrong-receiveid",
  "v2-xml"
];

// packages/wechat-sandbox/src/faults/scenarios.ts
var QYAPI = "qyapi.weixin.qq.com";
var PAY = "api.mch.weixin.qq.com";
var WEIXIN = "api.weixin.qq.com";
var MANY = 1e6;
var SCENARIOS = [
  {
    name: "duplicate",
    what: "every notice is sent twice",
    title: "\u6BCF\u6761\u901A\u77E5\u90FD\u9001\u4E24\u904D",
    faults: everyDelivery("duplicate")
  },
  {
    name: "delay",
    what: "every notice comes a minute late",
    title: "\u901A\u77E5\u665A\u5230\u4E00\u5206\u949F",
    faults: everyDelivery("delay")
  },
  {
    name: "reorder",
    what: "a later notice overtakes an earlier one",
    title: "\u540E\u53D1\u7684\u901A\u77E5\u5148\u5230",
    faults: everyDelivery("reorder", 1)
  },
  { name: "lose", what: "notices never arrive", title: "\u901A\u77E5\u5728\u8DEF\u4E0A\u4E22\u4E86", faults: everyDelivery("lose") },
  {
    name: "tamper",
    what: "a byte of the cipher text is changed, and the result signed",
    title: "\u5BC6\u6587\u88AB\u6539\u4E86\u4E00\u4E2A\u5B57\u8282",
    faults: everyDelivery("tamper", 1)
  },
  {
    name: "stale",
    what: "the notice was signed ten minutes ago",
    title: "\u901A\u77E5\u662F\u5341\u5206\u949F\u524D\u7B7E\u7684",
    faults: everyDelivery("stale", 1)
  },
  {
    name: "bad-signature",
    what: "the notice is signed with a stranger's key",
    title: "\u901A\u77E5\u7531\u522B\u4EBA\u7684\u5BC6\u94A5\u7B7E\u540D",
    faults: everyDelivery("bad-signature", 1)
  },
  {
    name: "signtest",
    what: "WeChat Pay probes with `WECHATPAY/SIGNTEST/`, in a notice and in an answer",
    title: "\u5FAE\u4FE1\u652F\u4ED8\u7528 WECHATPAY/SIGNTEST/ \u63A2\u6D4B\u9A8C\u7B7E",
    faults: { notices: { mode: "signtest", times: 1 }, answers: { mode: "signtest", times: 1 } }
  },
  {
    name: "wrong-merchant",
    what: "well signed, but about another merchant",
    title: "\u7B7E\u540D\u6B63\u786E\uFF0C\u4F46\u662F\u522B\u5BB6\u5546\u6237\u7684",
    faults: { notices: { mode: "wrong-merchant", times: 1 } }
  },
  {
    name: "wrong-amount",
    what: "well signed, but with another amount",
    title: "\u7B7E\u540D\u6B63\u786E\uFF0C\u4F46\u91D1\u989D\u4E0D\u662F\u8BA2\u5355\u7684",
    faults: { notices: { mode: "wrong-amount", times: 1 } }
  },
  {
    name: "wrong-receiveid",
    what: "a WeCom callback meant for another company",
    title: "\u56DE\u8C03\u53D1\u7ED9\u4E86\u522B\u7684\u4F01\u4E1A",
    faults: { callbacks: { mode: "wrong-receiveid", times: 1 } }
  },
  {
    name: "v2-xml",
    what: "the refund notice comes as XML of the API before v3",
    title: "\u9000\u6B3E\u901A\u77E5\u662F v2 \u7684 XML",
    faults: { notices: { mode: "v2-xml", times: 1 } }
  },
  {
    name: "accepted-429",
    what: "the refund is taken on, the answer is 429",
    title: "\u9000\u6B3E\u5DF2\u53D7\u7406\uFF0C\u5374\u56DE\u7B54 429",
    faults: {
      failNext: {
        host: PAY,
        path: "/v3/refund/domestic/refunds",
        status: 429,
        code: "FREQUENCY_LIMITED",
        after: true
      }
    }
  },
  {
    name: "lost-answer",
    what: "the prepayment is taken on, the connection is cut before the answer",
    title: "\u9884\u4E0B\u5355\u5DF2\u53D7\u7406\uFF0C\u56DE\u7B54\u5374\u6CA1\u6709\u9001\u5230",
    faults: { failNext: { host: PAY, path: "/v3/pay/transactions/jsapi", drop: true, after: true } }
  },
  {
    name: "refund-processing",
    what: "refunds stay PROCESSING for ten minutes",
    title: "\u9000\u6B3E\u4E00\u76F4\u5904\u7406\u4E2D",
    faults: { refunds: "hold" }
  },
  {
    name: "refund-abnormal",
    what: "the refund ends ABNORMAL and is settled by hand",
    title: "\u9000\u6B3E\u5F02\u5E38",
    faults: { refunds: "abnormal" }
  },
  { name: "refund-closed", what: "the refund ends CLOSED", title: "\u9000\u6B3E\u5173\u95ED", faults: { refunds: "closed" } },
  {
    name: "token-death",
    what: "all access tokens die in use",
    title: "\u4EE4\u724C\u5728\u4F7F\u7528\u4E2D\u5931\u6548",
    faults: { tokenDeath: true }
  },
  {
    name: "quota-45009",
    what: "WeCom answers 45009 once",
    title: "\u63A5\u53E3\u8C03\u7528\u8D85\u8FC7\u9650\u989D 45009",
    faults: { failNext: { host: QYAPI, path: "/cgi-bin/", errcode: 45009 } }
  },
  {
    name: "concurrency-45033",
    what: "WeCom answers 45033 once",
    title: "\u63A5\u53E3\u5E76\u53D1\u8D85\u8FC7\u9650\u989D 45033",
    faults: { failNext: { host: QYAPI, path: "/cgi-bin/", errcode: 45033 } }
  },
  {
    name: "slow-pay",
    what: "WeChat Pay takes six seconds for an answer, longer than anybody waits",
    title: "\u5FAE\u4FE1\u652F\u4ED8\u516D\u79D2\u624D\u56DE\u7B54",
    faults: { failNext: { host: PAY, path: "/", delayMs: 6e3 } }
  },
  {
    name: "dead-pay",
    what: "WeChat Pay does not answer for a while",
    title: "\u5FAE\u4FE1\u652F\u4ED8\u6CA1\u6709\u5E94\u7B54",
    faults: { failNext: { host: PAY, path: "/", drop: true, times: MANY } }
  },
  {
    name: "dead-weixin",
    what: "api.weixin.qq.com does not answer for a while",
    title: "\u5C0F\u7A0B\u5E8F\u63A5\u53E3\u6CA1\u6709\u5E94\u7B54",
    faults: { failNext: { host: WEIXIN, path: "/", drop: true, times: MANY } }
  },
  {
    name: "dead-wecom",
    what: "qyapi.weixin.qq.com does not answer for a while",
    title: "\u4F01\u4E1A\u5FAE\u4FE1\u6CA1\u6709\u5E94\u7B54",
    faults: { failNext: { host: QYAPI, path: "/", drop: true, times: MANY } }
  },
  {
    name: "chaos",
    what: "half of all notices meet one of: duplicate, delay, reorder, tamper, stale, bad-signature, drawn by seed",
    title: "\u6309\u79CD\u5B50\u968F\u673A\uFF1A\u91CD\u590D\u3001\u5EF6\u8FDF\u3001\u4E71\u5E8F\u3001\u6539\u52A8\u3001\u8FC7\u671F\u3001\u4F2A\u9020",
    faults: { chaos: { seed: 1, rate: 0.5 } }
  }
];
function everyDelivery(mode, times = MANY) {
  const fault = { mode, times };
  return { notices: fault, callbacks: fault, push: fault };
}

// packages/wechat-sandbox/src/faults/types.ts
var ANSWER_MODES = [
  "signed",
  "signtest",
  "bad-signature",
  "stale",
  "unknown-serial",
  "tamper"
];
var REFUND_ENDINGS = ["auto", "hold", "abnormal", "closed"];

// packages/wechat-sandbox/src/faults/control.ts
var deliveryFault = import_zod14.z.strictObject({
  mode: import_zod14.z.enum(DELIVERY_MODES),
  times: import_zod14.z.int().min(0).optional(),
  delaySeconds: import_zod14.z.number().min(0).optional()
});
var faultsSchema = import_zod14.z.strictObject({
  clear: import_zod14.z.literal(true).optional(),
  notices: deliveryFault.optional(),
  callbacks: deliveryFault.optional(),
  push: deliveryFault.optional(),
  douyin: deliveryFault.optional(),
  answers: import_zod14.z.strictObject({ mode: import_zod14.z.enum(ANSWER_MODES), times: import_zod14.z.int().min(0).optional() }).optional(),
  refunds: import_zod14.z.enum(REFUND_ENDINGS).optional(),
  tokenDeath: import_zod14.z.boolean().optional(),
  failNext: import_zod14.z.strictObject({
    path: import_zod14.z.string(),
    host: import_zod14.z.string().optional(),
    status: import_zod14.z.int().optional(),
    errcode: import_zod14.z.int().optional(),
    code: import_zod14.z.string().optional(),
    message: import_zod14.z.string().optional(),
    delayMs: import_zod14.z.int().optional(),
    drop: import_zod14.z.boolean().optional(),
    after: import_zod14.z.boolean().optional(),
    times: import_zod14.z.int().min(1).optional()
  }).optional(),
  chaos: import_zod14.z.strictObject({
    seed: import_zod14.z.int(),
    rate: import_zod14.z.number().min(0).max(1).optional(),
    modes: import_zod14.z.array(import_zod14.z.enum(DELIVERY_MODES)).min(1).optional()
  }).nullable().optional()
});
var scenarioSchema = import_zod14.z.strictObject({ name: import_zod14.z.string(), seed: import_zod14.z.int().optional() });

// packages/wechat-sandbox/src/miniprogram/control.ts
var import_zod19 = require("zod");

// packages/wechat-sandbox/src/weixin/apps.ts
var APP_KINDS = ["mini", "official"];
function appOf(ctx, kind) {
  return kind === "mini" ? ctx.world.miniProgram : ctx.world.officialAccount;
}
function appStateOf(ctx, kind) {
  return kind === "mini" ? ctx.state.mini : ctx.state.official;
}
function kindByAppid(ctx, appid) {
  return APP_KINDS.find((kind) => appOf(ctx, kind).appid === appid);
}
function openidFor(shopper, kind) {
  return kind === "mini" ? shopper.openid : shopper.officialOpenid;
}
function shopperOf(ctx, kind, openid) {
  return ctx.world.shoppers.find((shopper) => openidFor(shopper, kind) === openid);
}
function unionidFor(ctx, kind, shopper) {
  const { miniProgram, officialAccount } = ctx.world.openPlatform;
  return (kind === "mini" ? miniProgram : officialAccount) ? { unionid: shopper.unionid } : {};
}

// packages/wechat-sandbox/src/weixin/checks.ts
function requireThat(request, ok2, check) {
  const { otherwise, ...step } = check;
  request.checks.push({ ...step, ok: Boolean(ok2) });
  if (!ok2) throw otherwise;
}

// packages/wechat-sandbox/src/weixin/tokens.ts
var import_zod15 = require("zod");

// packages/wechat-sandbox/src/weixin/limits.rules.ts
var USUAL_CODES = { second: 44990, minute: 45011, day: 45009 };
var LINKS = { perSecond: 100, perDay: 5e5, codes: { day: 44993 }, sharedAs: "links" };
var LIMITS = {
  "/cgi-bin/token": { perDay: 2e3 },
  "/cgi-bin/stable_token": { perMinute: 1e4, perDay: 5e5 },
  "/wxa/getwxacodeunlimit": { perMinute: 5e3, codes: { minute: 45009 } },
  "/wxa/generate_urllink": LINKS,
  "/wxa/generatescheme": LINKS,
  "/wxa/genwxashortlink": { perDay: 1e7 },
  // 10 million without the ability to take payments; the sandbox's mini-program has it.
  "/cgi-bin/message/subscribe/send": { perDay: 3e7 },
  "/wxa/msg_sec_check": { perMinute: 4e3, perDay: 2e6, codes: { minute: 44991 } },
  "/wxa/media_check_async": { perMinute: 2e3, perDay: 2e5, codes: { minute: 44991 } },
  "/cgi-bin/qrcode/create": { perDay: 1e5 },
  "/cgi-bin/user/info": { perDay: 5e6 },
  "/cgi-bin/user/info/batchget": { perDay: 5e5 },
  "/cgi-bin/user/get": { perDay: 500 },
  "/cgi-bin/user/info/updateremark": { perDay: 1e4 },
  "/cgi-bin/message/template/send": { perDay: 1e5 },
  "/cgi-bin/message/custom/send": { perDay: 5e5 },
  "/cgi-bin/menu/create": { perDay: 1e3 },
  "/cgi-bin/menu/get": { perDay: 1e4 },
  "/cgi-bin/menu/delete": { perDay: 1e3 }
};
var SECOND_MS = 1e3;
var MINUTE_MS3 = 60 * SECOND_MS;
var HOUR_MS2 = 60 * MINUTE_MS3;
function windowsAt(nowMs) {
  return {
    second: Math.floor(nowMs / SECOND_MS),
    minute: Math.floor(nowMs / MINUTE_MS3),
    day: Math.floor((nowMs + 8 * HOUR_MS2) / (24 * HOUR_MS2))
  };
}
function countOne(before, numbers, nowMs) {
  const windows = windowsAt(nowMs);
  const most = {
    second: numbers.perSecond,
    minute: numbers.perMinute,
    day: numbers.perDay
  };
  const countIn = (span) => before?.[span].at === windows[span] ? before[span].count : 0;
  for (const span of ["second", "minute", "day"]) {
    if (countIn(span) >= (most[span] ?? Infinity)) return { exceeded: span };
  }
  const next = (span) => ({ at: windows[span], count: countIn(span) + 1 });
  return { calls: { second: next("second"), minute: next("minute"), day: next("day") } };
}

// packages/wechat-sandbox/src/weixin/limits.ts
var WORDS = {
  second: "reach max api second frequence limit",
  minute: "api minute-quota reach limit, must slower, retry next minute",
  day: "reach max api daily quota limit"
};
function countCall(ctx, kind, path2) {
  const state2 = appStateOf(ctx, kind);
  const name2 = LIMITS[path2]?.sharedAs ?? path2;
  const counted = countOne(state2.calls[name2], numbersOf(ctx, kind, path2), ctx.clock.now());
  if ("exceeded" in counted) {
    const { exceeded } = counted;
    throw new Refusal(LIMITS[path2]?.codes?.[exceeded] ?? USUAL_CODES[exceeded], WORDS[exceeded]);
  }
  state2.calls[name2] = counted.calls;
}
function numbersOf(ctx, kind, path2) {
  return { ...LIMITS[path2], ...appStateOf(ctx, kind).limits[path2] };
}
function usedToday(ctx, kind, path2) {
  const day = appStateOf(ctx, kind).calls[LIMITS[path2]?.sharedAs ?? path2]?.day;
  return day?.at === windowsAt(ctx.clock.now()).day ? day.count : 0;
}

// packages/wechat-sandbox/src/weixin/tokens.ts
var LIFE_MS2 = 7200 * 1e3;
var RENEWED_EARLY_MS = 300 * 1e3;
var DAY_MS3 = 24 * 3600 * 1e3;
var MOST_FORCED_A_DAY = 20;
var BETWEEN_FORCED_MS = 30 * 1e3;
var KEPT = 3e3;
var stableSchema = import_zod15.z.object({
  grant_type: import_zod15.z.string().optional(),
  appid: import_zod15.z.string().optional(),
  secret: import_zod15.z.string().optional(),
  force_refresh: import_zod15.z.boolean().optional()
});
function stableToken(ctx, request) {
  const { appid, secret, grant_type, force_refresh } = jsonBody(request, stableSchema);
  const kind = requireCaller(ctx, request, { appid, secret, grantType: grant_type });
  countCall(ctx, kind, "/cgi-bin/stable_token");
  const now2 = ctx.clock.now();
  const current = appStateOf(ctx, kind).tokens.findLast((token) => token.kind === "stable");
  if (force_refresh) {
    countForced(ctx, kind, now2);
    if (current && isAlive(current, now2)) current.replacedAt = now2;
    return answer(issue(ctx, kind, "stable"), now2);
  }
  if (current && isAlive(current, now2 + RENEWED_EARLY_MS)) return answer(current, now2);
  if (current) replace(ctx, current, now2);
  return answer(issue(ctx, kind, "stable"), now2);
}
function plainToken(ctx, request) {
  const kind = requireCaller(ctx, request, {
    appid: request.query.get("appid"),
    secret: request.query.get("secret"),
    grantType: request.query.get("grant_type")
  });
  countCall(ctx, kind, "/cgi-bin/token");
  const now2 = ctx.clock.now();
  for (const old of appStateOf(ctx, kind).tokens) {
    if (old.kind === "plain") replace(ctx, old, now2);
  }
  return answer(issue(ctx, kind, "plain"), now2);
}
function requireCaller(ctx, request, credentials) {
  const { grantType, ...app } = credentials;
  requireThat(request, grantType === "client_credential", {
    name: "grant_type",
    given: grantType ?? "",
    expected: "client_credential",
    otherwise: new Refusal(40002, "invalid grant_type")
  });
  const kind = requireSecret(ctx, request, app);
  const { ipWhitelist } = appStateOf(ctx, kind);
  requireThat(request, ipWhitelist?.includes(request.ip) ?? true, {
    name: "IP \u767D\u540D\u5355",
    given: request.ip,
    expected: ipWhitelist?.join(", ") ?? "\u4E0D\u9650",
    otherwise: new Refusal(40164, `invalid ip ${request.ip}, not in whitelist`)
  });
  return kind;
}
function requireSecret(ctx, request, { appid, secret }) {
  if (!appid) throw new Refusal(41002, "appid missing");
  if (!secret) throw new Refusal(41004, "appsecret missing");
  const kind = kindByAppid(ctx, appid);
  requireThat(request, kind, {
    name: "appid",
    given: appid,
    expected: APP_KINDS.map((one) => appOf(ctx, one).appid).join(" / "),
    otherwise: new Refusal(40013, "invalid appid")
  });
  const expected = appOf(ctx, kind).secret;
  requireThat(request, secret === expected, {
    name: "secret",
    given: secret,
    expected,
    otherwise: new Refusal(40125, "invalid appsecret")
  });
  requireThat(request, !appStateOf(ctx, kind).secretFrozen, {
    name: "AppSecret \u672A\u51BB\u7ED3",
    otherwise: new Refusal(40243, "AppSecret is frozen, unfreeze it and try again")
  });
  return kind;
}
function isAlive(token, at2) {
  return at2 < Math.min(token.expiresAt, token.replacedAt ?? Infinity);
}
function replace(ctx, old, now2) {
  const at2 = now2 + ctx.rules.tokenOverlapSeconds * 1e3;
  if (at2 < old.expiresAt) old.replacedAt ??= at2;
}
function countForced(ctx, kind, now2) {
  const state2 = appStateOf(ctx, kind);
  state2.forcedRefreshes = state2.forcedRefreshes.filter((at2) => now2 - at2 < DAY_MS3);
  if (state2.forcedRefreshes.some((at2) => now2 - at2 < BETWEEN_FORCED_MS)) {
    throw new Refusal(45011, "force_refresh: 30 seconds have to pass between two refreshes");
  }
  if (state2.forcedRefreshes.length >= MOST_FORCED_A_DAY)
    throw new Refusal(45009, "reach max api daily quota limit");
  state2.forcedRefreshes.push(now2);
}
function issue(ctx, kind, how) {
  const now2 = ctx.clock.now();
  const state2 = appStateOf(ctx, kind);
  const token = {
    token: `${80 + state2.tokens.length % 20}_${ctx.random.text(128)}`,
    kind: how,
    issuedAt: now2,
    expiresAt: now2 + LIFE_MS2
  };
  state2.tokens = [...state2.tokens.filter((old) => now2 - old.expiresAt < DAY_MS3), token].slice(-KEPT);
  return token;
}
function answer(token, now2) {
  return json({ access_token: token.token, expires_in: Math.floor((token.expiresAt - now2) / 1e3) });
}

// packages/wechat-sandbox/src/miniprogram/login.ts
var CODE_LIVES_MS2 = 300 * 1e3;
var DAY_MS4 = 24 * 3600 * 1e3;
var LOGINS_A_MINUTE = 100;
function madeAt(code) {
  return code.expiresAt - CODE_LIVES_MS2;
}
function codeToSession(ctx, request) {
  const { query } = request;
  queryParam(request, "appid", 41002);
  queryParam(request, "secret", 41004);
  const code = queryParam(request, "js_code", 41008);
  if (query.get("grant_type") !== "authorization_code") throw new Refusal(40002, "invalid grant_type");
  const kind = requireSecret(ctx, request, { appid: query.get("appid"), secret: query.get("secret") });
  if (kind !== "mini") throw new Refusal(40013, "invalid appid");
  const shopper = redeem(ctx, request, code);
  const { mini } = ctx.state;
  const now2 = ctx.clock.now();
  const before = mini.sessions[shopper.openid];
  const sessionKey = before && !ctx.rules.loginRenewsSession ? before.sessionKey : ctx.random.bytes(16).toString("base64");
  mini.sessions[shopper.openid] = { sessionKey, visitedAt: now2 };
  return json({
    session_key: sessionKey,
    openid: shopper.openid,
    ...unionidFor(ctx, "mini", shopper)
  });
}
function redeem(ctx, request, code) {
  const known = ctx.state.mini.loginCodes.find((candidate) => candidate.code === code);
  const invalid = new Refusal(40029, "invalid code");
  requireThat(request, known && known.appid === void 0, {
    name: "js_code",
    given: code,
    hint: "\u7531\u672C\u5C0F\u7A0B\u5E8F\u7684 wx.login \u5F97\u5230",
    otherwise: invalid
  });
  requireThat(request, !known.used, {
    name: "js_code \u672A\u4F7F\u7528\u8FC7",
    otherwise: new Refusal(ctx.rules.usedLoginCode, "code been used")
  });
  const shopper = shopperById(ctx, known.shopperId);
  requireThat(request, shopper && ctx.clock.now() < known.expiresAt, {
    name: "js_code \u672A\u8FC7\u671F",
    expected: "\u4E94\u5206\u949F\u4E4B\u5185",
    otherwise: invalid
  });
  countLogin(ctx, shopper.openid);
  known.used = true;
  if (ctx.state.mini.blocked.includes(shopper.id)) throw new Refusal(40226, "code blocked");
  return shopper;
}
function countLogin(ctx, openid) {
  const { logins } = ctx.state.mini;
  const minute = Math.floor(ctx.clock.now() / 6e4);
  const before = logins[openid];
  const count2 = before?.minute === minute ? before.count : 0;
  if (count2 >= LOGINS_A_MINUTE)
    throw new Refusal(45011, "api minute-quota reach limit, must slower, retry next minute");
  logins[openid] = { minute, count: count2 + 1 };
}

// packages/wechat-sandbox/src/miniprogram/phone.ts
var import_zod16 = require("zod");

// packages/wechat-sandbox/src/crypto/mini-program.ts
var import_node_crypto3 = require("node:crypto");
function sessionSignature(sessionKey) {
  return (0, import_node_crypto3.createHmac)("sha256", sessionKey).update("").digest("hex");
}

// packages/wechat-sandbox/src/miniprogram/phone.ts
var KNOWN_FOR_MS = 3 * 24 * 3600 * 1e3;
var HOME_COUNTRY = "86";
var phoneSchema = import_zod16.z.object({ code: import_zod16.z.string().optional(), openid: import_zod16.z.string().optional() });
var hashSchema = import_zod16.z.object({ encrypted_msg_hash: import_zod16.z.string().optional() });
function phoneNumber2(ctx, request) {
  const { code, openid } = jsonBody(request, phoneSchema);
  if (!code) throw new Refusal(41008, "missing code");
  const known = ctx.state.mini.phoneCodes.find((candidate) => candidate.code === code);
  if (known?.appid !== void 0) throw new Refusal(40013, "invalid appid");
  const alive = known && !known.used && ctx.clock.now() < known.expiresAt;
  const shopper = alive ? shopperById(ctx, known.shopperId) : void 0;
  if (!known || !shopper || openid !== void 0 && openid !== shopper.openid) {
    throw new Refusal(40029, "invalid code");
  }
  known.used = true;
  return json({ errcode: 0, errmsg: "ok", phone_info: phoneInfo(ctx, shopper, madeAt(known)) });
}
function checkEncryptedMessage(ctx, request) {
  const { encrypted_msg_hash: hash = "" } = jsonBody(request, hashSchema);
  if (!/^[0-9a-f]{64}$/i.test(hash)) throw new Refusal(40097, "invalid args");
  const found = ctx.state.mini.sealed.find((sealed) => sealed.hash === hash.toLowerCase());
  if (!found || ctx.clock.now() - found.at >= KNOWN_FOR_MS) throw new Refusal(1, "data not exist");
  return json({ errcode: 0, errmsg: "ok", vaild: true, create_time: Math.floor(found.at / 1e3) });
}
function phoneInfo(ctx, shopper, at2) {
  const abroad = /^\+(\d{1,4})[ -](\d+)$/.exec(shopper.phone);
  const countryCode = abroad?.[1] ?? HOME_COUNTRY;
  const purePhoneNumber = abroad?.[2] ?? shopper.phone;
  return {
    phoneNumber: abroad ? `${countryCode}${purePhoneNumber}` : purePhoneNumber,
    purePhoneNumber,
    countryCode,
    watermark: { timestamp: Math.floor(at2 / 1e3), appid: ctx.world.miniProgram.appid }
  };
}

// packages/wechat-sandbox/src/miniprogram/scene-codes.ts
var import_zod17 = require("zod");

// packages/wechat-sandbox/src/http/qr-picture.ts
var import_qrcode = require("qrcode");
var USUAL_WIDTH = 430;
var rendererOpts = { filterType: 0, deflateLevel: 6, deflateStrategy: 0 };
async function qrPicture(text11, width2 = USUAL_WIDTH) {
  return reply(200, "image/png", await (0, import_qrcode.toBuffer)(text11, { type: "png", width: width2, margin: 2, rendererOpts }));
}

// packages/wechat-sandbox/src/miniprogram/pages.ts
function requirePage(ctx, page2) {
  const wrongForm = page2.startsWith("/") || page2.includes("?");
  if (wrongForm || !isReleased(ctx, page2)) throw new Refusal(41030, "invalid page");
}
function isReleased(ctx, page2) {
  const { pages } = ctx.state.mini;
  return page2 === "" || pages === null || pages.includes(page2);
}
function splitPath(path2) {
  const at2 = path2.indexOf("?");
  return at2 < 0 ? { page: path2, query: "" } : { page: path2.slice(0, at2), query: path2.slice(at2 + 1) };
}

// packages/wechat-sandbox/src/miniprogram/scene-codes.ts
var SCENE_CHARACTERS = /^[0-9a-zA-Z!#$&'()*+,/:;=?@\-._~]+$/;
var LONGEST_SCENE = 32;
var RESERVED = "scancode_time";
var KEPT2 = 500;
var LONGEST_PAGE_BYTES = 1024;
var MOST_BYTES = 2300;
var colour = import_zod17.z.union([import_zod17.z.string(), import_zod17.z.number()]);
var width = import_zod17.z.int().min(280).max(1280).optional();
var envVersion = import_zod17.z.enum(["release", "trial", "develop"]).optional();
var painted = {
  env_version: envVersion,
  width,
  auto_color: import_zod17.z.boolean().optional(),
  line_color: import_zod17.z.object({ r: colour, g: colour, b: colour }).optional(),
  is_hyaline: import_zod17.z.boolean().optional()
};
var unlimitedSchema = import_zod17.z.object({
  scene: import_zod17.z.string().optional(),
  page: import_zod17.z.string().optional(),
  check_path: import_zod17.z.boolean().optional(),
  ...painted
});
var pathSchema = import_zod17.z.object({ path: import_zod17.z.string().optional(), ...painted });
async function unlimitedCode2(ctx, request) {
  const body = jsonBody(request, unlimitedSchema);
  const scene2 = requireScene(body.scene);
  const page2 = body.page ?? "";
  refuseReserved(page2);
  if (Buffer.byteLength(page2) > LONGEST_PAGE_BYTES) throw new Refusal(41030, "invalid page");
  if (body.check_path !== false || page2.startsWith("/") || page2.includes("?")) requirePage(ctx, page2);
  const code = {
    scene: scene2,
    page: page2,
    envVersion: body.env_version ?? "release",
    createdAt: ctx.clock.now()
  };
  const { mini } = ctx.state;
  const others = mini.sceneCodes.filter((old) => old.scene !== code.scene || old.page !== code.page);
  mini.sceneCodes = [...others, code].slice(-KEPT2);
  return qrPicture(codeText(code), body.width);
}
async function pathCode(ctx, request, kind) {
  const body = jsonBody(request, pathSchema);
  const { mini } = ctx.state;
  const path2 = body.path ?? "";
  const length2 = kind === "wxacode" ? path2.length : Buffer.byteLength(path2);
  const tooLong = length2 > (kind === "wxacode" ? 1024 : 128) || Buffer.byteLength(path2) > MOST_BYTES;
  if (path2 === "" || tooLong)
    throw new Refusal(40159, "invalid length for path, or the data is not json string");
  refuseReserved(path2);
  if (mini.pathCodeCount >= ctx.rules.countedCodes) throw new Refusal(45029, "qrcode count out of limit");
  mini.pathCodeCount += 1;
  const code = { kind, path: path2, createdAt: ctx.clock.now() };
  mini.pathCodes = [...mini.pathCodes, code].slice(-KEPT2);
  return qrPicture(pathCodeText(code), body.width);
}
function codeText(code) {
  return `wxacode:${code.page}?scene=${code.scene}`;
}
function pathCodeText(code) {
  return `${code.kind}:${code.path}`;
}
function requireScene(scene2) {
  if (!scene2 || !SCENE_CHARACTERS.test(scene2)) throw new Refusal(40129, "invalid scene");
  if (scene2.length > LONGEST_SCENE)
    throw new Refusal(40169, "invalid length for scene, or the data is not json string");
  return scene2;
}
function refuseReserved(path2) {
  if (path2.includes(RESERVED)) throw new Refusal(85096, "not allow include scancode_time field");
}

// packages/wechat-sandbox/src/wecom/xml.ts
function toXml(fields) {
  return `<xml>${inner(fields)}</xml>`;
}
function inner(fields) {
  return Object.entries(fields).map(([tag, value]) => element(tag, value)).join("");
}
function element(tag, value) {
  if (Array.isArray(value)) return value.map((item) => element(tag, item)).join("");
  if (typeof value === "number") return `<${tag}>${value}</${tag}>`;
  if (typeof value === "string") {
    return `<${tag}><![CDATA[${value.replaceAll("]]>", "]]]]><![CDATA[>")}]]></${tag}>`;
  }
  return `<${tag}>${inner(value)}</${tag}>`;
}

// packages/wechat-sandbox/src/push/render.ts
function render(fields, format) {
  return format === "json" ? JSON.stringify(fields) : toXml(fields);
}

// packages/wechat-sandbox/src/weixin/phone-messages.ts
var KEPT3 = 1e3;
function arrive(ctx, kind, message) {
  const state2 = appStateOf(ctx, kind);
  state2.phoneMessages = [...state2.phoneMessages, { at: ctx.clock.now(), ...message }].slice(-KEPT3);
}

// packages/wechat-sandbox/src/push/push.ts
var RETRY_SECONDS = [5, 5];
function queuePush(ctx, kind, message) {
  const { url, format } = appStateOf(ctx, kind).push;
  if (url === null) return;
  const app = appOf(ctx, kind);
  const { MsgType, Event } = message.fields;
  ctx.deliveries.queue({
    id: `PUSH-${ctx.random.hex(24)}`,
    channel: "push",
    event: typeof Event === "string" ? Event : MsgType,
    subject: message.from,
    url,
    message: render(
      {
        ToUserName: app.originalId,
        FromUserName: message.from,
        CreateTime: ctx.clock.seconds(),
        ...message.fields
      },
      format
    ),
    summary: message.summary,
    retrySeconds: RETRY_SECONDS,
    appid: app.appid
  });
}

// packages/wechat-sandbox/src/state/rfc3339.ts
function beijingTime(ms) {
  return `${new Date(ms + 8 * 3600 * 1e3).toISOString().slice(0, 19)}+08:00`;
}

// packages/wechat-sandbox/src/pay/ids.ts
var TICKET_LIVES_MS = 2 * 3600 * 1e3;
function seqOfTransaction(transactionId) {
  return /^42\d{26}$/.test(transactionId) ? Number(transactionId.slice(-10)) : void 0;
}

// packages/wechat-sandbox/src/miniprogram/orders.ts
function paidOrderByKey(ctx, key) {
  if (key.transactionId) return paidOrder(ctx, key.transactionId);
  if (!key.outTradeNo || key.mchid !== ctx.world.merchant.mchid) return void 0;
  return asPaid(ctx, ctx.ledger.orderByNo(key.outTradeNo));
}
function paidOrder(ctx, transactionId) {
  const seq = seqOfTransaction(transactionId);
  const order3 = seq === void 0 ? void 0 : ctx.ledger.order(seq);
  return order3?.transactionId === transactionId ? asPaid(ctx, order3) : void 0;
}
function* ordersPaid(ctx, from, to) {
  for (const order3 of ctx.ledger.ordersPaid(from, to)) {
    const paid = asPaid(ctx, order3);
    if (paid) yield paid;
  }
}
function asPaid(ctx, order3) {
  if (order3?.transactionId === void 0 || order3.paidAt === void 0) return void 0;
  const { request, transactionId, createdAt, paidAt } = order3;
  if (request.appid !== ctx.world.miniProgram.appid) return void 0;
  const refundedFen = ctx.ledger.refundsOf(order3).filter(({ status }) => status !== "CLOSED").reduce((sum, { refundFen }) => sum + refundFen, 0);
  return {
    transactionId,
    mchid: request.mchid,
    outTradeNo: request.out_trade_no,
    description: request.description,
    totalFen: request.amount.total,
    refundedFen,
    openid: order3.openid ?? "",
    createdAt,
    paidAt
  };
}

// packages/wechat-sandbox/src/miniprogram/shipping.rules.ts
var import_zod18 = require("zod");
var EXPRESS = 1;
var UNIFIED = 1;
var SPLIT = 2;
var MOST_PARCELS = 15;
var LONGEST_DESC = 120;
var LONGEST_NUMBER_BYTES = 128;
var CONFIRMED_AFTER_DAYS = { express: 10, other: 2 };
var DAY_MS5 = 24 * 3600 * 1e3;
var NEEDS_CONTACT = "SF";
var RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/;
var orderKeySchema = import_zod18.z.object({
  order_number_type: import_zod18.z.number().optional(),
  transaction_id: import_zod18.z.string().optional(),
  mchid: import_zod18.z.string().optional(),
  out_trade_no: import_zod18.z.string().optional()
});
var parcelSchema = import_zod18.z.object({
  tracking_no: import_zod18.z.string().optional(),
  express_company: import_zod18.z.string().optional(),
  item_desc: import_zod18.z.string().optional(),
  contact: import_zod18.z.object({ consignor_contact: import_zod18.z.string().optional(), receiver_contact: import_zod18.z.string().optional() }).optional()
});
var shipmentSchema = import_zod18.z.object({
  order_key: orderKeySchema,
  logistics_type: import_zod18.z.number(),
  delivery_mode: import_zod18.z.number(),
  is_all_delivered: import_zod18.z.boolean().optional(),
  shipping_list: import_zod18.z.array(parcelSchema)
});
function keyProblem(key) {
  const { order_number_type: type } = key;
  if (type !== 1 && type !== 2) return { errcode: 268485194, words: "\u8BA2\u5355\u5355\u53F7\u7C7B\u578B\u975E\u6CD5" };
  if (type === 2 && !key.transaction_id)
    return { errcode: 268485195, words: "\u5FAE\u4FE1\u652F\u4ED8\u5355\u53F7\u5F62\u5F0F\u4E0Btransaction_id\u5B57\u6BB5\u4E0D\u80FD\u4E3A\u7A7A" };
  if (type === 1 && !key.mchid) return { errcode: 268485196, words: "\u5546\u6237\u4FA7\u5355\u53F7\u5F62\u5F0F\u4E0Bmchid\u5B57\u6BB5\u4E0D\u80FD\u4E3A\u7A7A" };
  if (type === 1 && !key.out_trade_no)
    return { errcode: 268485197, words: "\u5546\u6237\u4FA7\u5355\u53F7\u5F62\u5F0F\u4E0Bout_trade_no\u5B57\u6BB5\u4E0D\u80FD\u4E3A\u7A7A" };
  return void 0;
}
function shipmentProblem(shipment) {
  const { logistics_type: type, delivery_mode: mode, shipping_list: list } = shipment;
  if (![1, 2, 3, 4].includes(type)) return { errcode: 10060005, words: "\u7269\u6D41\u7C7B\u578B\u6709\u8BEF" };
  if (mode !== UNIFIED && mode !== SPLIT) return { errcode: 268485224, words: "\u53D1\u8D27\u6A21\u5F0F\u975E\u6CD5" };
  if (mode === SPLIT && type !== EXPRESS) return { errcode: 10060006, words: "\u975E\u5FEB\u9012\u53D1\u8D27\u65F6\u4E0D\u5141\u8BB8\u5206\u62C6\u53D1\u8D27" };
  if (mode === SPLIT && shipment.is_all_delivered === void 0)
    return { errcode: 10060007, words: "\u5206\u62C6\u53D1\u8D27\u6A21\u5F0F\u4E0B\u5FC5\u987B\u586B\u5199is_all_delivered" };
  if (list.length > MOST_PARCELS) return { errcode: 10060024, words: "\u7269\u6D41\u4FE1\u606F\u5217\u8868\u592A\u957F" };
  if (mode === UNIFIED && list.length !== 1)
    return { errcode: 268485228, words: "\u7EDF\u4E00\u53D1\u8D27\u6A21\u5F0F\u4E0B\uFF0C\u7269\u6D41\u4FE1\u606F\u5217\u8868\u957F\u5EA6\u5FC5\u987B\u4E3A1" };
  if (list.length === 0) return { errcode: 10060014, words: "\u53C2\u6570\u9519\u8BEF:shipping_list" };
  for (const parcel of list) {
    const problem = parcelProblem(parcel, type);
    if (problem) return problem;
  }
  return void 0;
}
function uploadTimeProblem(uploadTime, previous) {
  const bad = (words) => ({ errcode: 268485216, words });
  if (!RFC_3339.test(uploadTime) || Number.isNaN(Date.parse(uploadTime)))
    return bad("\u4E0A\u4F20\u65F6\u95F4\u975E\u6CD5\uFF0C\u8BF7\u6309\u7167RFC 3339\u683C\u5F0F\u586B\u5199");
  if (previous !== void 0 && Date.parse(uploadTime) <= Date.parse(previous))
    return bad("\u4E0A\u4F20\u65F6\u95F4\u975E\u6CD5\uFF0C\u9700\u665A\u4E8E\u4E0A\u4E00\u6B21");
  return void 0;
}
function autoConfirmAt(logisticsType, shippedAt) {
  const days2 = logisticsType === EXPRESS ? CONFIRMED_AFTER_DAYS.express : CONFIRMED_AFTER_DAYS.other;
  return shippedAt + days2 * DAY_MS5;
}
function parcelProblem(parcel, logisticsType) {
  const { tracking_no = "", express_company = "", item_desc = "", contact } = parcel;
  if (item_desc === "") return { errcode: 10060008, words: "\u5546\u54C1\u63CF\u8FF0\u5B57\u6BB5\u4E0D\u80FD\u4E3A\u7A7A" };
  if ([...item_desc].length > LONGEST_DESC) return { errcode: 10060009, words: "\u5546\u54C1\u63CF\u8FF0\u5B57\u6BB5\u592A\u957F" };
  if (Buffer.byteLength(express_company) > LONGEST_NUMBER_BYTES)
    return { errcode: 10060025, words: "\u7269\u6D41\u516C\u53F8\u7F16\u7801\u592A\u957F" };
  if (Buffer.byteLength(tracking_no) > LONGEST_NUMBER_BYTES)
    return { errcode: 10060026, words: "\u7269\u6D41\u5355\u53F7\u592A\u957F" };
  if (logisticsType !== EXPRESS) return void 0;
  if (tracking_no === "") return { errcode: 268485226, words: "\u7269\u6D41\u5355\u53F7\u4E0D\u80FD\u4E3A\u7A7A" };
  if (express_company === "") return { errcode: 268485227, words: "\u7269\u6D41\u516C\u53F8\u7F16\u7801\u4E0D\u80FD\u4E3A\u7A7A" };
  const contacts2 = [contact?.consignor_contact, contact?.receiver_contact].filter(Boolean);
  if (express_company === NEEDS_CONTACT && contacts2.length === 0)
    return { errcode: 10060014, words: "\u53C2\u6570\u9519\u8BEF:\u987A\u4E30\u9700\u8981\u6536\u4EF6\u4EBA\u6216\u5BC4\u4EF6\u4EBA\u8054\u7CFB\u65B9\u5F0F" };
  const readable = contacts2.every((one) => /\d{4}$/.test(one ?? ""));
  return readable ? void 0 : { errcode: 10060014, words: "\u53C2\u6570\u9519\u8BEF:\u8054\u7CFB\u65B9\u5F0F\u7684\u6700\u540E\u56DB\u4F4D\u4E0D\u80FD\u6253\u63A9\u7801" };
}

// packages/wechat-sandbox/src/miniprogram/trade.ts
var BY_HAND = 1;
var BY_ITSELF = 2;
function afterShipping(ctx, shipping, before) {
  const complete2 = shipping.finishedCount > (before?.finishedCount ?? 0);
  if (!complete2) return;
  const corrected = before !== void 0 && before.finishedCount > 0;
  const goods2 = shipping.items.map(({ itemDesc }) => itemDesc).join(";");
  tellBuyer(ctx, shipping, { title: corrected ? "\u7269\u6D41\u4FE1\u606F\u5DF2\u66F4\u65B0" : "\u5546\u5BB6\u5DF2\u53D1\u8D27", text: goods2 });
  const order3 = paidOrder(ctx, shipping.transactionId);
  if (order3) {
    tellSettlement(ctx, order3, {
      shipped_time: seconds(shipping.shippedAt ?? ctx.clock.now()),
      estimated_settlement_time: seconds(autoConfirmAt(shipping.logisticsType, shipping.shippedAt ?? 0))
    });
  }
  planConfirmation(ctx, shipping.transactionId);
}
function confirmReceipt(ctx, transactionId, method = BY_HAND) {
  const shipping = ctx.state.mini.shippings[transactionId];
  if (shipping?.shippedAt === void 0 || shipping.confirmedAt !== void 0) return false;
  const order3 = paidOrder(ctx, transactionId);
  if (!order3 || order3.refundedFen >= order3.totalFen) return false;
  shipping.confirmedAt = ctx.clock.now();
  shipping.confirmMethod = method;
  planSettlement(ctx, transactionId);
  return true;
}
function tellBuyer(ctx, shipping, said) {
  const { jumpPath } = ctx.state.mini.trade;
  arrive(ctx, "mini", {
    openid: shipping.openid,
    kind: "parcel",
    ...said,
    ...jumpPath === null ? {} : { page: jumpPath.replaceAll("${\u5546\u54C1\u8BA2\u5355\u53F7}", shipping.outTradeNo) }
  });
}
function tellTrade(ctx, event, fields) {
  queuePush(ctx, "mini", {
    from: `o${derivedId("trade-manager", 27)}`,
    summary: event,
    fields: { MsgType: "event", Event: event, ...fields }
  });
}
function orderFields(order3) {
  return {
    transaction_id: order3.transactionId,
    merchant_id: order3.mchid,
    merchant_trade_no: order3.outTradeNo,
    pay_time: seconds(order3.paidAt)
  };
}
function planConfirmation(ctx, transactionId) {
  const shipping = ctx.state.mini.shippings[transactionId];
  if (shipping?.shippedAt === void 0 || shipping.confirmedAt !== void 0) return;
  const { state: state2 } = ctx;
  ctx.clock.schedule(autoConfirmAt(shipping.logisticsType, shipping.shippedAt), async () => {
    const current = state2.mini.shippings[transactionId];
    if (ctx.state !== state2 || state2.mini.trade.complaints.includes(transactionId)) return;
    const due = current && ctx.clock.now() >= autoConfirmAt(current.logisticsType, current.shippedAt ?? 0);
    if (due) confirmReceipt(ctx, transactionId, BY_ITSELF);
  });
}
function planSettlement(ctx, transactionId) {
  const confirmedAt = ctx.state.mini.shippings[transactionId]?.confirmedAt;
  if (confirmedAt === void 0) return;
  const { state: state2 } = ctx;
  const settle = () => {
    const shipping = state2.mini.shippings[transactionId];
    const order3 = paidOrder(ctx, transactionId);
    if (ctx.state !== state2 || !shipping || shipping.settledAt !== void 0 || !order3) return;
    if (state2.mini.trade.complaints.includes(transactionId)) return;
    shipping.settledAt = ctx.clock.now();
    tellSettlement(ctx, order3, {
      shipped_time: seconds(shipping.shippedAt ?? 0),
      confirm_receive_method: shipping.confirmMethod ?? BY_ITSELF,
      confirm_receive_time: seconds(confirmedAt),
      settlement_time: seconds(shipping.settledAt)
    });
  };
  const dueAt = confirmedAt + ctx.rules.settlementDelaySeconds * 1e3;
  if (dueAt <= ctx.clock.now()) settle();
  else ctx.clock.schedule(dueAt, async () => settle());
}
function tellSettlement(ctx, order3, when) {
  tellTrade(ctx, "trade_manage_order_settlement", { ...orderFields(order3), ...when });
}
function seconds(ms) {
  return Math.floor(ms / 1e3);
}

// packages/wechat-sandbox/src/miniprogram/control.ts
var settingsSchema = import_zod19.z.strictObject({
  pages: import_zod19.z.array(import_zod19.z.string()).nullable().optional(),
  released: import_zod19.z.boolean().optional(),
  linkPermission: import_zod19.z.enum(["given", "none", "banned"]).optional(),
  subscribeBanned: import_zod19.z.boolean().optional(),
  tradeManaged: import_zod19.z.boolean().optional(),
  confirmationCompleted: import_zod19.z.boolean().optional(),
  privacy: import_zod19.z.strictObject({ enforced: import_zod19.z.boolean(), declared: import_zod19.z.array(import_zod19.z.string()).nullable() }).optional(),
  phoneCallsLeft: import_zod19.z.int().min(0).nullable().optional()
});
var riskSchema = import_zod19.z.strictObject({ blocked: import_zod19.z.boolean() });
var foreignSchema = import_zod19.z.strictObject({ kind: import_zod19.z.enum(["login", "phone"]), appid: import_zod19.z.string() });
var receiptSchema = import_zod19.z.strictObject({ transactionId: import_zod19.z.string() });
var complaintSchema = import_zod19.z.strictObject({ open: import_zod19.z.boolean() });

// packages/wechat-sandbox/src/official/control.ts
var import_zod26 = require("zod");

// packages/wechat-sandbox/src/weixin/subscriptions.ts
var LONG_TERM = 3;
function takeAccept(ctx, kind, of) {
  const { subscriptions } = appStateOf(ctx, kind);
  const key = `${of.openid} ${of.template.id}`;
  const left = subscriptions[key] ?? 0;
  if (left <= 0) throw new Refusal(43101, "user refuse to accept the msg");
  if (of.template.type !== LONG_TERM) subscriptions[key] = left - 1;
}
function tellSent(ctx, kind, sent) {
  const { openid, templateId: TemplateId, msgid: MsgID } = sent;
  const one = { TemplateId, MsgID, ErrorCode: "0", ErrorStatus: "success" };
  tell(ctx, kind, { openid, event: "subscribe_msg_sent_event", list: [one] });
}
function tell(ctx, kind, what) {
  const { openid, event, list } = what;
  const [only] = list;
  const single = ctx.rules.subscribeEventList === "object-when-one" && list.length === 1 ? only : void 0;
  const wrapper = event.split("_").map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join("");
  const isJson = appStateOf(ctx, kind).push.format === "json";
  queuePush(ctx, kind, {
    from: openid,
    summary: event,
    fields: {
      MsgType: "event",
      Event: event,
      ...isJson ? { List: single ?? list } : { [wrapper]: { List: list } }
    }
  });
}

// packages/wechat-sandbox/src/miniprogram/links.ts
var import_zod21 = require("zod");

// packages/wechat-sandbox/src/miniprogram/links.rules.ts
var DAY_MS6 = 24 * 3600 * 1e3;
var SHORTEST_MS = 60 * 1e3;
var LONGEST_DAYS = 30;
var QUERY_CHARACTERS = /^[0-9a-zA-Z!#$&'()*+,/:;=?@\-._~%]*$/;
var LONGEST_QUERY = 1024;
function expiresAt(given, nowMs) {
  const { expire_type = 0, expire_time, expire_interval } = given;
  if (expire_type === 1) {
    if (expire_interval === void 0) return "unsaid";
    const fits2 = Number.isInteger(expire_interval) && expire_interval >= 1 && expire_interval <= LONGEST_DAYS;
    return fits2 ? nowMs + expire_interval * DAY_MS6 : void 0;
  }
  if (expire_type !== 0) return void 0;
  if (expire_time === void 0) return "unsaid";
  const lifeMs = expire_time * 1e3 - nowMs;
  return lifeMs >= SHORTEST_MS && lifeMs <= LONGEST_DAYS * DAY_MS6 ? expire_time * 1e3 : void 0;
}
function longestExpiry(nowMs) {
  return nowMs + LONGEST_DAYS * DAY_MS6;
}
function isQuery(query) {
  if (query.length > LONGEST_QUERY || !QUERY_CHARACTERS.test(query)) return false;
  return query === "" || query.split("&").every((pair) => /^[^=]+(=.*)?$/.test(pair));
}

// packages/wechat-sandbox/src/miniprogram/text-safety.ts
var import_zod20 = require("zod");
var VISITED_WITHIN_MS = 2 * 3600 * 1e3;
var LONGEST = 2500;
var OF_PROFILES = 1;
var NOTHING_FOUND = { suggest: "pass", label: 100 };
var FINDINGS = [
  { keyword: "\u52A0\u5FAE\u4FE1", suggest: "review", label: 10001 },
  { keyword: "\u65F6\u653F\u654F\u611F", suggest: "risky", label: 20001 },
  { keyword: "\u8272\u60C5", suggest: "risky", label: 20002 },
  { keyword: "\u8822\u8D27", suggest: "risky", label: 20003 },
  { keyword: "\u8D4C\u535A", suggest: "risky", label: 20006 },
  { keyword: "\u5237\u5355", suggest: "risky", label: 20008 },
  { keyword: "\u4F4E\u4FD7", suggest: "review", label: 20012 },
  { keyword: "\u76D7\u7248", suggest: "risky", label: 20013 },
  { keyword: "\u8FDD\u89C4\u5185\u5BB9", suggest: "review", label: 21e3 }
];
var bodySchema = import_zod20.z.object({
  content: import_zod20.z.string().optional(),
  version: import_zod20.z.number().optional(),
  scene: import_zod20.z.number().optional(),
  openid: import_zod20.z.string().optional(),
  title: import_zod20.z.string().optional(),
  nickname: import_zod20.z.string().optional(),
  signature: import_zod20.z.string().optional()
});
function checkText(ctx, request) {
  const { content, version, scene: scene2, openid, title: title2, nickname, signature } = jsonBody(request, bodySchema);
  if (!content || content.length > LONGEST) throw new Refusal(40097, "invalid args: content");
  const about = scene2 === OF_PROFILES ? signature : void 0;
  const found = findingIn([content, title2, nickname, about].join("\n"));
  if (version !== 2) return versionOne(found !== void 0);
  requireVisitor(ctx, scene2, openid);
  const { suggest, label } = found ?? NOTHING_FOUND;
  return json({
    errcode: 0,
    errmsg: "ok",
    trace_id: ctx.random.hex(32),
    result: { suggest, label },
    detail: [
      { strategy: "content_model", errcode: 0, suggest, label, prob: 90 },
      ...found ? [{ strategy: "keyword", errcode: 0, suggest, label, keyword: found.keyword }] : []
    ]
  });
}
function findingIn(text11) {
  return FINDINGS.find(({ keyword }) => text11.includes(keyword));
}
function requireVisitor(ctx, scene2, openid = "") {
  if (![1, 2, 3, 4].includes(scene2 ?? 0)) throw new Refusal(40129, "invalid scene");
  if (shopperOf(ctx, "official", openid)) throw new Refusal(43104, "The openid does not match the appid");
  const shopper = shopperOf(ctx, "mini", openid);
  if (!shopper) throw new Refusal(40003, "invalid openid");
  const visitedAt = ctx.state.mini.visits[openid] ?? -Infinity;
  if (ctx.clock.now() - visitedAt > VISITED_WITHIN_MS) throw new Refusal(61010, "code is expired");
  return shopper;
}
function versionOne(risky) {
  return json(risky ? { errcode: 87014, errmsg: "risky content" } : { errcode: 0, errmsg: "ok" });
}

// packages/wechat-sandbox/src/miniprogram/links.ts
var KEPT4 = 2e3;
var LONGEST_SHORT_PATH = 1024;
var LONGEST_TITLE = 20;
var VERSIONS = ["release", "trial", "develop"];
var target = {
  path: import_zod21.z.string().optional(),
  query: import_zod21.z.string().optional(),
  env_version: import_zod21.z.string().optional()
};
var expiry = {
  is_expire: import_zod21.z.boolean().optional(),
  expire_type: import_zod21.z.number().optional(),
  expire_time: import_zod21.z.number().optional(),
  expire_interval: import_zod21.z.number().optional()
};
var urlLinkSchema = import_zod21.z.object({
  ...target,
  ...expiry,
  cloud_base: import_zod21.z.object({ env: import_zod21.z.string() }).optional()
});
var schemeSchema = import_zod21.z.object({ jump_wxa: import_zod21.z.object(target).optional(), ...expiry });
var shortSchema = import_zod21.z.object({
  page_url: import_zod21.z.string().optional(),
  page_title: import_zod21.z.string().optional(),
  is_permanent: import_zod21.z.boolean().optional()
});
var queryLinkSchema = import_zod21.z.object({ url_link: import_zod21.z.string().optional(), query_type: import_zod21.z.number().optional() });
var querySchemeSchema = import_zod21.z.object({ scheme: import_zod21.z.string().optional(), query_type: import_zod21.z.number().optional() });
function generateUrlLink(ctx, request) {
  const body = jsonBody(request, urlLinkSchema);
  if (body.cloud_base) throw new Refusal(85088, "cloud base is not opened");
  const url = `https://wxaurl.cn/${ctx.random.text(11)}`;
  keepLink(ctx, { kind: "url-link", url, ...destination(ctx, body, body) });
  return json({ errcode: 0, errmsg: "ok", url_link: url });
}
function generateScheme(ctx, request) {
  const body = jsonBody(request, schemeSchema);
  const url = `weixin://dl/business/?t=${ctx.random.text(12)}`;
  keepLink(ctx, { kind: "scheme", url, ...destination(ctx, body.jump_wxa ?? {}, body) });
  return json({ errcode: 0, errmsg: "ok", openlink: url });
}
function generateShortLink(ctx, request) {
  const { page_url = "", page_title = "", is_permanent = false } = jsonBody(request, shortSchema);
  const { mini } = ctx.state;
  const { page: page2, query } = splitPath(page_url.replace(/^\//, ""));
  if (page2 === "" || page_url.length > LONGEST_SHORT_PATH || !isReleased(ctx, page2))
    throw new Refusal(40066, "invalid url");
  if (findingIn(page_title)?.suggest === "risky") throw new Refusal(40225, "invalid page title");
  if (is_permanent && mini.permanentShortLinks >= ctx.rules.permanentShortLinks)
    throw new Refusal(85400, "reach max long time quota limit");
  if (is_permanent) mini.permanentShortLinks += 1;
  const characters = [...page_title];
  const title2 = characters.length > LONGEST_TITLE ? `${characters.slice(0, LONGEST_TITLE).join("")}...` : page_title;
  const now2 = ctx.clock.now();
  const url = `#\u5C0F\u7A0B\u5E8F://${ctx.world.miniProgram.name}/${title2}/${ctx.random.text(15)}`;
  keepLink(ctx, {
    kind: "short-link",
    url,
    path: page2,
    query,
    envVersion: "release",
    createdAt: now2,
    expiresAt: is_permanent ? null : longestExpiry(now2)
  });
  return json({ errcode: 0, errmsg: "ok", link: url });
}
function queryUrlLink(ctx, request) {
  const { url_link, query_type } = jsonBody(request, queryLinkSchema);
  return tellOf(ctx, { url: url_link, queryType: query_type, name: "url_link_info" });
}
function queryScheme(ctx, request) {
  const { scheme, query_type } = jsonBody(request, querySchemeSchema);
  if (scheme?.startsWith("weixin://dl/business/?appid="))
    throw new Refusal(85405, "appid or path not support plain scheme");
  return tellOf(ctx, { url: scheme, queryType: query_type, name: "scheme_info" });
}
function opensLeftToday(ctx) {
  const { day, count: count2 } = ctx.state.mini.linkOpens;
  const used = day === windowsAt(ctx.clock.now()).day ? count2 : 0;
  return Math.max(0, ctx.rules.linkOpensPerDay - used);
}
function tellOf(ctx, asked) {
  const { url, queryType = 0, name: name2 } = asked;
  const quota_info = { remain_visit_quota: opensLeftToday(ctx) };
  if (queryType === 1) return json({ errcode: 0, errmsg: "ok", quota_info });
  if (queryType !== 0 || !url) throw new Refusal(40097, "invalid args");
  const link3 = ctx.state.mini.links.find((known) => known.url === url);
  if (!link3 || link3.kind === "short-link") throw new Refusal(85403, "not found");
  return json({
    errcode: 0,
    errmsg: "ok",
    [name2]: {
      appid: ctx.world.miniProgram.appid,
      path: link3.path,
      query: link3.query,
      create_time: Math.floor(link3.createdAt / 1e3),
      expire_time: link3.expiresAt === null ? 0 : Math.floor(link3.expiresAt / 1e3),
      env_version: link3.envVersion
    },
    quota_info
  });
}
function destination(ctx, to, until) {
  const { mini } = ctx.state;
  const { path: path2 = "", query = "", env_version: envVersion2 = "release" } = to;
  if (mini.linkPermission === "none") throw new Refusal(85407, "no scheme permission");
  if (mini.linkPermission === "banned") throw new Refusal(85408, "appid banned");
  if (!mini.released) throw new Refusal(85079, "miniprogram has no online release");
  if (!VERSIONS.includes(envVersion2)) throw new Refusal(85402, "invalid env_version");
  const page2 = path2.replace(/^\//, "");
  if (page2.includes("?") || !isReleased(ctx, page2)) throw new Refusal(40165, "invalid weapp pagepath");
  if (!isQuery(query)) throw new Refusal(40212, "invalid query");
  const now2 = ctx.clock.now();
  const asked = expiresAt(until, now2);
  const end = asked === "unsaid" && ctx.rules.linkWithoutExpiry === "30-days" ? longestExpiry(now2) : asked;
  if (end === void 0 || end === "unsaid") throw new Refusal(85401, "time limit between 1min and 30days");
  if (opensLeftToday(ctx) === 0) throw new Refusal(85406, "daily visit limit");
  return { path: page2, query, envVersion: envVersion2, createdAt: now2, expiresAt: end };
}
function keepLink(ctx, link3) {
  ctx.state.mini.links = [...ctx.state.mini.links, link3].slice(-KEPT4);
}

// packages/wechat-sandbox/src/weixin/service-messages.ts
var import_zod23 = require("zod");

// packages/wechat-sandbox/src/official/users.ts
var import_zod22 = require("zod");
var LARGEST_LIST = 1e4;
var LARGEST_BATCH = 100;
var LONGEST_REMARK = 30;
var LANGUAGES = ["zh_CN", "zh_TW", "en"];
var batchSchema2 = import_zod22.z.object({
  user_list: import_zod22.z.array(import_zod22.z.object({ openid: import_zod22.z.string(), lang: import_zod22.z.string().optional() })).optional()
});
var remarkSchema = import_zod22.z.object({ openid: import_zod22.z.string().optional(), remark: import_zod22.z.string().optional() });
function userInfo(ctx, request) {
  const { query } = request;
  return json(presentUser(ctx, queryParam(request, "openid", 40003), query.get("lang") ?? void 0));
}
function usersInfo(ctx, request) {
  const { user_list: list = [] } = jsonBody(request, batchSchema2);
  if (list.length === 0 || list.length > LARGEST_BATCH) throw new Refusal(40032, "invalid openid list size");
  return json({ user_info_list: list.map(({ openid, lang }) => presentUser(ctx, openid, lang)) });
}
function listFollowers(ctx, { query }) {
  const openids = followersOf(ctx).map(({ shopper }) => shopper.officialOpenid);
  const after = query.get("next_openid") ?? "";
  const at2 = after === "" ? -1 : openids.indexOf(after);
  if (after !== "" && at2 < 0) throw new Refusal(40003, "invalid openid");
  const page2 = openids.slice(at2 + 1, at2 + 1 + LARGEST_LIST);
  return json({
    total: openids.length,
    count: page2.length,
    ...page2.length > 0 ? { data: { openid: page2 } } : {},
    next_openid: page2.at(-1) ?? ""
  });
}
function setRemark(ctx, request) {
  const { openid = "", remark = "" } = jsonBody(request, remarkSchema);
  if ([...remark].length >= LONGEST_REMARK) throw new Refusal(40097, "invalid args");
  requireFollower(ctx, openid).remark = remark;
  return json({ errcode: 0, errmsg: "ok" });
}
function isFollowing(ctx, shopperId) {
  return ctx.state.official.followers[shopperId]?.following ?? false;
}
function requireFollower(ctx, openid) {
  const shopper = shopperOf(ctx, "official", openid);
  const follower = shopper && ctx.state.official.followers[shopper.id];
  if (!follower?.following) throw new Refusal(40003, "invalid openid");
  return follower;
}
function followersOf(ctx) {
  return Object.values(ctx.state.official.followers).flatMap((follower) => {
    const shopper = shopperById(ctx, follower.shopperId);
    return follower.following && shopper ? [{ follower, shopper }] : [];
  });
}
function presentUser(ctx, openid, lang = "zh_CN") {
  const shopper = shopperOf(ctx, "official", openid);
  if (!shopper) throw new Refusal(40003, "invalid openid");
  const follower = ctx.state.official.followers[shopper.id];
  const unionid = unionidFor(ctx, "official", shopper);
  if (!follower?.following) return { subscribe: 0, openid, ...unionid };
  return {
    subscribe: 1,
    openid,
    nickname: "",
    sex: 0,
    language: LANGUAGES.includes(lang) ? lang : "zh_CN",
    city: "",
    province: "",
    country: "",
    headimgurl: "",
    subscribe_time: Math.floor(follower.since / 1e3),
    ...unionid,
    remark: follower.remark,
    groupid: follower.tagIds[0] ?? 0,
    tagid_list: follower.tagIds,
    subscribe_scene: follower.scene,
    qr_scene: follower.qrScene,
    qr_scene_str: follower.qrSceneStr
  };
}

// packages/wechat-sandbox/src/weixin/service-messages.ts
var WINDOW_MS = 48 * 3600 * 1e3;
var MOST_IN_WINDOW = { mini: 5, official: 20 };
var LONGEST_TEXT_BYTES = 2048;
var WITH_MEDIA = ["image", "voice", "video", "music", "mpnews"];
var bodySchema2 = import_zod23.z.object({
  touser: import_zod23.z.string().optional(),
  msgtype: import_zod23.z.string().optional(),
  text: import_zod23.z.object({ content: import_zod23.z.string() }).optional(),
  link: import_zod23.z.object({ title: import_zod23.z.string(), description: import_zod23.z.string().optional(), url: import_zod23.z.string() }).optional(),
  news: import_zod23.z.object({
    articles: import_zod23.z.array(import_zod23.z.object({ title: import_zod23.z.string(), description: import_zod23.z.string().optional(), url: import_zod23.z.string() })).length(1)
  }).optional(),
  miniprogrampage: import_zod23.z.object({ title: import_zod23.z.string(), appid: import_zod23.z.string().optional(), pagepath: import_zod23.z.string() }).optional()
});
function sendServiceMessage(ctx, request, kind) {
  const body = jsonBody(request, bodySchema2);
  const shopper = shopperOf(ctx, kind, body.touser ?? "");
  if (!shopper) throw new Refusal(40003, "invalid openid");
  if (kind === "official" && !isFollowing(ctx, shopper.id)) throw new Refusal(43004, "require subscribe");
  const openid = openidFor(shopper, kind);
  const contact = appStateOf(ctx, kind).contacts[openid];
  if (!contact || ctx.clock.now() - contact.at >= WINDOW_MS)
    throw new Refusal(45015, "response out of time limit or subscription is canceled");
  if (contact.sent >= MOST_IN_WINDOW[kind]) throw new Refusal(45047, "out of response count limit");
  const content = contentOf(body);
  contact.sent += 1;
  arrive(ctx, kind, { openid, kind: "service", ...content });
  return json({ errcode: 0, errmsg: "ok" });
}
function contentOf(body) {
  const { msgtype = "", text: text11, link: link3, news, miniprogrampage } = body;
  const article = link3 ?? news?.articles[0];
  if (WITH_MEDIA.includes(msgtype)) throw new Refusal(40007, "invalid media_id");
  if (msgtype === "text") {
    const content = text11?.content ?? "";
    if (content === "") throw new Refusal(44004, "empty content");
    if (Buffer.byteLength(content) > LONGEST_TEXT_BYTES)
      throw new Refusal(45002, "content size out of limit");
    return { title: "", text: content };
  }
  if ((msgtype === "link" || msgtype === "news") && article)
    return { title: article.title, text: article.description ?? "", url: article.url };
  if (msgtype === "miniprogrampage" && miniprogrampage)
    return { title: miniprogrampage.title, text: "", page: miniprogrampage.pagepath };
  throw new Refusal(40008, "invalid message type");
}

// packages/wechat-sandbox/src/official/qrcode.ts
var import_zod24 = require("zod");

// packages/wechat-sandbox/src/official/state.ts
var SUBSCRIBE_SCENES = [
  "ADD_SCENE_SEARCH",
  "ADD_SCENE_ACCOUNT_MIGRATION",
  "ADD_SCENE_PROFILE_CARD",
  "ADD_SCENE_QR_CODE",
  "ADD_SCENE_PROFILE_LINK",
  "ADD_SCENE_PROFILE_ITEM",
  "ADD_SCENE_PAID",
  "ADD_SCENE_WECHAT_ADVERTISEMENT",
  "ADD_SCENE_REPRINT",
  "ADD_SCENE_LIVESTREAM",
  "ADD_SCENE_CHANNELS",
  "ADD_SCENE_WXA",
  "ADD_SCENE_OTHERS"
];
var ACTION_NAMES = ["QR_SCENE", "QR_STR_SCENE", "QR_LIMIT_SCENE", "QR_LIMIT_STR_SCENE"];

// packages/wechat-sandbox/src/official/qrcode.ts
var LONGEST_SECONDS = 2592e3;
var USUAL_SECONDS = 60;
var LARGEST_TEMPORARY = 2 ** 32 - 1;
var LARGEST_PERMANENT = 1e5;
var LONGEST_TEXT = 64;
var KEPT_TEMPORARY = 5e3;
var createSchema = import_zod24.z.object({
  expire_seconds: import_zod24.z.int().min(1).max(LONGEST_SECONDS).optional(),
  action_name: import_zod24.z.string().optional(),
  action_info: import_zod24.z.object({
    scene: import_zod24.z.object({ scene_id: import_zod24.z.number().optional(), scene_str: import_zod24.z.string().optional() }).optional()
  }).optional()
});
function createQrCode(ctx, request) {
  const { expire_seconds = USUAL_SECONDS, action_name, action_info } = jsonBody(request, createSchema);
  const actionName = ACTION_NAMES.find((name2) => name2 === action_name);
  if (!actionName) throw new Refusal(40052, "invalid action name");
  const scene2 = sceneOf2(actionName, action_info?.scene ?? {});
  if (scene2 === void 0) throw new Refusal(40053, "invalid action info");
  const permanent = isPermanent(actionName);
  const code = (permanent ? permanentOf(ctx, actionName, scene2) : void 0) ?? newQrCode(ctx, { actionName, scene: scene2, seconds: permanent ? null : expire_seconds });
  return json({
    ticket: code.ticket,
    ...permanent ? {} : { expire_seconds },
    url: code.url
  });
}
function sceneOf2(actionName, given) {
  const { scene_id: id = 0, scene_str: text11 = "" } = given;
  if (actionName.endsWith("STR_SCENE")) {
    return text11.length >= 1 && text11.length <= LONGEST_TEXT ? text11 : void 0;
  }
  const largest = isPermanent(actionName) ? LARGEST_PERMANENT : LARGEST_TEMPORARY;
  return Number.isInteger(id) && id >= 1 && id <= largest ? id : void 0;
}
function isPermanent(actionName) {
  return actionName.startsWith("QR_LIMIT");
}
function permanentOf(ctx, actionName, scene2) {
  return ctx.state.official.qrCodes.find(
    (code) => code.actionName === actionName && code.scene === scene2 && code.expiresAt === null
  );
}
function newQrCode(ctx, of) {
  const { official } = ctx.state;
  const now2 = ctx.clock.now();
  const permanent = official.qrCodes.filter(({ expiresAt: expiresAt2 }) => expiresAt2 === null);
  if (of.seconds === null && permanent.length >= ctx.rules.permanentQrCodes)
    throw new Refusal(45029, "qrcode count out of limit");
  const temporary = official.qrCodes.filter(({ expiresAt: expiresAt2 }) => expiresAt2 !== null && now2 < expiresAt2);
  const code = {
    ticket: `gQ${ctx.random.bytes(64).toString("base64")}`,
    url: `http://weixin.qq.com/q/${ctx.random.text(22)}`,
    actionName: of.actionName,
    scene: of.scene,
    createdAt: now2,
    expiresAt: of.seconds === null ? null : now2 + of.seconds * 1e3
  };
  official.qrCodes = [...permanent, ...temporary.slice(1 - KEPT_TEMPORARY), code];
  return code;
}

// packages/wechat-sandbox/src/official/followers.ts
function tellEvent(ctx, shopper, event) {
  queuePush(ctx, "official", {
    from: shopper.officialOpenid,
    summary: event.Event,
    fields: { MsgType: "event", ...event }
  });
}

// packages/wechat-sandbox/src/official/menu.ts
var import_zod25 = require("zod");
var MOST_BUTTONS = 3;
var MOST_SUB_BUTTONS = 5;
var LONGEST_NAME_BYTES = { top: 16, sub: 60 };
var LONGEST_KEY_BYTES = 128;
var LONGEST_URL_BYTES = 1024;
var NEEDS = {
  click: ["key"],
  view: ["url"],
  miniprogram: ["url", "appid", "pagepath"],
  scancode_push: ["key"],
  scancode_waitmsg: ["key"],
  pic_sysphoto: ["key"],
  pic_photo_or_album: ["key"],
  pic_weixin: ["key"],
  location_select: ["key"],
  media_id: ["media_id"],
  article_id: ["article_id"],
  article_view_limited: ["article_id"]
};
var action = {
  name: import_zod25.z.string(),
  type: import_zod25.z.string().optional(),
  key: import_zod25.z.string().optional(),
  url: import_zod25.z.string().optional(),
  appid: import_zod25.z.string().optional(),
  pagepath: import_zod25.z.string().optional(),
  media_id: import_zod25.z.string().optional(),
  article_id: import_zod25.z.string().optional()
};
var menuSchema = import_zod25.z.object({
  button: import_zod25.z.array(import_zod25.z.object({ ...action, sub_button: import_zod25.z.array(import_zod25.z.object(action)).optional() })).optional()
});
function createMenu(ctx, request) {
  const { button: buttons2 = [] } = jsonBody(request, menuSchema, 40016);
  if (buttons2.length === 0 || buttons2.length > MOST_BUTTONS) throw new Refusal(40016, "invalid button size");
  for (const button of buttons2) {
    requireName(button, LONGEST_NAME_BYTES.top, 40018);
    const inner2 = button.sub_button ?? [];
    if (inner2.length > MOST_SUB_BUTTONS) throw new Refusal(40023, "invalid sub button size");
    if (inner2.length === 0) requireAction(ctx, button);
    for (const sub of inner2) {
      requireName(sub, LONGEST_NAME_BYTES.sub, 40025);
      requireAction(ctx, sub);
    }
  }
  const { official } = ctx.state;
  official.menu = buttons2;
  official.menuId += 1;
  return json({ errcode: 0, errmsg: "ok" });
}
function getMenu(ctx) {
  const { menu, menuId } = ctx.state.official;
  if (!menu) throw new Refusal(46003, "menu no exist");
  const button = menu.map((one) => ({ ...one, sub_button: one.sub_button ?? [] }));
  return json({ menu: { button, menuid: menuId } });
}
function deleteMenu(ctx) {
  ctx.state.official.menu = null;
  return json({ errcode: 0, errmsg: "ok" });
}
function requireName(button, longestBytes, errcode) {
  const bytes = Buffer.byteLength(button.name);
  if (bytes === 0 || bytes > longestBytes) throw new Refusal(errcode, "invalid button name size");
}
function requireAction(ctx, button) {
  const needs = NEEDS[button.type ?? ""];
  if (!needs) throw new Refusal(40017, "invalid button type");
  const lacking = needs.find((field) => !button[field]);
  if (lacking === "key" || Buffer.byteLength(button.key ?? "") > LONGEST_KEY_BYTES)
    throw new Refusal(40019, "invalid button key size");
  if (lacking === "url" || Buffer.byteLength(button.url ?? "") > LONGEST_URL_BYTES)
    throw new Refusal(40020, "invalid button url size");
  if (lacking) throw new Refusal(40016, `invalid button: ${lacking} missing`);
  if (button.type === "miniprogram" && button.appid !== ctx.world.miniProgram.appid)
    throw new Refusal(40013, "invalid appid");
}

// packages/wechat-sandbox/src/official/web-login.ts
var CODE_LIVES_MS3 = 300 * 1e3;
var TOKEN_LIVES_MS = 7200 * 1e3;
var REFRESHABLE_MS = 30 * 24 * 3600 * 1e3;
var DAY_MS7 = 24 * 3600 * 1e3;
var KEPT5 = 5e3;
function webToken(ctx, request) {
  const { query } = request;
  requireOfficial(ctx, request);
  const code = queryParam(request, "code", 41008);
  if (query.get("grant_type") !== "authorization_code") throw new Refusal(40002, "invalid grant_type");
  const known = ctx.state.official.webCodes.find((candidate) => candidate.code === code);
  const invalid = new Refusal(40029, "invalid code");
  requireThat(request, known, { name: "code", given: code, hint: "\u7531\u7F51\u9875\u6388\u6743\u5F97\u5230", otherwise: invalid });
  requireThat(request, !known.used, {
    name: "code \u672A\u4F7F\u7528\u8FC7",
    otherwise: new Refusal(ctx.rules.usedLoginCode, "code been used")
  });
  requireThat(request, ctx.clock.now() < known.expiresAt, {
    name: "code \u672A\u8FC7\u671F",
    expected: "\u4E94\u5206\u949F\u4E4B\u5185",
    otherwise: invalid
  });
  known.used = true;
  const { shopperId, scope } = known;
  const now2 = ctx.clock.now();
  const token = {
    token: `90_${ctx.random.text(110)}`,
    refreshToken: `90_${ctx.random.text(110)}`,
    shopperId,
    scope,
    expiresAt: now2 + TOKEN_LIVES_MS,
    refreshableUntil: now2 + REFRESHABLE_MS
  };
  const { official } = ctx.state;
  const living = official.webTokens.filter((old) => now2 < old.refreshableUntil);
  official.webTokens = [...living, token].slice(-KEPT5);
  return answer2(ctx, token);
}
function refreshWebToken(ctx, request) {
  const { query } = request;
  if (queryParam(request, "appid", 41002) !== ctx.world.officialAccount.appid)
    throw new Refusal(40013, "invalid appid");
  if (query.get("grant_type") !== "refresh_token") throw new Refusal(40002, "invalid grant_type");
  const given = queryParam(request, "refresh_token", 41003);
  const known = ctx.state.official.webTokens.find(({ refreshToken }) => refreshToken === given);
  if (!known) throw new Refusal(40030, "invalid refresh_token");
  const now2 = ctx.clock.now();
  if (now2 >= known.refreshableUntil) throw new Refusal(42002, "refresh_token expired");
  if (now2 >= known.expiresAt) known.token = `90_${ctx.random.text(110)}`;
  known.expiresAt = now2 + TOKEN_LIVES_MS;
  return answer2(ctx, known);
}
function webUserInfo(ctx, request) {
  const { token, shopper } = requireWebToken(ctx, request);
  if (token.scope !== "snsapi_userinfo") throw new Refusal(48001, "api unauthorized");
  return json({
    openid: shopper.officialOpenid,
    nickname: shopper.name,
    sex: 0,
    language: "",
    city: "",
    province: "",
    country: "",
    headimgurl: "",
    privilege: [],
    ...unionidFor(ctx, "official", shopper)
  });
}
function checkWebToken(ctx, request) {
  requireWebToken(ctx, request);
  return json({ errcode: 0, errmsg: "ok" });
}
function requireOfficial(ctx, request) {
  const { query } = request;
  const kind = requireSecret(ctx, request, { appid: query.get("appid"), secret: query.get("secret") });
  if (kind !== "official") throw new Refusal(40013, "invalid appid");
}
function requireWebToken(ctx, request) {
  const given = queryParam(request, "access_token", 41001);
  const openid = queryParam(request, "openid", 41009);
  const token = ctx.state.official.webTokens.find((known) => known.token === given);
  if (!token) throw new Refusal(40001, "invalid credential, access_token is invalid or not latest");
  if (ctx.clock.now() >= token.expiresAt) throw new Refusal(42001, "access_token expired");
  const shopper = shopperById(ctx, token.shopperId);
  if (!shopper || shopper.officialOpenid !== openid) throw new Refusal(40003, "invalid openid");
  return { token, shopper };
}
function answer2(ctx, token) {
  const shopper = shopperById(ctx, token.shopperId);
  if (!shopper) throw new Refusal(40029, "invalid code");
  return json({
    access_token: token.token,
    expires_in: Math.ceil((token.expiresAt - ctx.clock.now()) / 1e3),
    refresh_token: token.refreshToken,
    openid: shopper.officialOpenid,
    scope: token.scope,
    ...token.scope === "snsapi_userinfo" ? unionidFor(ctx, "official", shopper) : {}
  });
}

// packages/wechat-sandbox/src/official/control.ts
var followSchema = import_zod26.z.strictObject({ scene: import_zod26.z.enum(SUBSCRIBE_SCENES).optional() });
var menuSchema2 = import_zod26.z.strictObject({ button: import_zod26.z.string() });
var blockSchema = import_zod26.z.strictObject({ blocked: import_zod26.z.boolean() });
var scopeSchema = import_zod26.z.strictObject({ scope: import_zod26.z.enum(["snsapi_base", "snsapi_userinfo"]).optional() });
var subscribeSchema = import_zod26.z.strictObject({
  templateIds: import_zod26.z.array(import_zod26.z.string()).min(1),
  answer: import_zod26.z.enum(["accept", "reject"])
});

// packages/wechat-sandbox/src/pay/control.ts
var import_zod29 = require("zod");

// packages/wechat-sandbox/src/crypto/keys.ts
var import_node_os = require("node:os");
var import_node_path = require("node:path");
var import_zod27 = require("zod");

// packages/wechat-sandbox/src/crypto/certificate.ts
var VERSION_3 = Buffer.from([2]);

// packages/wechat-sandbox/src/crypto/keys.ts
var pairSchema = import_zod27.z.object({
  privateKey: import_zod27.z.string(),
  publicKey: import_zod27.z.string(),
  certificate: import_zod27.z.string(),
  serial: import_zod27.z.string(),
  effectiveAt: import_zod27.z.string(),
  expiresAt: import_zod27.z.string()
});
var keysSchema = import_zod27.z.object({
  merchant: pairSchema,
  wechatPay: pairSchema,
  publicKeyId: import_zod27.z.string(),
  /** Older files have none. */
  certificates: import_zod27.z.array(pairSchema).optional()
});
var YEAR_MS = 365 * 24 * 3600 * 1e3;
var USUAL_CACHE = (0, import_node_path.join)((0, import_node_os.homedir)(), ".cache");

// packages/wechat-sandbox/src/pay/schemas.ts
var import_zod28 = require("zod");
var text9 = (max) => import_zod28.z.string().min(1).max(max);
var fen2 = import_zod28.z.int().min(1).max(1e9);
var outTradeNo = import_zod28.z.string().regex(/^[0-9A-Za-z_\-|*]{6,32}$/);
var outRefundNo = import_zod28.z.string().regex(/^[0-9A-Za-z_\-|*@]{1,64}$/);
var notifyUrl = (max) => text9(max).regex(/^https?:\/\/[^?#\s]+$/);
var goods = {
  merchant_goods_id: text9(32),
  wechatpay_goods_id: text9(32).optional(),
  goods_name: text9(256).optional()
};
var order = {
  appid: text9(32),
  mchid: text9(32),
  description: text9(127),
  out_trade_no: outTradeNo,
  time_expire: import_zod28.z.iso.datetime({ offset: true }).optional(),
  attach: text9(128).optional(),
  notify_url: notifyUrl(255),
  goods_tag: text9(32).optional(),
  support_fapiao: import_zod28.z.boolean().optional(),
  amount: import_zod28.z.strictObject({ total: fen2, currency: import_zod28.z.literal("CNY").optional() }),
  detail: import_zod28.z.strictObject({
    cost_price: import_zod28.z.int().optional(),
    invoice_id: text9(32).optional(),
    goods_detail: import_zod28.z.array(import_zod28.z.strictObject({ ...goods, quantity: import_zod28.z.int().min(1), unit_price: import_zod28.z.int().min(0) })).min(1).max(6e3).optional()
  }).optional(),
  scene_info: import_zod28.z.strictObject({
    payer_client_ip: text9(45),
    device_id: text9(32).optional(),
    store_info: import_zod28.z.strictObject({
      id: text9(32),
      name: text9(256).optional(),
      area_code: text9(32).optional(),
      address: text9(512).optional()
    }).optional()
  }).optional(),
  settle_info: import_zod28.z.strictObject({ profit_sharing: import_zod28.z.boolean().optional() }).optional()
};
var jsapiSchema = import_zod28.z.strictObject({ ...order, payer: import_zod28.z.strictObject({ openid: text9(128) }) });
var nativeSchema = import_zod28.z.strictObject(order);
var closeSchema = import_zod28.z.strictObject({ mchid: text9(32) });
var refundSchema = import_zod28.z.strictObject({
  transaction_id: text9(32).optional(),
  out_trade_no: outTradeNo.optional(),
  out_refund_no: outRefundNo,
  reason: text9(80).optional(),
  notify_url: notifyUrl(256).optional(),
  funds_account: import_zod28.z.enum(["AVAILABLE", "UNSETTLED"]).optional(),
  amount: import_zod28.z.strictObject({
    refund: fen2,
    total: fen2,
    currency: import_zod28.z.literal("CNY"),
    from: import_zod28.z.array(import_zod28.z.strictObject({ account: import_zod28.z.enum(["AVAILABLE", "UNAVAILABLE"]), amount: fen2 })).optional()
  }),
  goods_detail: import_zod28.z.array(
    import_zod28.z.strictObject({
      ...goods,
      unit_price: import_zod28.z.int().min(0),
      refund_amount: import_zod28.z.int().min(0),
      refund_quantity: import_zod28.z.int().min(1)
    })
  ).min(1).optional()
});
var abnormalRefundSchema = import_zod28.z.strictObject({
  out_refund_no: outRefundNo,
  type: import_zod28.z.enum(["USER_BANK_CARD", "MERCHANT_BANK_CARD"]),
  bank_type: text9(16).optional(),
  bank_account: text9(1024).optional(),
  real_name: text9(1024).optional()
}).superRefine((body, found) => {
  if (body.type !== "USER_BANK_CARD") return;
  for (const field of ["bank_type", "bank_account", "real_name"]) {
    if (body[field] !== void 0) continue;
    found.addIssue({ code: "custom", path: [field], message: "\u9000\u6B3E\u81F3\u7528\u6237\u94F6\u884C\u5361\u65F6\u5FC5\u586B" });
  }
});
var billDate = import_zod28.z.iso.date();
var tarType = import_zod28.z.literal("GZIP").optional();
var tradeBillQuery = import_zod28.z.strictObject({
  bill_date: billDate,
  bill_type: import_zod28.z.enum(["ALL", "SUCCESS", "REFUND"]).default("ALL"),
  tar_type: tarType
});
var fundFlowBillQuery = import_zod28.z.strictObject({
  bill_date: billDate,
  account_type: import_zod28.z.enum(["BASIC", "OPERATION", "FEES"]).default("BASIC"),
  tar_type: tarType
});
var merchantQuery = import_zod28.z.strictObject({ mchid: text9(32) });

// packages/wechat-sandbox/src/pay/orders.ts
var DAY_MS8 = 24 * 3600 * 1e3;
var DEFAULT_DEADLINE_MS = 7 * DAY_MS8;
var SHORTEST_DEADLINE_MS = 60 * 1e3;

// packages/wechat-sandbox/src/pay/refunds.ts
var YEAR_MS2 = 365 * 24 * 3600 * 1e3;
var BETWEEN_PARTIAL_REFUNDS_MS = 60 * 1e3;

// packages/wechat-sandbox/src/pay/types.ts
var KEYS_MODES = ["public-key", "certificate", "switch-over"];

// packages/wechat-sandbox/src/pay/control.ts
var finishSchema = import_zod29.z.strictObject({ status: import_zod29.z.enum(["SUCCESS", "ABNORMAL", "CLOSED"]) });
var balanceSchema = import_zod29.z.strictObject({ balanceFen: import_zod29.z.int().min(0).max(1e12) });
var keysSchema2 = import_zod29.z.strictObject({
  mode: import_zod29.z.enum(KEYS_MODES).optional(),
  certificatesOpen: import_zod29.z.boolean().optional(),
  rotate: import_zod29.z.literal(true).optional()
});
var consoleUrlSchema = import_zod29.z.strictObject({ url: import_zod29.z.url({ protocol: /^https?$/ }).nullable() });
var scanSchema = import_zod29.z.strictObject({ codeUrl: import_zod29.z.string(), cancel: import_zod29.z.boolean().optional() });

// packages/wechat-sandbox/src/rules.ts
var import_zod30 = require("zod");
var rulesSchema = import_zod30.z.strictObject({
  usedLoginCode: import_zod30.z.union([import_zod30.z.literal(40163), import_zod30.z.literal(40029)]).default(40163).describe(
    "errcode of a js_code that was used before: 40163 stands in SDK tables only, the page lists 40029"
  ),
  tokenOverlapSeconds: import_zod30.z.int().min(0).default(300).describe("how long an access token goes on working after its successor was issued"),
  longestTimeExpireDays: import_zod30.z.union([import_zod30.z.literal(7), import_zod30.z.literal(15)]).default(15).describe("the JSAPI page allows a time_expire of 15 days, the Native page 7"),
  orderPaidCode: import_zod30.z.enum(["ORDERPAID", "ORDER_PAID"]).default("ORDERPAID").describe("code of closing a paid order: both spellings occur, in the FAQ only"),
  frequencyCode: import_zod30.z.enum(["FREQUENCY_LIMITED", "RATELIMIT_EXCEEDED"]).default("FREQUENCY_LIMITED").describe("code of HTTP 429: the API pages and the general page differ"),
  billHashOver: import_zod30.z.enum(["plain", "gzip"]).default("plain").describe(
    "what hash_value of a gzipped bill covers: the parameter table and the sample code say the plain file"
  ),
  billDownloadPath: import_zod30.z.enum(["/v3/billdownload/file", "/v3/bill/downloadurl"]).default("/v3/billdownload/file").describe("both paths of download_url occur in the documents"),
  massMessageQuota: import_zod30.z.enum(["days-of-month", "7-per-week", "1-per-day", "4-per-month"]).default("days-of-month").describe(
    "mass messages one customer or group may receive: page of 2025-11 (switchable in the console), 2023, before 2022"
  ),
  apiEditsCallBack: import_zod30.z.boolean().default(false).describe(
    "whether remarks and tags set through the API fire edit_external_contact: the pages contradict each other"
  ),
  largestImageMb: import_zod30.z.union([import_zod30.z.literal(2), import_zod30.z.literal(10)]).default(10).describe("image size of media/upload: older table 2 MB"),
  subscribeTemplatesPerCall: import_zod30.z.union([import_zod30.z.literal(3), import_zod30.z.literal(5)]).default(3).describe("templates of one wx.requestSubscribeMessage: the documents say 3, the typings 5"),
  wecomCallsPerMinute: import_zod30.z.int().min(1).default(1e4).describe("calls of one WeCom API a company has per minute before 45009; lower it to meet the limit"),
  wecomCallsPerHour: import_zod30.z.int().min(1).default(15e4).describe("calls of one WeCom API a company has per hour before 45009; lower it to meet the limit"),
  wecomContactWays: import_zod30.z.int().min(1).default(5e5).describe("contact ways and group join ways an application may keep; lower it to meet 41045"),
  unknownWelcomeCode: import_zod30.z.union([import_zod30.z.literal(40058), import_zod30.z.literal(41050)]).default(40058).describe(
    "errcode of a welcome code nobody was given: 41050 stands in copies of the error table, not on the page"
  ),
  halfAddedIsCustomer: import_zod30.z.boolean().default(true).describe(
    "whether the customer APIs know somebody whom the member has not confirmed yet: the pages do not say"
  ),
  foreignTagsMarkable: import_zod30.z.boolean().default(true).describe(
    "whether mark_tag takes tags of the console or of another app: only editing and deleting is limited by name"
  ),
  transferProtection: import_zod30.z.enum(["once-in-90-days-twice-in-all", "twice-in-90-days"]).default("once-in-90-days-twice-in-all").describe("how often a customer may be handed on in service: error table and page differ"),
  loginRenewsSession: import_zod30.z.boolean().default(true).describe("whether a new login replaces the session key: wx.login says that it may"),
  sessionKeyDays: import_zod30.z.int().min(1).default(3).describe("how long a session key lives unused: not disclosed, commonly said to be three days"),
  linkWithoutExpiry: import_zod30.z.enum(["30-days", "85401"]).default("30-days").describe(
    "a link without expire_time or expire_interval: the page wants one, calls without it are known to work"
  ),
  linkOpensPerDay: import_zod30.z.int().min(0).default(3e6).describe("how often links and schemes may be opened in a day before 85406"),
  countedCodes: import_zod30.z.int().min(1).default(1e5).describe("codes of getwxacode and createwxaqrcode together before 45029; lower it to meet the limit"),
  permanentShortLinks: import_zod30.z.int().min(1).default(1e5).describe("permanent short links before 85400; lower it to meet the limit"),
  permanentQrCodes: import_zod30.z.int().min(1).default(1e5).describe("permanent QR codes of the official account; lower it to meet the limit"),
  subscribeSendMs: import_zod30.z.int().min(0).default(0).describe(
    "how long a subscribe message keeps the next one to the same person out with 43108: not documented"
  ),
  subscribeEventList: import_zod30.z.enum(["array", "object-when-one"]).default("array").describe(
    "List of a subscribe event in JSON: the page shows an array, developers report an object when there is one"
  ),
  settlementDelaySeconds: import_zod30.z.int().min(0).default(0).describe("from the confirmation of receipt to the settlement of the money: not documented"),
  limitFailingRefunds: import_zod30.z.boolean().default(false).describe(
    "whether a merchant is held to six failing refund calls a second, then 429: off, because tests fail fast"
  ),
  billRefundRowTime: import_zod30.z.enum(["payment", "refund"]).default("payment").describe("what \u4EA4\u6613\u65F6\u95F4 of a refund row of a trade bill says: the time of the payment or of the refund"),
  billByteOrderMark: import_zod30.z.boolean().default(true).describe("whether a bill starts with a byte order mark: the documents say it may"),
  billDownloadHost: import_zod30.z.enum(["as-asked", "platform"]).default("as-asked").describe(
    "host of download_url: the address the bill was asked at, or https://api.mch.weixin.qq.com for libraries that know only that one"
  )
});

// packages/wechat-sandbox/src/wecom/app-messages/app-message.rules.ts
var LIMITS2 = {
  text: { content: { bytes: 2048, needed: true, missing: 44004 } },
  markdown: { content: { bytes: 2048, needed: true, missing: 44004 } },
  textcard: {
    title: { bytes: 128, needed: true, missing: 41016 },
    description: { bytes: 512, needed: true, missing: 41033 },
    url: { bytes: 2048, needed: true, missing: 41010 }
  },
  video: { title: { bytes: 128 }, description: { bytes: 512 } },
  miniprogram_notice: { page: { bytes: 1024 } }
};
var ARTICLE = {
  title: { bytes: 128, needed: true, missing: 41016 },
  description: { bytes: 512 },
  url: { bytes: 2048 }
};
var MOST_ARTICLES = 8;
var MOST_ITEMS = 10;
var MEDIA_MESSAGES = ["image", "voice", "video", "file"];
var MESSAGE_TYPES = [
  "text",
  "markdown",
  "textcard",
  "news",
  ...MEDIA_MESSAGES,
  "miniprogram_notice",
  "template_card"
];
function messageProblem(msgtype, content) {
  const limits = LIMITS2[msgtype];
  const problem = limits && limitProblem(content, limits);
  if (problem) return problem;
  if (msgtype === "textcard") return textcardProblem(content);
  if (msgtype === "news") return newsProblem(content);
  if (msgtype === "miniprogram_notice") return noticeProblem(content);
  return void 0;
}
function limitProblem(content, limits) {
  for (const [field, { bytes, needed, missing = 40063 }] of Object.entries(limits)) {
    const value = content[field];
    if (value === void 0 || value === "") {
      if (needed) return { errcode: missing, words: `${field} is empty` };
    } else if (typeof value !== "string") {
      return { errcode: 40058, words: `${field} is no text` };
    } else if (bytesOf(value) > bytes) {
      return { errcode: 45002, words: `message content size out of limit: ${field}` };
    }
  }
  return void 0;
}
function textcardProblem({ url, btntxt }) {
  if (!/^https?:\/\//.test(String(url))) return { errcode: 45034, words: "url has no protocol" };
  if (btntxt !== void 0 && (typeof btntxt !== "string" || [...btntxt].length > 4)) {
    return { errcode: 40058, words: "btntxt: at most 4 characters" };
  }
  return void 0;
}
function newsProblem({ articles }) {
  if (!Array.isArray(articles) || articles.length === 0 || articles.length > MOST_ARTICLES) {
    return { errcode: 45008, words: `articles: 1 to ${MOST_ARTICLES}` };
  }
  for (const article of articles) {
    if (!isRecord(article)) return { errcode: 40058, words: "articles: not an object" };
    const problem = limitProblem(article, ARTICLE);
    if (problem) return problem;
    if (!article.url && !(article.appid && article.pagepath)) {
      return { errcode: 41010, words: "url, or appid and pagepath, is missing" };
    }
    if (article.url && !/^https?:\/\//.test(String(article.url))) {
      return { errcode: 45034, words: "url has no protocol" };
    }
  }
  return void 0;
}
function noticeProblem(content) {
  const { title: title2, description, content_item: items = [] } = content;
  if (!content.appid) return { errcode: 90200, words: "appid is missing" };
  if (!isText(title2, 4, 12)) return { errcode: 40058, words: "title: 4 to 12 characters" };
  if (description !== void 0 && !isText(description, 4, 12)) {
    return { errcode: 40058, words: "description: 4 to 12 characters" };
  }
  if (!Array.isArray(items) || items.length > MOST_ITEMS) {
    return { errcode: 90201, words: `content_item: at most ${MOST_ITEMS}` };
  }
  for (const item of items) {
    if (!isRecord(item) || !isText(item.key, 1, 10)) {
      return { errcode: 90202, words: "content_item.key: 1 to 10 characters" };
    }
    if (!isText(item.value, 1, 30)) {
      return { errcode: 90203, words: "content_item.value: 1 to 30 characters" };
    }
  }
  return void 0;
}
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function isText(value, least, most) {
  if (typeof value !== "string") return false;
  const length2 = [...value].length;
  return length2 >= least && length2 <= most;
}

// packages/wechat-sandbox/src/wecom/app-messages/card-changes.ts
function applyChange(message, change) {
  if ("card" in change) message.content = change.card;
  else if (isRecord(message.content)) message.content.replace_name = change.replaceName;
}

// packages/wechat-sandbox/src/wecom/chat.ts
var KEPT6 = 1e3;
function recordMessage(ctx, message) {
  const { messages } = ctx.state.wecom;
  messages.push({ at: ctx.clock.now(), ...message });
  if (messages.length > KEPT6) messages.splice(0, messages.length - KEPT6);
}
function noteTalk(ctx, userid, shopperId) {
  ctx.state.wecom.talks[talkKey(userid, shopperId)] = ctx.clock.now();
}
function lastTalk(ctx, userid, shopperId) {
  return ctx.state.wecom.talks[talkKey(userid, shopperId)];
}
function forgetTalk(ctx, userid, shopperId) {
  delete ctx.state.wecom.talks[talkKey(userid, shopperId)];
}
function talkKey(userid, shopperId) {
  return `${userid} ${shopperId}`;
}

// packages/wechat-sandbox/src/wecom/callbacks.ts
var RETRY_SECONDS2 = [5, 5];
function queueEvent(ctx, told) {
  const { callbackUrl } = ctx.state.wecom;
  if (callbackUrl === null) return;
  const { event, changeType, subject, from = "sys", fields } = told;
  const message = toXml({
    ToUserName: ctx.world.corp.corpid,
    FromUserName: from,
    CreateTime: ctx.clock.seconds(),
    MsgType: "event",
    Event: event,
    ...changeType === void 0 ? {} : { ChangeType: changeType },
    ...fields
  });
  ctx.deliveries.queue({
    id: `WX-${ctx.random.hex(24)}`,
    channel: "wecom",
    event: changeType ?? event,
    subject,
    url: callbackUrl,
    message,
    summary: event,
    retrySeconds: RETRY_SECONDS2
  });
}

// packages/wechat-sandbox/src/wecom/control.ts
var import_zod51 = require("zod");

// packages/wechat-sandbox/src/wecom/app-messages/control.ts
var import_zod33 = require("zod");

// packages/wechat-sandbox/src/wecom/app-messages/template-cards.ts
var import_zod32 = require("zod");

// packages/wechat-sandbox/src/wecom/quota.ts
var MINUTE_MS4 = 60 * 1e3;
var HOUR_MS3 = 60 * MINUTE_MS4;

// packages/wechat-sandbox/src/wecom/tokens.ts
var LIFE_MS3 = 7200 * 1e3;
function requireAgent(ctx, agentid) {
  if (agentid === void 0) throw new Refusal(41011, "agentid missing");
  if (String(agentid) !== ctx.world.corp.agentid) throw new Refusal(40056, "invalid agentid");
}
function corpTicket(ctx) {
  return ticketAnswer(ctx, currentTicket(ctx, "corp"));
}
function agentTicket(ctx, request) {
  if (request.query.get("type") !== "agent_config")
    throw new Refusal(40058, "invalid Request Parameter: type");
  return ticketAnswer(ctx, currentTicket(ctx, "agent"));
}
function currentTicket(ctx, kind) {
  const now2 = ctx.clock.now();
  const { wecom } = ctx.state;
  const living = wecom.tickets.find((ticket) => ticket.kind === kind && now2 < ticket.expiresAt);
  if (living) return living;
  const fresh = { kind, ticket: ctx.random.text(86), expiresAt: now2 + LIFE_MS3 };
  wecom.tickets = [...wecom.tickets.filter((old) => now2 < old.expiresAt), fresh];
  return fresh;
}
function ticketAnswer(ctx, ticket) {
  return ok({
    ticket: ticket.ticket,
    expires_in: Math.floor((ticket.expiresAt - ctx.clock.now()) / 1e3)
  });
}

// packages/wechat-sandbox/src/wecom/app-messages/response-codes.ts
var CODE_LIVES_MS4 = 3 * DAY_MS2;
var KEPT7 = 2e3;
function newResponseCode(ctx, of) {
  const { wecom } = ctx.state;
  const now2 = ctx.clock.now();
  const code = { code: ctx.random.text(43), ...of, expiresAt: now2 + CODE_LIVES_MS4, used: false };
  const living = wecom.responseCodes.filter(({ expiresAt: expiresAt2 }) => now2 < expiresAt2);
  wecom.responseCodes = [...living, code].slice(-KEPT7);
  return code.code;
}

// packages/wechat-sandbox/src/wecom/app-messages/template-card.rules.ts
var import_zod31 = require("zod");
var text10 = import_zod31.z.string().min(1);
var title = import_zod31.z.looseObject({ title: import_zod31.z.string().optional(), desc: import_zod31.z.string().optional() });
var option = import_zod31.z.looseObject({ id: text10.max(128), text: text10 });
var submit = import_zod31.z.looseObject({ text: text10, key: text10.max(1024) });
var cardAction = import_zod31.z.looseObject({
  type: import_zod31.z.union([import_zod31.z.literal(0), import_zod31.z.literal(1), import_zod31.z.literal(2)]).default(0),
  url: import_zod31.z.string().optional(),
  appid: import_zod31.z.string().optional()
}).refine(({ type, url, appid }) => type === 1 ? Boolean(url) : type === 2 ? Boolean(appid) : true, {
  message: "type 1 needs url, type 2 needs appid"
});
var taskId = import_zod31.z.string().regex(/^[0-9a-zA-Z_\-@]+$/).refine((id) => bytesOf(id) <= 128, "at most 128 bytes");
var common = {
  source: import_zod31.z.looseObject({}).optional(),
  main_title: title.optional(),
  horizontal_content_list: import_zod31.z.array(import_zod31.z.looseObject({ keyname: text10 })).max(6).optional(),
  action_menu: import_zod31.z.looseObject({ desc: import_zod31.z.string().optional(), action_list: import_zod31.z.array(submit).min(1).max(3) }).optional(),
  task_id: taskId.optional()
};
var titled = { ...common, main_title: title.extend({ title: text10 }), task_id: taskId };
var textNotice = import_zod31.z.looseObject({
  card_type: import_zod31.z.literal("text_notice"),
  ...common,
  sub_title_text: import_zod31.z.string().optional(),
  jump_list: import_zod31.z.array(import_zod31.z.looseObject({ title: text10 })).max(3).optional(),
  card_action: cardAction
}).refine(
  (card) => Boolean(card.main_title?.title || card.sub_title_text),
  "main_title.title or sub_title_text"
).refine((card) => !card.action_menu || card.task_id !== void 0, "task_id is needed for action_menu");
var newsNotice = import_zod31.z.looseObject({
  card_type: import_zod31.z.literal("news_notice"),
  ...common,
  main_title: title.extend({ title: text10 }),
  card_image: import_zod31.z.looseObject({ url: text10 }).optional(),
  image_text_area: import_zod31.z.looseObject({ image_url: text10 }).optional(),
  jump_list: import_zod31.z.array(import_zod31.z.looseObject({ title: text10 })).max(3).optional(),
  card_action: cardAction
}).refine((card) => Boolean(card.card_image || card.image_text_area), "card_image or image_text_area").refine((card) => !card.action_menu || card.task_id !== void 0, "task_id is needed for action_menu");
var buttons = import_zod31.z.looseObject({
  card_type: import_zod31.z.literal("button_interaction"),
  ...titled,
  button_list: import_zod31.z.array(
    import_zod31.z.looseObject({
      text: text10,
      style: import_zod31.z.int().min(1).max(4).optional(),
      type: import_zod31.z.union([import_zod31.z.literal(0), import_zod31.z.literal(1)]).optional(),
      key: import_zod31.z.string().max(1024).optional(),
      url: import_zod31.z.string().optional()
    })
  ).min(1).max(6).refine((list) => list.every((button) => button.type === 1 ? button.url : button.key), "key or url")
});
var vote = import_zod31.z.looseObject({
  card_type: import_zod31.z.literal("vote_interaction"),
  ...titled,
  checkbox: import_zod31.z.looseObject({
    question_key: text10.max(1024),
    mode: import_zod31.z.union([import_zod31.z.literal(0), import_zod31.z.literal(1)]).optional(),
    option_list: import_zod31.z.array(option).min(1).max(20)
  }),
  submit_button: submit
});
var multiple = import_zod31.z.looseObject({
  card_type: import_zod31.z.literal("multiple_interaction"),
  ...titled,
  select_list: import_zod31.z.array(
    import_zod31.z.looseObject({
      question_key: text10.max(1024),
      title: import_zod31.z.string().optional(),
      selected_id: import_zod31.z.string().optional(),
      option_list: import_zod31.z.array(option).min(1).max(10)
    })
  ).min(1).max(3),
  submit_button: submit
});
var BY_TYPE = {
  text_notice: textNotice,
  news_notice: newsNotice,
  button_interaction: buttons,
  vote_interaction: vote,
  multiple_interaction: multiple
};
var INTERACTIVE = ["button_interaction", "vote_interaction", "multiple_interaction"];
function readCard(value) {
  const type = typeof value === "object" && value !== null ? Reflect.get(value, "card_type") : void 0;
  const schema9 = typeof type === "string" && Object.hasOwn(BY_TYPE, type) ? BY_TYPE[type] : void 0;
  if (!schema9) return { problem: { errcode: 40058, words: "invalid card_type" } };
  const parsed = schema9.safeParse(value);
  if (parsed.success) return { card: parsed.data };
  const issue2 = parsed.error.issues[0];
  const field = issue2?.path.join(".") ?? "";
  const words = `template_card ${field}: ${issue2?.message ?? ""}`;
  return { problem: { errcode: field === "task_id" ? 42014 : 40058, words } };
}
function isInteractive(card) {
  return INTERACTIVE.includes(card.card_type) || card.action_menu !== void 0;
}
function hasResponseCode(card) {
  return INTERACTIVE.includes(card.card_type);
}

// packages/wechat-sandbox/src/wecom/app-messages/template-cards.ts
var updateSchema = import_zod32.z.object({
  userids: import_zod32.z.array(import_zod32.z.string()).max(1e3).optional(),
  partyids: import_zod32.z.array(import_zod32.z.int()).max(100).optional(),
  tagids: import_zod32.z.array(import_zod32.z.int()).max(100).optional(),
  atall: import_zod32.z.union([import_zod32.z.literal(0), import_zod32.z.literal(1)]).optional(),
  agentid: import_zod32.z.union([import_zod32.z.number(), import_zod32.z.string()]).optional(),
  response_code: import_zod32.z.string(),
  enable_id_trans: import_zod32.z.union([import_zod32.z.literal(0), import_zod32.z.literal(1)]).optional(),
  button: import_zod32.z.object({ replace_name: import_zod32.z.string().min(1) }).optional(),
  template_card: import_zod32.z.record(import_zod32.z.string(), import_zod32.z.unknown()).optional()
});
function updateTemplateCard(ctx, request) {
  const body = readBody(request, updateSchema);
  requireAgent(ctx, body.agentid);
  const code = ctx.state.wecom.responseCodes.find((one) => one.code === body.response_code);
  if (!code || code.used || ctx.clock.now() >= code.expiresAt) {
    throw new Refusal(40058, "invalid response_code");
  }
  const change = changeOf(body);
  const wanted = wantedUsers(ctx, body);
  code.used = true;
  const cards = ctx.state.wecom.messages.filter(({ msgid }) => msgid === code.msgid);
  for (const card of cards) if (wanted.includes(card.userid)) applyChange(card, change);
  const got = cards.map(({ userid }) => userid);
  const invalid = (body.userids ?? []).filter(
    (userid) => !got.includes(staffById(ctx, userid)?.userid ?? "")
  );
  return ok({ invaliduser: invalid.map((userid) => userid.toLowerCase()) });
}
function changeOf(body) {
  if (body.template_card) {
    const read2 = readCard(body.template_card);
    if ("problem" in read2) throw new Refusal(read2.problem.errcode, read2.problem.words);
    return read2;
  }
  if (!body.button) throw new Refusal(40063, "button and template_card are both empty");
  return { replaceName: body.button.replace_name };
}
function wantedUsers(ctx, body) {
  if (body.atall === 1) return employees(ctx).map(({ userid }) => userid);
  if (!body.userids?.length && !body.partyids?.length && !body.tagids?.length) {
    throw new Refusal(40063, "userids, partyids and tagids are all empty");
  }
  const named = (body.userids ?? []).flatMap((userid) => staffById(ctx, userid) ?? []);
  const parties = (body.partyids ?? []).flatMap((id) => membersOfDepartment(ctx, id) ?? []);
  const tags = (body.tagids ?? []).flatMap((id) => membersOfTag(ctx, id) ?? []);
  return [...named, ...parties, ...tags].map(({ userid }) => userid);
}

// packages/wechat-sandbox/src/wecom/app-messages/control.ts
var pressSchema = import_zod33.z.strictObject({
  card: import_zod33.z.string(),
  key: import_zod33.z.string(),
  selected: import_zod33.z.record(import_zod33.z.string(), import_zod33.z.array(import_zod33.z.string())).optional()
});

// packages/wechat-sandbox/src/wecom/bridge.ts
var import_zod34 = require("zod");
var bridgeCallSchema = import_zod34.z.object({
  name: import_zod34.z.string(),
  params: import_zod34.z.record(import_zod34.z.string(), import_zod34.z.unknown()),
  /** The page's address as the client sees it, without the fragment. */
  url: import_zod34.z.url()
});

// packages/wechat-sandbox/src/wecom/contact-ways/scanning.ts
var import_zod36 = require("zod");

// packages/wechat-sandbox/src/wecom/contacts/types.ts
function newFollow(draft, now2) {
  return { ...draft, createdAt: now2, remark: "", description: "", remarkMobiles: [], tagIds: [] };
}

// packages/wechat-sandbox/src/wecom/contacts/relations.ts
var WELCOME_CODE_LIVES_MS = 20 * 1e3;
var KEPT_CODES = 1e3;
var BY_QR_CODE = 1;
function addCustomer(ctx, meeting) {
  const { member, shopper } = meeting;
  const follow2 = findFollow(ctx, member.userid, shopper.id) ?? befriend(ctx, meeting);
  const wasHalf = follow2.half === true;
  delete follow2.half;
  if (!wasHalf && meeting.state !== void 0) follow2.state = meeting.state;
  forgetRequests(ctx, meeting);
  const code = wasHalf && follow2.welcomed ? void 0 : newWelcomeCode(ctx, follow2, meeting);
  const state2 = meeting.state ?? follow2.state;
  return announce(ctx, { changeType: "add_external_contact", meeting: { ...meeting, state: state2 }, code });
}
function deleteCustomer(ctx, pair, source) {
  return part(ctx, pair) && tellParted(ctx, pair, { changeType: "del_external_contact", source });
}
function tellEdited(ctx, follow2) {
  const shopper = ctx.world.shoppers.find(({ id }) => id === follow2.shopperId);
  if (!shopper) return;
  tellContact(ctx, "edit_external_contact", {
    UserID: follow2.userid,
    ExternalUserID: externalUserid(shopper)
  });
}
function tellContact(ctx, changeType, fields) {
  queueEvent(ctx, {
    event: "change_external_contact",
    changeType,
    subject: fields.ExternalUserID ?? "",
    fields
  });
}
function befriend(ctx, meeting) {
  const { member, shopper, addWay = BY_QR_CODE, state: state2 } = meeting;
  const operUserid = meeting.operUserid ?? externalUserid(shopper);
  const made2 = newFollow(
    {
      userid: member.userid,
      shopperId: shopper.id,
      addWay,
      operUserid,
      ...state2 === void 0 ? {} : { state: state2 }
    },
    ctx.clock.now()
  );
  ctx.state.wecom.follows.push(made2);
  return made2;
}
function announce(ctx, { changeType, meeting, code }) {
  const external = externalUserid(meeting.shopper);
  tellContact(ctx, changeType, {
    UserID: meeting.member.userid,
    ExternalUserID: external,
    ...meeting.state === void 0 ? {} : { State: meeting.state },
    ...code === void 0 ? {} : { WelcomeCode: code }
  });
  return { external_userid: external, ...code === void 0 ? {} : { welcome_code: code } };
}
function newWelcomeCode(ctx, follow2, { member, shopper }) {
  const { wecom } = ctx.state;
  const now2 = ctx.clock.now();
  if (shopper.wecomUser || lastTalk(ctx, member.userid, shopper.id) !== void 0) return void 0;
  const { consoleWelcome } = settingsOf(ctx, member.userid);
  if (consoleWelcome !== void 0) {
    follow2.welcomed = true;
    recordMessage(ctx, {
      kind: "welcome",
      userid: member.userid,
      externalUserid: externalUserid(shopper),
      msgtype: "text",
      content: { text: { content: consoleWelcome } }
    });
    return void 0;
  }
  const code = {
    code: ctx.random.text(43),
    userid: member.userid,
    shopperId: shopper.id,
    expiresAt: now2 + WELCOME_CODE_LIVES_MS,
    delivered: false
  };
  wecom.welcomeCodes = [...wecom.welcomeCodes, code].slice(-KEPT_CODES);
  return code.code;
}
function part(ctx, { member, shopper }) {
  const { wecom } = ctx.state;
  const follow2 = findFollow(ctx, member.userid, shopper.id);
  if (!follow2) return false;
  wecom.follows = wecom.follows.filter((candidate) => candidate !== follow2);
  wecom.welcomeCodes = wecom.welcomeCodes.filter(
    (code) => code.userid !== member.userid || code.shopperId !== shopper.id
  );
  forgetTalk(ctx, member.userid, shopper.id);
  return true;
}
function tellParted(ctx, pair, { changeType, source }) {
  tellContact(ctx, changeType, {
    UserID: pair.member.userid,
    ExternalUserID: externalUserid(pair.shopper),
    ...source === void 0 ? {} : { Source: source }
  });
  return true;
}
function forgetRequests(ctx, { member, shopper }) {
  const { wecom } = ctx.state;
  wecom.contactRequests = wecom.contactRequests.filter(
    (request) => request.userid !== member.userid || request.shopperId !== shopper.id
  );
}

// packages/wechat-sandbox/src/wecom/contact-ways/contact-ways.ts
var import_zod35 = require("zod");
var MOST_MEMBERS = 100;
var TEMP_PER_DAY = 1e5;
var LONGEST_TEMP_SECONDS = 14 * 24 * 3600;
var USUAL2 = { expiresIn: 7 * 24 * 3600, chatExpiresIn: 24 * 3600 };
var USUAL_LIST_MS = 90 * DAY_MS2;
var seconds2 = import_zod35.z.int().min(1).max(LONGEST_TEMP_SECONDS).optional();
var changeable = {
  style: import_zod35.z.int().min(1).max(3).optional(),
  remark: import_zod35.z.string().max(30).optional(),
  skip_verify: import_zod35.z.boolean().optional(),
  state: import_zod35.z.string().max(30).optional(),
  user: import_zod35.z.array(import_zod35.z.string()).optional(),
  party: import_zod35.z.array(import_zod35.z.int()).optional(),
  expires_in: seconds2,
  chat_expires_in: seconds2,
  unionid: import_zod35.z.string().optional(),
  conclusions: import_zod35.z.looseObject({ text: import_zod35.z.object({ content: textUpTo(4e3) }).optional() }).optional(),
  mark_source: import_zod35.z.boolean().optional()
};
var addSchema = import_zod35.z.object({
  type: import_zod35.z.int().optional(),
  scene: import_zod35.z.int().optional(),
  is_temp: import_zod35.z.boolean().optional(),
  is_exclusive: import_zod35.z.boolean().optional(),
  ...changeable
});
var updateSchema2 = import_zod35.z.object({ config_id: import_zod35.z.string().optional(), ...changeable });
var idSchema = import_zod35.z.object({ config_id: import_zod35.z.string().optional() });
var listSchema = import_zod35.z.object({ start_time: import_zod35.z.int().optional(), end_time: import_zod35.z.int().optional(), ...pageFields });
function addContactWay(ctx, request) {
  const body = readBody(request, addSchema);
  const { wecom } = ctx.state;
  const type = oneOrTwo(body.type, { missing: 41037, invalid: 41039, name: "type" });
  const scene2 = oneOrTwo(body.scene, { missing: 41038, invalid: 41040, name: "scene" });
  if (body.style !== void 0 && scene2 !== 1) throw new Refusal(41042, "style is for scene 1");
  const isTemp = body.is_temp ?? false;
  if (isTemp && type !== 1) throw new Refusal(40058, "is_temp is for type 1");
  requireTempFields(isTemp, body);
  forgetOldTemp(ctx);
  if (isTemp) countTemp(ctx);
  else if (wecom.contactWays.filter((way2) => !way2.isTemp).length + wecom.joinWays.length >= ctx.rules.wecomContactWays)
    throw new Refusal(41045, "too many contact ways");
  const way = {
    configId: ctx.random.hex(32),
    qrId: ctx.random.text(16),
    type,
    scene: scene2,
    remark: "",
    skipVerify: true,
    state: "",
    user: [],
    party: [],
    isTemp,
    ...isTemp ? USUAL2 : {},
    isExclusive: body.is_exclusive ?? false,
    markSource: true,
    createdAt: ctx.clock.now(),
    turn: 0
  };
  applyChanges(ctx, way, body);
  wecom.contactWays.push(way);
  return ok({ config_id: way.configId, ...scene2 === 2 ? { qr_code: qrUrl(ctx, way) } : {} });
}
function getContactWay(ctx, request) {
  const way = requireWay(ctx, readBody(request, idSchema).config_id);
  return ok({ contact_way: presentWay(ctx, way) });
}
function listContactWays(ctx, request) {
  const body = request.body.length === 0 ? {} : readBody(request, listSchema);
  const now2 = ctx.clock.now();
  const from = body.start_time === void 0 ? now2 - USUAL_LIST_MS : body.start_time * 1e3;
  const until = body.end_time === void 0 ? now2 : (body.end_time + 1) * 1e3;
  const found = ctx.state.wecom.contactWays.filter(
    ({ isTemp, createdAt }) => !isTemp && createdAt >= from && createdAt <= until
  );
  const shown = page(found, body, { usual: 100, most: 1e3, key: ({ configId }) => configId });
  return ok({
    contact_way: shown.items.map(({ configId }) => ({ config_id: configId })),
    ...shown.cursor
  });
}
function updateContactWay(ctx, request) {
  const { config_id, ...changes } = readBody(request, updateSchema2);
  const way = requireWay(ctx, config_id);
  if (changes.style !== void 0 && way.scene !== 1) throw new Refusal(41042, "style is for scene 1");
  requireTempFields(way.isTemp, changes);
  const changed = { ...way };
  applyChanges(ctx, changed, changes);
  Object.assign(way, changed);
  return ok();
}
function deleteContactWay(ctx, request) {
  const way = requireWay(ctx, readBody(request, idSchema).config_id);
  const { wecom } = ctx.state;
  wecom.contactWays = wecom.contactWays.filter((one) => one !== way);
  return ok();
}
function qrUrl(ctx, { qrId }) {
  return `${ctx.url}/wecom/qr/${qrId}.png`;
}
function applyChanges(ctx, way, changes) {
  if (changes.user) way.user = changes.user.map((userid) => requireServiceMember(ctx, userid).userid);
  if (changes.party) way.party = changes.party;
  requireMembers(ctx, way);
  if (changes.style !== void 0) way.style = changes.style;
  way.remark = changes.remark ?? way.remark;
  way.skipVerify = changes.skip_verify ?? way.skipVerify;
  way.state = changes.state ?? way.state;
  way.markSource = changes.mark_source ?? way.markSource;
  if (changes.expires_in !== void 0) way.expiresIn = changes.expires_in;
  if (changes.chat_expires_in !== void 0) way.chatExpiresIn = changes.chat_expires_in;
  if (changes.unionid !== void 0) way.unionid = changes.unionid;
  if (changes.conclusions) way.conclusions = changes.conclusions;
}
function requireMembers(ctx, way) {
  if (way.type === 1 && (way.user.length !== 1 || way.party.length > 0)) {
    throw new Refusal(40058, "type 1: exactly one user and no party");
  }
  const unknown = way.party.find((id) => !membersOfDepartment(ctx, id));
  if (unknown !== void 0) throw new Refusal(60123, `invalid department id ${unknown}`);
  if (way.user.length + way.party.length === 0) throw new Refusal(40063, "user and party are both empty");
  const byParty = way.party.flatMap((id) => membersOfDepartment(ctx, id) ?? []).map(({ userid }) => userid);
  if ((/* @__PURE__ */ new Set([...way.user, ...byParty])).size > MOST_MEMBERS) {
    throw new Refusal(41041, `at most ${MOST_MEMBERS} members`);
  }
}
function requireTempFields(isTemp, changes) {
  const { expires_in, chat_expires_in, unionid, conclusions } = changes;
  const given = [expires_in, chat_expires_in, unionid, conclusions].some((value) => value !== void 0);
  if (given && !isTemp) {
    throw new Refusal(40058, "expires_in, chat_expires_in, unionid and conclusions need is_temp");
  }
}
function forgetOldTemp(ctx) {
  const { wecom } = ctx.state;
  const now2 = ctx.clock.now();
  wecom.contactWays = wecom.contactWays.filter(
    ({ isTemp, createdAt, expiresIn = 0 }) => !isTemp || now2 < createdAt + expiresIn * 1e3 + DAY_MS2
  );
}
function countTemp(ctx) {
  const { tempWays } = ctx.state.wecom;
  const day = beijingTime(ctx.clock.now()).slice(0, 10);
  if (tempWays.day !== day) Object.assign(tempWays, { day, count: 0 });
  if (tempWays.count >= TEMP_PER_DAY)
    throw new Refusal(45009, "api freq out of limit: temporary ways of the day");
  tempWays.count += 1;
}
function requireWay(ctx, configId) {
  if (!configId) throw new Refusal(41043, "config_id missing");
  const way = ctx.state.wecom.contactWays.find((one) => one.configId === configId);
  if (!way) throw new Refusal(41044, "invalid config_id");
  return way;
}
function oneOrTwo(value, { missing, invalid, name: name2 }) {
  if (value === void 0) throw new Refusal(missing, `${name2} missing`);
  if (value !== 1 && value !== 2) throw new Refusal(invalid, `invalid ${name2}`);
  return value;
}
function presentWay(ctx, way) {
  return {
    config_id: way.configId,
    type: way.type,
    scene: way.scene,
    ...way.style === void 0 ? {} : { style: way.style },
    remark: way.remark,
    skip_verify: way.skipVerify,
    state: way.state,
    ...way.scene === 2 ? { qr_code: qrUrl(ctx, way) } : {},
    user: way.user,
    party: way.party,
    is_temp: way.isTemp,
    is_exclusive: way.isExclusive,
    mark_source: way.markSource,
    create_time: wireSeconds(way.createdAt),
    ...way.expiresIn === void 0 ? {} : { expires_in: way.expiresIn },
    ...way.chatExpiresIn === void 0 ? {} : { chat_expires_in: way.chatExpiresIn },
    ...way.unionid === void 0 ? {} : { unionid: way.unionid },
    ...way.conclusions === void 0 ? {} : { conclusions: way.conclusions }
  };
}

// packages/wechat-sandbox/src/wecom/contact-ways/scanning.ts
var closeSchema2 = import_zod36.z.object({ userid: import_zod36.z.string(), external_userid: import_zod36.z.string() });
function closeTempChat(ctx, request) {
  const body = readBody(request, closeSchema2);
  const { userid } = requireEmployee(ctx, body.userid);
  const shopper = requireContact(ctx, body.external_userid);
  const { wecom } = ctx.state;
  const now2 = ctx.clock.now();
  const chat = wecom.tempChats.find(
    (one) => one.userid === userid && one.shopperId === shopper.id && now2 < one.expiresAt
  );
  if (!chat) throw notFollowed();
  wecom.tempChats = wecom.tempChats.filter((one) => one !== chat);
  const way = wecom.contactWays.find(({ configId }) => configId === chat.configId);
  for (const [msgtype, content] of Object.entries(way?.conclusions ?? {})) {
    recordMessage(ctx, { kind: "chat", userid, externalUserid: body.external_userid, msgtype, content });
  }
  return ok();
}

// packages/wechat-sandbox/src/wecom/contacts/control.ts
var import_zod43 = require("zod");

// packages/wechat-sandbox/src/wecom/contact-ways/join-ways.ts
var import_zod38 = require("zod");

// packages/wechat-sandbox/src/wecom/groups/changes.ts
function changeOwner(ctx, group, userid) {
  if (!group.members.some(({ id }) => id === userid)) {
    const joinedAt = ctx.clock.now();
    group.members.push({ id: userid, type: 1, joinedAt, joinScene: 1, invitor: group.owner, nickname: "" });
    group.memberVersion = ctx.random.hex(32);
  }
  group.owner = userid;
  tell2(ctx, group, { changeType: "update", UpdateDetail: "change_owner" });
}
function tell2(ctx, group, told) {
  const { changeType, ...fields } = told;
  queueEvent(ctx, {
    event: "change_external_chat",
    changeType,
    subject: group.chatId,
    fields: { ChatId: group.chatId, ...fields }
  });
}

// packages/wechat-sandbox/src/wecom/groups/groups.ts
var import_zod37 = require("zod");
var MOST_VISIBLE = 1e3;
var PROTECTED_MS = 90 * DAY_MS2;
var HAND_OVERS = 2;
var listSchema2 = import_zod37.z.object({
  status_filter: import_zod37.z.union([import_zod37.z.literal(0), import_zod37.z.literal(1), import_zod37.z.literal(2), import_zod37.z.literal(3)]).default(0),
  owner_filter: import_zod37.z.object({ userid_list: import_zod37.z.array(import_zod37.z.string()).max(100).optional() }).optional(),
  cursor: import_zod37.z.string().optional(),
  limit: import_zod37.z.int().min(1).max(1e3)
});
var getSchema = import_zod37.z.object({
  chat_id: import_zod37.z.string(),
  need_name: import_zod37.z.union([import_zod37.z.literal(0), import_zod37.z.literal(1)]).default(0)
});
var transferSchema = import_zod37.z.object({
  chat_id_list: import_zod37.z.array(import_zod37.z.string()).min(1).max(100),
  new_owner: import_zod37.z.string()
});
function groupList(ctx, request) {
  const body = readBody(request, listSchema2);
  const named = body.owner_filter?.userid_list ?? [];
  if (named.length === 0 && employees(ctx).length > MOST_VISIBLE) {
    throw new Refusal(81017, "owner_filter is needed: too many members");
  }
  const owners = named.map((userid) => requireOwner(ctx, userid));
  const found = ctx.state.wecom.groups.filter(
    (group) => (owners.length === 0 || owners.includes(group.owner)) && (body.status_filter === 0 || statusOf(ctx, group) === body.status_filter)
  );
  const shown = page(found, body, { usual: 1e3, most: 1e3, key: ({ chatId }) => chatId });
  return ok({
    group_chat_list: shown.items.map((group) => ({ chat_id: group.chatId, status: statusOf(ctx, group) })),
    ...shown.cursor
  });
}
function groupDetail(ctx, request) {
  const body = readBody(request, getSchema);
  const group = requireGroup(ctx, body.chat_id);
  return ok({
    group_chat: {
      chat_id: group.chatId,
      name: group.name,
      owner: group.owner,
      create_time: wireSeconds(group.createdAt),
      notice: group.notice,
      member_list: group.members.map((member) => presentMember(ctx, member, body.need_name === 1)),
      admin_list: group.admins.map((userid) => ({ userid })),
      member_version: group.memberVersion
    }
  });
}
function inheritGroups(ctx, request) {
  return transferGroups(ctx, request, (group) => {
    if (statusOf(ctx, group) !== 1) return { errcode: 90500, errmsg: "the owner of the group has not left" };
    group.inheritedAt = ctx.clock.now();
    return void 0;
  });
}
function handOverGroups(ctx, request) {
  return transferGroups(ctx, request, (group, newOwner) => {
    const now2 = ctx.clock.now();
    if (statusOf(ctx, group) === 1) return { errcode: 90502, errmsg: "the owner of the group has left" };
    if (group.owner === newOwner) return { errcode: 90504, errmsg: "the owner is the same" };
    const lately = group.handedOverAt.filter((at2) => now2 - at2 < PROTECTED_MS);
    if (lately.length >= HAND_OVERS) return { errcode: 40128, errmsg: "handed over too often" };
    group.handedOverAt = [...lately, now2];
    return void 0;
  });
}
function requireGroup(ctx, chatId) {
  const { groups, dismissedGroups } = ctx.state.wecom;
  const group = groups.find((one) => one.chatId === chatId);
  if (group) return group;
  if (dismissedGroups.includes(chatId)) throw new Refusal(49008, "the group is dismissed");
  throw new Refusal(40050, "invalid chat_id");
}
function transferGroups(ctx, request, prepare) {
  const body = readBody(request, transferSchema);
  const { userid } = requireServiceMember(ctx, body.new_owner);
  const failed = body.chat_id_list.flatMap((chatId) => {
    const group = ctx.state.wecom.groups.find((one) => one.chatId === chatId);
    const problem = group ? prepare(group, userid) : { errcode: 40050, errmsg: "invalid chat_id" };
    if (group && !problem) changeOwner(ctx, group, userid);
    return problem ? [{ chat_id: chatId, ...problem }] : [];
  });
  return ok({ failed_chat_list: failed });
}
function statusOf(ctx, group) {
  if (settingsOf(ctx, group.owner).leftAt !== void 0) return 1;
  return group.inheritedAt === void 0 ? 0 : 3;
}
function requireOwner(ctx, userid) {
  return staffById(ctx, userid)?.userid ?? requireEmployee(ctx, userid).userid;
}
function presentMember(ctx, member, named) {
  const shopper = member.type === 2 ? shopperByExternal(ctx, member.id) : void 0;
  const name2 = shopper?.name ?? staffById(ctx, member.id)?.name ?? "";
  const withUnionid = shopper && !shopper.wecomUser && ctx.world.openPlatform.wecom;
  return {
    userid: member.id,
    type: member.type,
    join_time: wireSeconds(member.joinedAt),
    join_scene: member.joinScene,
    ...member.invitor === void 0 ? {} : { invitor: { userid: member.invitor } },
    ...withUnionid ? { unionid: shopper.unionid } : {},
    group_nickname: member.nickname,
    ...named ? { name: name2 } : {},
    ...member.state === void 0 ? {} : { state: member.state }
  };
}

// packages/wechat-sandbox/src/wecom/contact-ways/join-ways.ts
var changeable2 = {
  remark: import_zod38.z.string().max(30).optional(),
  auto_create_room: import_zod38.z.union([import_zod38.z.literal(0), import_zod38.z.literal(1)]).optional(),
  room_base_name: import_zod38.z.string().max(40).optional(),
  room_base_id: import_zod38.z.int().min(0).optional(),
  chat_id_list: import_zod38.z.array(import_zod38.z.string()).max(5).optional(),
  state: import_zod38.z.string().max(30).optional()
};
var scene = import_zod38.z.union([import_zod38.z.literal(1), import_zod38.z.literal(2)]);
var addSchema2 = import_zod38.z.object({ scene, ...changeable2 });
var updateSchema3 = import_zod38.z.object({ config_id: import_zod38.z.string().optional(), scene: scene.optional(), ...changeable2 });
var idSchema2 = import_zod38.z.object({ config_id: import_zod38.z.string().optional() });
function addJoinWay(ctx, request) {
  const body = readBody(request, addSchema2);
  const { wecom } = ctx.state;
  const ways = wecom.contactWays.filter((way2) => !way2.isTemp).length + wecom.joinWays.length;
  if (ways >= ctx.rules.wecomContactWays) throw new Refusal(41045, "too many contact ways");
  const way = {
    configId: ctx.random.hex(32),
    qrId: ctx.random.text(16),
    scene: body.scene,
    remark: "",
    autoCreateRoom: 1,
    roomBaseName: "",
    roomBaseId: 1,
    chatIds: [],
    state: ""
  };
  applyChanges2(ctx, way, body);
  wecom.joinWays.push(way);
  return ok({ config_id: way.configId });
}
function getJoinWay(ctx, request) {
  const way = requireWay2(ctx, readBody(request, idSchema2).config_id);
  return ok({
    join_way: {
      config_id: way.configId,
      scene: way.scene,
      remark: way.remark,
      auto_create_room: way.autoCreateRoom,
      room_base_name: way.roomBaseName,
      room_base_id: way.roomBaseId,
      chat_id_list: way.chatIds,
      qr_code: qrUrl(ctx, way),
      state: way.state
    }
  });
}
function updateJoinWay(ctx, request) {
  const { config_id, ...changes } = readBody(request, updateSchema3);
  const way = requireWay2(ctx, config_id);
  const changed = { ...way };
  applyChanges2(ctx, changed, changes);
  Object.assign(way, changed);
  return ok();
}
function deleteJoinWay(ctx, request) {
  const way = requireWay2(ctx, readBody(request, idSchema2).config_id);
  const { wecom } = ctx.state;
  wecom.joinWays = wecom.joinWays.filter((one) => one !== way);
  return ok();
}
function applyChanges2(ctx, way, changes) {
  way.scene = changes.scene ?? way.scene;
  way.remark = changes.remark ?? way.remark;
  way.autoCreateRoom = changes.auto_create_room ?? way.autoCreateRoom;
  way.roomBaseName = changes.room_base_name ?? way.roomBaseName;
  way.roomBaseId = changes.room_base_id ?? way.roomBaseId;
  way.state = changes.state ?? way.state;
  way.chatIds = changes.chat_id_list?.map((chatId) => requireGroup(ctx, chatId).chatId) ?? way.chatIds;
  if (way.chatIds.length === 0) throw new Refusal(40063, "chat_id_list is empty");
}
function requireWay2(ctx, configId) {
  if (!configId) throw new Refusal(41043, "config_id missing");
  const way = ctx.state.wecom.joinWays.find((one) => one.configId === configId);
  if (!way) throw new Refusal(41044, "invalid config_id");
  return way;
}

// packages/wechat-sandbox/src/wecom/contacts/tag-control.ts
var import_zod40 = require("zod");

// packages/wechat-sandbox/src/wecom/contacts/tags.ts
var import_zod39 = require("zod");
var MOST_TAGS = 3e3;
var name = import_zod39.z.string().min(1).max(30);
var order2 = import_zod39.z.int().min(0).max(2 ** 32 - 1);
var addSchema3 = import_zod39.z.object({
  group_id: import_zod39.z.string().optional(),
  group_name: name.optional(),
  order: order2.optional(),
  tag: import_zod39.z.array(import_zod39.z.object({ name, order: order2.optional() })).min(1)
});
var editSchema = import_zod39.z.object({ id: import_zod39.z.string(), name: name.optional(), order: order2.optional() });
var ids = import_zod39.z.array(import_zod39.z.string()).optional();
var idsSchema = import_zod39.z.object({ tag_id: ids, group_id: ids });
function addCorpTags(ctx, request) {
  const { group_id: groupId, group_name: groupName, order: groupOrder, tag } = readBody(request, addSchema3);
  const made2 = makeTags(ctx, { groupId, groupName, order: groupOrder }, { tags: tag, by: "app" });
  if (ctx.rules.apiEditsCallBack) tellTagsMade(ctx, made2);
  const names = tag.map((one) => one.name);
  const group = { ...made2.group, tags: made2.group.tags.filter((one) => names.includes(one.name)) };
  return ok({ tag_group: presentGroup(group) });
}
function listCorpTags(ctx, request) {
  const body = request.body.length === 0 ? {} : readBody(request, idsSchema);
  const groups = inOrder(ctx.state.wecom.tagGroups);
  if (body.group_id?.length) {
    return ok({ tag_group: groups.filter((group) => body.group_id?.includes(group.id)).map(presentGroup) });
  }
  if (!body.tag_id?.length) return ok({ tag_group: groups.map(presentGroup) });
  const wanted = groups.map((group) => ({ ...group, tags: group.tags.filter((tag) => body.tag_id?.includes(tag.id)) })).filter((group) => group.tags.length > 0);
  return ok({ tag_group: wanted.map(presentGroup) });
}
function editCorpTag(ctx, request) {
  const { id, ...changes } = readBody(request, editSchema);
  requireOwned(ctx, [id]);
  renameTag(ctx, id, changes);
  if (ctx.rules.apiEditsCallBack) tellTag(ctx, "update", id);
  return ok();
}
function deleteCorpTags(ctx, request) {
  const { tag_id: tagIds = [], group_id: groupIds = [] } = readBody(request, idsSchema);
  const all = [...tagIds, ...groupIds];
  if (all.length === 0) throw new Refusal(40063, "tag_id and group_id are both empty");
  requireOwned(ctx, all);
  const gone = deleteTags(ctx, all);
  if (ctx.rules.apiEditsCallBack) for (const one of gone) tellGone(ctx, one);
  return ok();
}
function makeTags(ctx, where, what) {
  const { wecom } = ctx.state;
  const known = findGroup(ctx, where);
  const taken = new Set(known?.tags.map((tag) => tag.name));
  const drafts = what.tags.filter((draft) => !taken.has(draft.name) && taken.add(draft.name));
  const count2 = wecom.tagGroups.reduce((sum, group2) => sum + group2.tags.length, 0);
  if (count2 + drafts.length > MOST_TAGS) throw new Refusal(40126, `at most ${MOST_TAGS} corp tags`);
  const group = known ?? newGroup(ctx, where, what.by);
  const tags = drafts.map((draft) => ({ ...newTag(ctx, draft, what.by) }));
  group.tags.push(...tags);
  if (!known) wecom.tagGroups.push(group);
  return { group, isNew: !known, tags };
}
function renameTag(ctx, id, changes) {
  const { tagGroups } = ctx.state.wecom;
  const group = tagGroups.find((one) => one.id === id);
  const home = tagGroups.find((one) => one.tags.some((tag) => tag.id === id));
  const siblings = group ? tagGroups : home?.tags ?? [];
  const target3 = siblings.find((one) => one.id === id);
  if (!target3) throw new Refusal(40068, "invalid tagid");
  if (siblings.some((one) => one !== target3 && one.name === changes.name)) {
    throw new Refusal(40071, "tag name is taken");
  }
  if (changes.name !== void 0) target3.name = changes.name;
  if (changes.order !== void 0) target3.order = changes.order;
}
function deleteTags(ctx, wanted) {
  const { wecom } = ctx.state;
  for (const id of wanted) findTag(ctx, id);
  const gone = [];
  for (const group of wecom.tagGroups) {
    const whole = wanted.includes(group.id);
    const lost = group.tags.filter((tag) => whole || wanted.includes(tag.id));
    group.tags = group.tags.filter((tag) => !lost.includes(tag));
    gone.push(...lost.map((tag) => ({ id: tag.id, kind: "tag" })));
    if (group.tags.length === 0) gone.push({ id: group.id, kind: "tag_group" });
  }
  wecom.tagGroups = wecom.tagGroups.filter((group) => group.tags.length > 0);
  const lostIds = new Set(gone.map(({ id }) => id));
  for (const follow2 of wecom.follows) follow2.tagIds = follow2.tagIds.filter((id) => !lostIds.has(id));
  return gone;
}
function tellTagsMade(ctx, { group, isNew, tags }) {
  if (isNew) tellTag(ctx, "create", group.id);
  for (const tag of tags) tellTag(ctx, "create", tag.id);
}
function tellTag(ctx, changeType, id) {
  const { kind } = findTag(ctx, id);
  queueTagEvent(ctx, changeType, { id, kind });
}
function tellGone(ctx, gone) {
  queueTagEvent(ctx, "delete", gone);
}
function queueTagEvent(ctx, changeType, { id, kind }) {
  queueEvent(ctx, {
    event: "change_external_tag",
    changeType,
    subject: id,
    fields: { Id: id, ...kind === void 0 || changeType === "shuffle" ? {} : { TagType: kind } }
  });
}
function findTag(ctx, id) {
  for (const group of ctx.state.wecom.tagGroups) {
    if (group.id === id) return { tag: group, kind: "tag_group" };
    const tag = group.tags.find((one) => one.id === id);
    if (tag) return { tag, kind: "tag" };
  }
  throw new Refusal(40068, "invalid tagid");
}
function requireOwned(ctx, wanted) {
  for (const id of wanted) {
    const { tag } = findTag(ctx, id);
    const inside2 = ctx.state.wecom.tagGroups.find((group) => group.id === id)?.tags ?? [];
    if ([tag, ...inside2].some(({ by }) => by !== "app")) {
      throw new Refusal(301002, "not allow to operate a tag of another app");
    }
  }
}
function findGroup(ctx, { groupId, groupName }) {
  const { tagGroups } = ctx.state.wecom;
  if (groupId === void 0) return tagGroups.find((group2) => group2.name === groupName);
  const group = tagGroups.find(({ id }) => id === groupId);
  if (!group) throw new Refusal(40068, "invalid tagid");
  return group;
}
function newGroup(ctx, where, by) {
  if (!where.groupName) throw new Refusal(40058, "group_id and group_name are both missing");
  return { ...newTag(ctx, { name: where.groupName, order: where.order }, by), tags: [] };
}
function newTag(ctx, draft, by) {
  const { name: named, order: placed = 0 } = draft;
  return { id: `et${ctx.random.text(30)}`, name: named, order: placed, createdAt: ctx.clock.now(), by };
}
function inOrder(tags) {
  return [...tags].sort((a, b) => b.order - a.order);
}
function presentGroup(group) {
  return {
    group_id: group.id,
    group_name: group.name,
    create_time: wireSeconds(group.createdAt),
    order: group.order,
    deleted: false,
    tag: inOrder(group.tags).map((tag) => ({
      id: tag.id,
      name: tag.name,
      create_time: wireSeconds(tag.createdAt),
      order: tag.order,
      deleted: false
    }))
  };
}

// packages/wechat-sandbox/src/wecom/contacts/tag-control.ts
var makeSchema = import_zod40.z.strictObject({
  groupName: import_zod40.z.string().min(1).max(30),
  names: import_zod40.z.array(import_zod40.z.string().min(1).max(30)).min(1),
  by: import_zod40.z.enum(["console", "other-app"]).default("console")
});
var renameSchema = import_zod40.z.strictObject({ name: import_zod40.z.string().min(1).max(30) });
var deleteSchema = import_zod40.z.strictObject({ ids: import_zod40.z.array(import_zod40.z.string()).min(1) });
var shuffleSchema = import_zod40.z.strictObject({ ids: import_zod40.z.array(import_zod40.z.string()).min(1), groupId: import_zod40.z.string().optional() });

// packages/wechat-sandbox/src/wecom/contacts/remarks.ts
var import_zod41 = require("zod");

// packages/wechat-sandbox/src/wecom/media/media.rules.ts
var import_node_path2 = require("node:path");
var MB = 1024 * 1024;
var SMALLEST_BYTES = 5;
var EXTENSIONS = {
  image: [".jpg", ".jpeg", ".png"],
  voice: [".amr"],
  video: [".mp4"],
  file: null
};
var TOO_LARGE = { image: 40009, voice: 45001, video: 40011, file: 45001 };
function mediaProblem(type, upload, largestImageMb) {
  const { filename, data } = upload;
  const most = { image: largestImageMb, voice: 2, video: 10, file: 20 }[type];
  if (data.length <= SMALLEST_BYTES) return { errcode: 40006, words: "invalid file size: more than 5 bytes" };
  if (data.length > most * MB) return { errcode: TOO_LARGE[type], words: `${type} over ${most} MB` };
  const allowed = EXTENSIONS[type];
  if (allowed && !allowed.includes((0, import_node_path2.extname)(filename).toLowerCase())) {
    return { errcode: 40004, words: `invalid media type: ${type} wants ${allowed.join(", ")}` };
  }
  if (type === "image" && imageType(data) === void 0) {
    return { errcode: 40123, words: "invalid image format" };
  }
  return void 0;
}
function imageType(data) {
  if (data.subarray(0, 8).equals(Buffer.from("89504e470d0a1a0a", "hex"))) return "image/png";
  if (data.subarray(0, 3).equals(Buffer.from("ffd8ff", "hex"))) return "image/jpeg";
  return void 0;
}
function contentTypeOf(type, upload) {
  if (type === "image") return imageType(upload.data) ?? "image/jpeg";
  return { voice: "audio/amr", video: "video/mp4", file: "application/octet-stream" }[type];
}

// packages/wechat-sandbox/src/wecom/media/multipart.ts
var CRLF = "\r\n";
function readMultipart(contentType, body) {
  const boundary = boundaryOf(contentType ?? "");
  if (boundary === void 0) return void 0;
  const marker = Buffer.from(`--${boundary}`);
  const parts = [];
  let at2 = body.indexOf(marker);
  while (at2 >= 0) {
    const after = at2 + marker.length;
    if (body.toString("latin1", after, after + 2) === "--") return parts;
    const next = body.indexOf(Buffer.from(`${CRLF}--${boundary}`), after);
    if (next < 0) return void 0;
    const part2 = readPart(body.subarray(after + CRLF.length, next));
    if (part2) parts.push(part2);
    at2 = next + CRLF.length;
  }
  return void 0;
}
function boundaryOf(contentType) {
  if (!/^multipart\/form-data\b/i.test(contentType)) return void 0;
  const found = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  return found?.[1] ?? found?.[2];
}
function readPart(bytes) {
  const end = bytes.indexOf(`${CRLF}${CRLF}`);
  if (end < 0) return void 0;
  const headers = bytes.toString("utf8", 0, end).split(CRLF);
  const disposition = headerOf(headers, "content-disposition") ?? "";
  const name2 = parameterOf(disposition, "name");
  if (name2 === void 0) return void 0;
  const filename = filenameOf(disposition);
  const contentType = headerOf(headers, "content-type");
  return {
    name: name2,
    ...filename === void 0 ? {} : { filename },
    ...contentType === void 0 ? {} : { contentType },
    data: bytes.subarray(end + 2 * CRLF.length)
  };
}
function headerOf(headers, wanted) {
  const line = headers.find((header) => header.toLowerCase().startsWith(`${wanted}:`));
  return line?.slice(wanted.length + 1).trim();
}
function parameterOf(disposition, wanted) {
  const found = new RegExp(`;\\s*${wanted}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, "i").exec(disposition);
  return found?.[1]?.replace(/\\(.)/g, "$1") ?? found?.[2];
}
function filenameOf(disposition) {
  const extended = /;\s*filename\*=utf-8'[^']*'([^;\s]+)/i.exec(disposition)?.[1];
  if (extended !== void 0) {
    try {
      return decodeURIComponent(extended);
    } catch {
      return extended;
    }
  }
  return parameterOf(disposition, "filename");
}

// packages/wechat-sandbox/src/wecom/media/store.ts
var MOST_FILES = 200;
var MOST_BYTES2 = 64 * 1024 * 1024;
var stores = /* @__PURE__ */ new WeakMap();
function keepFile(ctx, id, file) {
  const files = stores.get(ctx) ?? /* @__PURE__ */ new Map();
  stores.set(ctx, files);
  files.set(id, file);
  let total = [...files.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
  for (const [oldest, { bytes }] of files) {
    if (files.size <= MOST_FILES && total <= MOST_BYTES2) return;
    files.delete(oldest);
    total -= bytes.length;
  }
}
function storedFile(ctx, id) {
  return stores.get(ctx)?.get(id);
}

// packages/wechat-sandbox/src/wecom/media/types.ts
var MEDIA_TYPES = ["image", "voice", "video", "file"];

// packages/wechat-sandbox/src/wecom/media/uploads.ts
var LIFE_MS4 = 3 * DAY_MS2;
var KEPT8 = 2e3;
var FIELD = "media";
var IMAGES_PER_DAY = 1e3;
var IMAGES_PER_MONTH = 3e3;
var LARGEST_IMAGE_URL_MB = 2;
var IMAGE_PATH = "/wecom/images/";
function uploadMedia(ctx, request) {
  const type = typeOf(request.query.get("type"));
  return keepMedia(ctx, { type }, uploadOf(request));
}
function uploadAttachment(ctx, request) {
  const type = typeOf(request.query.get("media_type"));
  const attachmentType = Number(request.query.get("attachment_type"));
  if (attachmentType !== 1 && attachmentType !== 2) {
    throw new Refusal(40058, "invalid Request Parameter: attachment_type");
  }
  if (type === "voice") throw new Refusal(40005, "invalid type");
  return keepMedia(ctx, { type, attachmentType }, uploadOf(request));
}
function uploadImage(ctx, request) {
  const upload = uploadOf(request);
  const problem = mediaProblem("image", { ...upload, filename: "any.png" }, LARGEST_IMAGE_URL_MB);
  if (problem) throw new Refusal(problem.errcode, problem.words);
  countImages(ctx, 1);
  const id = ctx.random.text(43);
  keepFile(ctx, `image ${id}`, {
    bytes: Buffer.from(upload.data),
    contentType: imageType(upload.data) ?? "image/png",
    filename: upload.filename
  });
  return ok({ url: `${ctx.url}${IMAGE_PATH}${id}` });
}
function getMedia(ctx, request) {
  const media2 = requireMedia(ctx, queryParam(request, "media_id", 41006));
  const file = storedFile(ctx, media2.mediaId);
  if (!file) throw new Refusal(40007, "invalid media_id: its bytes are not kept any more");
  const answer3 = reply(200, file.contentType, file.bytes);
  const name2 = encodeURIComponent(file.filename);
  answer3.headers["content-disposition"] = `attachment; filename="${name2}"; filename*=UTF-8''${name2}`;
  return answer3;
}
function requireMedia(ctx, mediaId, wanted) {
  const media2 = ctx.state.wecom.media.find((one) => one.mediaId === mediaId);
  const alive = media2 && ctx.clock.now() - media2.createdAt < LIFE_MS4;
  const fits2 = !wanted || media2?.type === wanted.type && media2.attachmentType === wanted.attachmentType;
  if (!alive || !fits2) throw new Refusal(40007, "invalid media_id");
  return media2;
}
function isUploadedImage(url) {
  if (!URL.canParse(url)) return false;
  const { pathname, hostname } = new URL(url);
  return new RegExp(`${IMAGE_PATH}[A-Za-z0-9]{43}$`).test(pathname) || hostname.endsWith(".qpic.cn");
}
function typeOf(type) {
  const found = MEDIA_TYPES.find((candidate) => candidate === type);
  if (!found) throw new Refusal(40005, "invalid type");
  return found;
}
function uploadOf(request) {
  const parts = readMultipart(request.headers["content-type"], request.body);
  const part2 = parts?.find(({ name: name2, filename }) => name2 === FIELD && filename !== void 0);
  if (!part2) throw new Refusal(44001, `empty media data: multipart/form-data with a file in ${FIELD}`);
  return { filename: part2.filename ?? "", data: part2.data };
}
function keepMedia(ctx, { type, attachmentType }, upload) {
  const problem = mediaProblem(type, upload, ctx.rules.largestImageMb);
  if (problem) throw new Refusal(problem.errcode, problem.words);
  const { wecom } = ctx.state;
  const now2 = ctx.clock.now();
  const media2 = {
    mediaId: ctx.random.text(64),
    type,
    filename: upload.filename,
    contentType: contentTypeOf(type, upload),
    size: upload.data.length,
    createdAt: now2,
    ...attachmentType === void 0 ? {} : { attachmentType }
  };
  wecom.media = [...wecom.media.filter((old) => now2 - old.createdAt < LIFE_MS4), media2].slice(-KEPT8);
  keepFile(ctx, media2.mediaId, {
    // A slice would keep the whole request in memory.
    bytes: Buffer.from(upload.data),
    contentType: media2.contentType,
    filename: media2.filename
  });
  const createdAt = wireSeconds(now2);
  const created_at = attachmentType === void 0 ? String(createdAt) : createdAt;
  return ok({ type, media_id: media2.mediaId, created_at });
}
function countImages(ctx, count2) {
  const { imageUploads } = ctx.state.wecom;
  const day = beijingTime(ctx.clock.now()).slice(0, 10);
  const month = day.slice(0, 7);
  if (imageUploads.day !== day) Object.assign(imageUploads, { day, dayCount: 0 });
  if (imageUploads.month !== month) Object.assign(imageUploads, { month, monthCount: 0 });
  if (imageUploads.dayCount + count2 > IMAGES_PER_DAY || imageUploads.monthCount + count2 > IMAGES_PER_MONTH) {
    throw new Refusal(45009, "api freq out of limit: images per day or month");
  }
  imageUploads.dayCount += count2;
  imageUploads.monthCount += count2;
}

// packages/wechat-sandbox/src/wecom/contacts/remarks.ts
var LENGTH = { remark: 20, description: 150, remark_company: 20 };
var MOST_TAGS2 = 3e3;
var MOST_MOBILES = 100;
var remarkSchema2 = import_zod41.z.object({
  userid: import_zod41.z.string(),
  external_userid: import_zod41.z.string(),
  remark: import_zod41.z.string().max(LENGTH.remark).optional(),
  description: import_zod41.z.string().max(LENGTH.description).optional(),
  remark_company: import_zod41.z.string().max(LENGTH.remark_company).optional(),
  remark_mobiles: import_zod41.z.array(import_zod41.z.string().max(32)).max(MOST_MOBILES).optional(),
  remark_pic_mediaid: import_zod41.z.string().optional()
});
var markTagSchema = import_zod41.z.object({
  userid: import_zod41.z.string(),
  external_userid: import_zod41.z.string(),
  add_tag: import_zod41.z.array(import_zod41.z.string()).optional(),
  remove_tag: import_zod41.z.array(import_zod41.z.string()).optional()
});
function remarkCustomer(ctx, request) {
  const { userid, external_userid, ...fields } = readBody(request, remarkSchema2);
  const follow2 = requireFollow(ctx, userid, external_userid);
  const given = Object.values(fields).filter((value) => value !== void 0);
  if (given.length === 0) throw new Refusal(40063, "some parameters are empty");
  if (fields.remark_company !== void 0 && external_userid.startsWith("wo")) {
    throw new Refusal(41056, "remark_company is for WeChat users only");
  }
  if (fields.remark_pic_mediaid) requireMedia(ctx, fields.remark_pic_mediaid, { type: "image" });
  const visible = applyRemarks(follow2, fields);
  if (visible && ctx.rules.apiEditsCallBack) tellEdited(ctx, follow2);
  return ok();
}
function applyRemarks(follow2, fields) {
  if (fields.remark !== void 0) follow2.remark = fields.remark;
  if (fields.description !== void 0) follow2.description = fields.description;
  if (fields.remark_company !== void 0) follow2.remarkCorpName = fields.remark_company;
  if (fields.remark_pic_mediaid !== void 0) follow2.remarkPicMediaid = fields.remark_pic_mediaid;
  if (fields.remark_mobiles) follow2.remarkMobiles = fields.remark_mobiles.filter((mobile) => mobile !== "");
  const { remark_mobiles: _mobiles, ...others } = fields;
  return Object.values(others).some((value) => value !== void 0);
}
function markTags(ctx, request) {
  const body = readBody(request, markTagSchema);
  const add = body.add_tag ?? [];
  const remove = body.remove_tag ?? [];
  if (add.length + remove.length === 0) throw new Refusal(40063, "add_tag and remove_tag are both empty");
  const follow2 = requireFollow(ctx, body.userid, body.external_userid);
  const tags = [...add, ...remove].map((id) => requireTag(ctx, id));
  if (!ctx.rules.foreignTagsMarkable && tags.some((tag) => tag.by !== "app")) {
    throw new Refusal(301002, "not allow to operate a tag of another app");
  }
  changeTags(follow2, add, remove);
  if (ctx.rules.apiEditsCallBack) tellEdited(ctx, follow2);
  return ok();
}
function changeTags(follow2, add, remove) {
  const left = follow2.tagIds.filter((id) => !remove.includes(id) && !add.includes(id));
  const wanted = [...left, ...new Set(add)];
  if (wanted.length > MOST_TAGS2) throw new Refusal(40058, `at most ${MOST_TAGS2} tags`);
  follow2.tagIds = wanted;
}
function requireTag(ctx, id) {
  const tag = ctx.state.wecom.tagGroups.flatMap((group) => group.tags).find((one) => one.id === id);
  if (!tag) throw new Refusal(40068, "invalid tagid");
  return tag;
}

// packages/wechat-sandbox/src/wecom/contacts/transfers.ts
var import_zod42 = require("zod");
var PROTECTED_MS2 = 90 * DAY_MS2;
var MOST_AT_ONCE = 100;
var KEPT9 = 2e3;
var ASSIGNED = 202;
var DEFAULT_MESSAGE = "\u60A8\u597D\uFF0C\u6211\u7684\u5DE5\u4F5C\u6709\u53D8\u52A8\uFF0C\u63A5\u4E0B\u6765\u5C06\u7531\u6211\u7684\u540C\u4E8B\u7EE7\u7EED\u4E3A\u60A8\u670D\u52A1\u3002";
var members = { handover_userid: import_zod42.z.string(), takeover_userid: import_zod42.z.string() };
var transferSchema2 = import_zod42.z.object({
  ...members,
  external_userid: import_zod42.z.array(import_zod42.z.string()).min(1).max(MOST_AT_ONCE),
  transfer_success_msg: import_zod42.z.string().max(200).optional()
});
var resultSchema = import_zod42.z.object({ ...members, cursor: import_zod42.z.string().optional() });
var unassignedSchema = import_zod42.z.object({
  page_id: import_zod42.z.int().min(0).optional(),
  page_size: import_zod42.z.int().optional(),
  cursor: import_zod42.z.string().optional()
});
function transferCustomer(ctx, request) {
  return startTransfers(ctx, request, false);
}
function transferResigned(ctx, request) {
  return startTransfers(ctx, request, true);
}
function transferResult(ctx, request) {
  return results(ctx, request, false);
}
function resignedResult(ctx, request) {
  return results(ctx, request, true);
}
function unassignedList(ctx, request) {
  const body = request.body.length === 0 ? {} : readBody(request, unassignedSchema);
  const all = ctx.state.wecom.follows.filter((follow2) => settingsOf(ctx, follow2.userid).leftAt !== void 0).flatMap((follow2) => {
    const shopper = shopperById(ctx, follow2.shopperId);
    const leftAt = settingsOf(ctx, follow2.userid).leftAt ?? 0;
    return shopper ? [
      {
        handover_userid: follow2.userid,
        external_userid: externalUserid(shopper),
        dimission_time: wireSeconds(leftAt)
      }
    ] : [];
  });
  const rule = {
    usual: 1e3,
    most: 1e3,
    key: (one) => `${one.handover_userid} ${one.external_userid}`
  };
  const size = body.page_size ?? rule.usual;
  const rest = all.slice((body.page_id ?? 0) * Math.min(Math.max(size, 1), rule.most));
  const shown = page(rest, { cursor: body.cursor, limit: size }, rule);
  return ok({ info: shown.items, is_last: shown.cursor.next_cursor === "", ...shown.cursor });
}
function startTransfers(ctx, request, resigned) {
  const body = readBody(request, transferSchema2);
  const handover = staffById(ctx, body.handover_userid);
  if (!handover) throw new Refusal(60111, "handover_userid not found");
  const hasLeft = settingsOf(ctx, handover.userid).leftAt !== void 0;
  if (resigned && !hasLeft) throw new Refusal(40097, "handover_userid has not left");
  if (!resigned && hasLeft) throw new Refusal(60111, "handover_userid has left");
  const takeover = requireServiceMember(ctx, body.takeover_userid);
  if (takeover === handover) throw new Refusal(40130, "takeover_userid is handover_userid");
  const message = resigned ? void 0 : body.transfer_success_msg ?? DEFAULT_MESSAGE;
  const customer = body.external_userid.map((external) => ({
    external_userid: external,
    errcode: startOne(ctx, external, { handover, takeover, resigned, message })
  }));
  return ok({ customer });
}
function startOne(ctx, external, { handover, takeover, resigned, message }) {
  const { wecom } = ctx.state;
  const shopper = shopperByExternal(ctx, external);
  if (!shopper) return 40096;
  if (!findFollow(ctx, handover.userid, shopper.id)) return 40131;
  const earlier = wecom.transfers.filter((one) => one.shopperId === shopper.id);
  if (earlier.some((one) => one.status === 2)) return resigned ? 40100 : 40129;
  if (!resigned && isProtected(ctx, earlier)) return 40128;
  const now2 = ctx.clock.now();
  const transfer = {
    handover: handover.userid,
    takeover: takeover.userid,
    shopperId: shopper.id,
    resigned,
    startedAt: now2,
    dueAt: now2 + DAY_MS2,
    status: 2,
    takeoverTime: 0,
    ...message === void 0 ? {} : { successMessage: message }
  };
  wecom.transfers = [...wecom.transfers, transfer].slice(-KEPT9);
  plan(ctx, transfer);
  return 0;
}
function isProtected(ctx, earlier) {
  const done = earlier.filter((one) => one.status === 1 && !one.resigned);
  const lately = done.filter((one) => ctx.clock.now() - one.takeoverTime < PROTECTED_MS2).length;
  if (ctx.rules.transferProtection === "twice-in-90-days") return lately >= 2;
  return lately >= 1 || done.length >= 2;
}
function plan(ctx, transfer) {
  const { state: state2 } = ctx;
  ctx.clock.schedule(transfer.dueAt, async () => {
    if (ctx.state === state2 && transfer.status === 2) complete(ctx, transfer);
  });
}
function complete(ctx, transfer) {
  const shopper = shopperById(ctx, transfer.shopperId);
  const handover = staffById(ctx, transfer.handover);
  const takeover = staffById(ctx, transfer.takeover);
  const follow2 = findFollow(ctx, transfer.handover, transfer.shopperId);
  if (!shopper || !handover || !takeover || !follow2) {
    transfer.status = 3;
    return;
  }
  const { customerLimit = Infinity } = settingsOf(ctx, takeover.userid);
  const customers = ctx.state.wecom.follows.filter(({ userid }) => userid === takeover.userid).length;
  const known = findFollow(ctx, takeover.userid, shopper.id);
  if (!known && customers >= customerLimit) {
    fail(ctx, transfer, { status: 4, reason: "customer_limit_exceed" });
    return;
  }
  transfer.status = 1;
  transfer.takeoverTime = ctx.clock.now();
  handOver(ctx, transfer, { handover, takeover });
}
function handOver(ctx, transfer, pair) {
  const { handover, takeover } = pair;
  const shopper = shopperById(ctx, transfer.shopperId);
  const old = findFollow(ctx, handover.userid, transfer.shopperId);
  if (!shopper || !old) return;
  if (transfer.resigned) {
    ctx.state.wecom.follows = ctx.state.wecom.follows.filter((follow2) => follow2 !== old);
  } else {
    deleteCustomer(ctx, { member: handover, shopper }, "DELETE_BY_TRANSFER");
  }
  if (findFollow(ctx, takeover.userid, shopper.id)) return;
  noteTalk(ctx, takeover.userid, shopper.id);
  if (transfer.successMessage !== void 0) {
    recordMessage(ctx, {
      kind: "chat",
      userid: takeover.userid,
      externalUserid: externalUserid(shopper),
      msgtype: "text",
      content: { content: transfer.successMessage }
    });
  }
  addCustomer(ctx, { member: takeover, shopper, addWay: ASSIGNED, operUserid: handover.userid });
}
function fail(ctx, transfer, { status, reason }) {
  transfer.status = status;
  const shopper = shopperById(ctx, transfer.shopperId);
  if (!shopper) return;
  tellContact(ctx, "transfer_fail", {
    FailReason: reason,
    UserID: transfer.takeover,
    ExternalUserID: externalUserid(shopper)
  });
}
function results(ctx, request, resigned) {
  const body = readBody(request, resultSchema);
  const handover = staffById(ctx, body.handover_userid);
  const takeover = staffById(ctx, body.takeover_userid);
  if (!handover || !takeover) throw new Refusal(60111, "userid not found");
  const found = ctx.state.wecom.transfers.filter(
    (one) => one.handover === handover.userid && one.takeover === takeover.userid && one.resigned === resigned
  );
  const key = (one) => `${one.shopperId} ${one.startedAt}`;
  const shown = page(found, { cursor: body.cursor }, { usual: 1e3, most: 1e3, key });
  return ok({
    customer: shown.items.flatMap((one) => {
      const shopper = shopperById(ctx, one.shopperId);
      if (!shopper) return [];
      const takeoverTime = one.status === 1 ? wireSeconds(one.takeoverTime) : 0;
      return [{ external_userid: externalUserid(shopper), status: one.status, takeover_time: takeoverTime }];
    }),
    ...shown.cursor
  });
}

// packages/wechat-sandbox/src/wecom/contacts/control.ts
var pairFields = { userid: import_zod43.z.string(), shopperId: import_zod43.z.string() };
var pairSchema2 = import_zod43.z.strictObject(pairFields);
var customerSchema = import_zod43.z.strictObject({
  ...pairFields,
  state: import_zod43.z.string().max(30).optional(),
  addWay: import_zod43.z.int().optional()
});
var editSchema2 = import_zod43.z.strictObject({
  ...pairFields,
  remark: import_zod43.z.string().max(20).optional(),
  description: import_zod43.z.string().max(150).optional(),
  remark_company: import_zod43.z.string().max(20).optional(),
  remark_mobiles: import_zod43.z.array(import_zod43.z.string()).max(100).optional(),
  addTags: import_zod43.z.array(import_zod43.z.string()).optional(),
  removeTags: import_zod43.z.array(import_zod43.z.string()).optional()
});
var chatSchema = import_zod43.z.strictObject({
  ...pairFields,
  from: import_zod43.z.enum(["customer", "member"]),
  text: import_zod43.z.string().min(1).max(4e3)
});
var scanSchema2 = import_zod43.z.strictObject({
  configId: import_zod43.z.string().optional(),
  qrCode: import_zod43.z.string().optional(),
  verify: import_zod43.z.boolean().optional()
});
var refuseSchema = import_zod43.z.strictObject({ shopperId: import_zod43.z.string() });

// packages/wechat-sandbox/src/wecom/groups/control.ts
var import_zod44 = require("zod");
var people = {
  members: import_zod44.z.array(import_zod44.z.string()).default([]),
  customers: import_zod44.z.array(import_zod44.z.string()).default([])
};
var createSchema2 = import_zod44.z.strictObject({ owner: import_zod44.z.string(), name: import_zod44.z.string().max(50), ...people });
var joinSchema = import_zod44.z.strictObject({
  ...people,
  scene: import_zod44.z.union([import_zod44.z.literal(1), import_zod44.z.literal(2), import_zod44.z.literal(3)]).default(1),
  invitor: import_zod44.z.string().optional()
});
var leaveSchema = import_zod44.z.strictObject({ ...people, left: import_zod44.z.boolean().default(false) });
var changeSchema = import_zod44.z.strictObject({
  name: import_zod44.z.string().max(50).optional(),
  notice: import_zod44.z.string().max(2e3).optional(),
  owner: import_zod44.z.string().optional(),
  admins: import_zod44.z.array(import_zod44.z.string()).max(10).optional()
});

// packages/wechat-sandbox/src/wecom/messaging/control.ts
var import_zod48 = require("zod");

// packages/wechat-sandbox/src/wecom/messaging/mass.ts
var import_zod46 = require("zod");

// packages/wechat-sandbox/src/wecom/messaging/attachments.ts
var import_zod45 = require("zod");
var MOST_ATTACHMENTS = 9;
var MOST_URL_BYTES = 2048;
var image = import_zod45.z.object({ media_id: import_zod45.z.string().optional(), pic_url: import_zod45.z.string().optional() });
var link = import_zod45.z.object({
  title: textUpTo(128),
  picurl: textUpTo(MOST_URL_BYTES).optional(),
  desc: textUpTo(512).optional(),
  url: textUpTo(MOST_URL_BYTES)
});
var miniprogram = import_zod45.z.object({
  title: textUpTo(64),
  pic_media_id: import_zod45.z.string(),
  appid: import_zod45.z.string(),
  page: import_zod45.z.string().max(1024)
});
var byMedia = import_zod45.z.object({ media_id: import_zod45.z.string() });
var attachmentSchema = import_zod45.z.discriminatedUnion("msgtype", [
  import_zod45.z.object({ msgtype: import_zod45.z.literal("image"), image }),
  import_zod45.z.object({ msgtype: import_zod45.z.literal("link"), link }),
  import_zod45.z.object({ msgtype: import_zod45.z.literal("miniprogram"), miniprogram }),
  import_zod45.z.object({ msgtype: import_zod45.z.literal("video"), video: byMedia }),
  import_zod45.z.object({ msgtype: import_zod45.z.literal("file"), file: byMedia })
]);
function contentFields(textBytes) {
  return {
    text: import_zod45.z.object({ content: textUpTo(textBytes) }).optional(),
    attachments: import_zod45.z.array(attachmentSchema).max(MOST_ATTACHMENTS).optional()
  };
}
function requireContent(ctx, content) {
  const attachments = content.attachments ?? [];
  if (!content.text?.content && attachments.length === 0) {
    throw new Refusal(40063, "text and attachments are both empty");
  }
  for (const attachment2 of attachments) requireAttachment(ctx, attachment2);
}
function requireAttachment(ctx, attachment2) {
  if (attachment2.msgtype === "image") requireImage(ctx, attachment2.image);
  if (attachment2.msgtype === "link") requireUrls(attachment2.link);
  if (attachment2.msgtype === "video") requireMedia(ctx, attachment2.video.media_id, { type: "video" });
  if (attachment2.msgtype === "file") requireMedia(ctx, attachment2.file.media_id, { type: "file" });
  if (attachment2.msgtype !== "miniprogram") return;
  const { appid, pic_media_id, title: title2 } = attachment2.miniprogram;
  if (title2 === "") throw new Refusal(40058, "miniprogram.title is empty");
  if (appid !== ctx.world.miniProgram.appid) throw new Refusal(90206, "mini-program is not linked");
  requireMedia(ctx, pic_media_id, { type: "image" });
}
function requireImage(ctx, image2) {
  if (image2.media_id) {
    requireMedia(ctx, image2.media_id, { type: "image" });
  } else if (!image2.pic_url) {
    throw new Refusal(40063, "image.media_id and image.pic_url are both empty");
  } else if (!isUploadedImage(image2.pic_url)) {
    throw new Refusal(40058, "image.pic_url is no address of media/uploadimg");
  }
}
function requireUrls(link3) {
  if (link3.title === "") throw new Refusal(40058, "link.title is empty");
  for (const url of [link3.url, link3.picurl]) {
    if (url && !/^https?:\/\//.test(url)) throw new Refusal(40094, "invalid url");
  }
  if (link3.url === "") throw new Refusal(40094, "invalid url");
}
function contentMessages(content) {
  const text11 = content.text?.content ? [{ msgtype: "text", content: { content: content.text.content } }] : [];
  const rest = (content.attachments ?? []).map((attachment2) => ({
    msgtype: attachment2.msgtype,
    content: Reflect.get(attachment2, attachment2.msgtype)
  }));
  return [...text11, ...rest];
}

// packages/wechat-sandbox/src/wecom/messaging/mass-recipients.ts
function customerTasks(ctx, ask) {
  const asked = ask.external_userid ?? [];
  return asked.length > 0 ? namedCustomers(ctx, asked, ask.sender) : allOfSender(ctx, ask);
}
function groupTasks(ctx, sender, chatIds) {
  const owned = ctx.state.wecom.groups.filter((group) => group.owner === sender).map(({ chatId }) => chatId);
  const asked = chatIds.length > 0 ? [...new Set(chatIds)] : owned;
  const reached = asked.filter((chatId) => owned.includes(chatId));
  return { tasks: tasksOf(reached.map((id) => ({ userid: sender, id }))), failed: without(asked, reached) };
}
function namedCustomers(ctx, asked, sender) {
  const follows = /* @__PURE__ */ new Map();
  for (const follow2 of knownFollows(ctx)) {
    if (sender !== void 0 && follow2.userid !== sender) continue;
    follows.set(follow2.shopperId, [...follows.get(follow2.shopperId) ?? [], follow2]);
  }
  const reached = [...new Set(asked)].flatMap((external) => {
    const shopper = shopperByExternal(ctx, external);
    const closest = latest(ctx, follows.get(shopper?.id ?? "") ?? []);
    return closest ? [{ userid: closest.userid, id: external }] : [];
  });
  const ids2 = reached.map(({ id }) => id);
  return { tasks: tasksOf(reached), failed: without(asked, ids2) };
}
function allOfSender(ctx, { sender, tag_filter }) {
  const groups = (tag_filter?.group_list ?? []).map((group) => group.tag_list ?? []).filter((list) => list.length);
  const known = new Set(ctx.state.wecom.tagGroups.flatMap((group) => group.tags.map(({ id }) => id)));
  if (groups.flat().some((id) => !known.has(id))) throw new Refusal(40068, "invalid tagid");
  const own = knownFollows(ctx).filter((follow2) => follow2.userid === sender).filter((follow2) => groups.every((list) => list.some((id) => follow2.tagIds.includes(id))));
  const ids2 = externalIds(
    ctx,
    own.map(({ shopperId }) => shopperId)
  );
  return { tasks: tasksOf(ids2.map((id) => ({ userid: sender ?? "", id }))), failed: [] };
}
function latest(ctx, follows) {
  const touched = (follow2) => lastTalk(ctx, follow2.userid, follow2.shopperId) ?? follow2.createdAt;
  return [...follows].sort((a, b) => touched(b) - touched(a))[0];
}
function tasksOf(reached) {
  const tasks = /* @__PURE__ */ new Map();
  for (const { userid, id } of reached) {
    const task = tasks.get(userid) ?? { userid, status: 0, reminders: 0, targets: [] };
    task.targets.push({ id, status: 0 });
    tasks.set(userid, task);
  }
  return [...tasks.values()];
}
function without(asked, reached) {
  const found = new Set(reached);
  return asked.filter((id) => !found.has(id));
}

// packages/wechat-sandbox/src/wecom/messaging/mass.ts
var KEPT10 = 200;
var KEPT_TARGETS = 1e5;
var REMINDERS_PER_DAY = 3;
var LONGEST_RANGE_MS = 31 * DAY_MS2;
var templateSchema = import_zod46.z.object({
  chat_type: import_zod46.z.enum(["single", "group"]).default("single"),
  external_userid: import_zod46.z.array(import_zod46.z.string()).max(1e4).optional(),
  chat_id_list: import_zod46.z.array(import_zod46.z.string()).max(2e3).optional(),
  tag_filter: import_zod46.z.object({
    group_list: import_zod46.z.array(import_zod46.z.object({ tag_list: import_zod46.z.array(import_zod46.z.string()).max(100).optional() })).max(100).optional()
  }).optional(),
  sender: import_zod46.z.string().optional(),
  allow_select: import_zod46.z.boolean().optional(),
  ...contentFields(4e3)
});
var msgidSchema = import_zod46.z.object({ msgid: import_zod46.z.string().optional(), ...pageFields });
var resultSchema2 = msgidSchema.extend({ userid: import_zod46.z.string() });
var listSchema3 = import_zod46.z.object({
  chat_type: import_zod46.z.enum(["single", "group"]),
  start_time: import_zod46.z.int(),
  end_time: import_zod46.z.int(),
  creator: import_zod46.z.string().optional(),
  filter_type: import_zod46.z.union([import_zod46.z.literal(0), import_zod46.z.literal(1), import_zod46.z.literal(2)]).default(2),
  ...pageFields
});
function addMassTemplate(ctx, request) {
  const body = readBody(request, templateSchema);
  requireContent(ctx, body);
  const { tasks, failed } = recipientsOf(ctx, body);
  if (tasks.length === 0) throw new Refusal(41048, "no customer to send to");
  const message = createMass(ctx, {
    chatType: body.chat_type,
    content: body,
    // For customers only; groups have nothing to choose.
    allowSelect: body.chat_type === "single" && body.allow_select === true,
    tasks
  });
  return ok({ fail_list: failed, msgid: message.msgid });
}
function createMass(ctx, draft) {
  const { chatType, content, allowSelect, tasks, creator } = draft;
  const { wecom } = ctx.state;
  const message = {
    msgid: `msg${ctx.random.text(32)}`,
    chatType,
    createdAt: ctx.clock.now(),
    ...creator === void 0 ? {} : { creator },
    ...content.text?.content ? { text: { content: content.text.content } } : {},
    attachments: content.attachments ?? [],
    allowSelect,
    tasks,
    remindedAt: [],
    cancelled: false
  };
  wecom.massMessages = newest([...wecom.massMessages, message]);
  return message;
}
function newest(messages) {
  let targets = 0;
  const kept = messages.slice(-KEPT10).reverse();
  const enough = kept.findIndex((message) => {
    targets += message.tasks.reduce((sum, task) => sum + task.targets.length, 0);
    return targets > KEPT_TARGETS;
  });
  return (enough < 0 ? kept : kept.slice(0, Math.max(1, enough))).reverse();
}
function remindMass(ctx, request) {
  const message = requireMass(ctx, readBody(request, msgidSchema).msgid);
  const now2 = ctx.clock.now();
  message.remindedAt = message.remindedAt.filter((at2) => now2 - at2 < DAY_MS2);
  if (message.remindedAt.length >= REMINDERS_PER_DAY) {
    throw new Refusal(45009, "api freq out of limit: three reminders in 24 hours");
  }
  message.remindedAt.push(now2);
  if (!message.cancelled) {
    for (const task of message.tasks) if (task.status === 0) task.reminders += 1;
  }
  return ok();
}
function cancelMass(ctx, request) {
  requireMass(ctx, readBody(request, msgidSchema).msgid).cancelled = true;
  return ok();
}
function massList(ctx, request) {
  const body = readBody(request, listSchema3);
  const [from, until] = [body.start_time * 1e3, (body.end_time + 1) * 1e3];
  if (until < from || until - from > LONGEST_RANGE_MS + 1e3) {
    throw new Refusal(40058, "start_time and end_time: at most one month");
  }
  const wanted = (message) => message.chatType === body.chat_type && message.createdAt >= from && message.createdAt < until && (body.creator === void 0 || message.creator === body.creator) && (body.filter_type === 2 || message.creator === void 0 === (body.filter_type === 0));
  const found = ctx.state.wecom.massMessages.filter(wanted);
  const shown = page(found, body, { usual: 50, most: 100, key: ({ msgid }) => msgid });
  return ok({ group_msg_list: shown.items.map(presentMass), ...shown.cursor });
}
function massTasks(ctx, request) {
  const body = readBody(request, msgidSchema);
  const { tasks } = requireMass(ctx, body.msgid);
  const shown = page(tasks, body, { usual: 500, most: 1e3, key: ({ userid }) => userid });
  return ok({
    task_list: shown.items.map(({ userid, status, sentAt }) => ({ userid, status, ...sendTime(sentAt) })),
    ...shown.cursor
  });
}
function massResults(ctx, request) {
  const body = readBody(request, resultSchema2);
  const { chatType, tasks } = requireMass(ctx, body.msgid);
  const { userid } = requireEmployee(ctx, body.userid);
  const targets = tasks.find((task) => task.userid === userid)?.targets ?? [];
  const rows = chatType === "group" ? targets.filter(({ status }) => status !== 0) : targets;
  const shown = page(rows, body, { usual: 500, most: 1e3, key: ({ id }) => id });
  return ok({
    send_list: shown.items.map(({ id, status, sentAt }) => ({
      ...chatType === "group" ? { chat_id: id } : { external_userid: id },
      userid,
      status,
      ...sendTime(sentAt)
    })),
    ...shown.cursor
  });
}
function recipientsOf(ctx, body) {
  const sender = body.sender ? requireEmployee(ctx, body.sender).userid : void 0;
  if (body.chat_type === "group") {
    if (sender === void 0) throw new Refusal(40063, "sender is needed for groups");
    return groupTasks(ctx, sender, body.chat_id_list ?? []);
  }
  if (sender === void 0 && !body.external_userid?.length) {
    throw new Refusal(40063, "external_userid and sender are both empty");
  }
  return customerTasks(ctx, { ...body, sender });
}
function requireMass(ctx, msgid) {
  if (!msgid) throw new Refusal(41046, "msgid missing");
  const message = ctx.state.wecom.massMessages.find((one) => one.msgid === msgid);
  if (!message) throw new Refusal(41047, "invalid msgid");
  return message;
}
function presentMass(message) {
  const { msgid, creator, createdAt, text: text11, attachments } = message;
  return {
    msgid,
    ...creator === void 0 ? {} : { creator },
    create_time: wireSeconds(createdAt),
    create_type: creator === void 0 ? 0 : 1,
    ...text11 ? { text: text11 } : {},
    attachments
  };
}
function sendTime(sentAt) {
  return sentAt === void 0 ? {} : { send_time: wireSeconds(sentAt) };
}

// packages/wechat-sandbox/src/wecom/messaging/mass-quota.rules.ts
var BEIJING_MS = 8 * 3600 * 1e3;
var DAY_MS9 = 24 * 3600 * 1e3;

// packages/wechat-sandbox/src/wecom/messaging/welcome.ts
var import_zod47 = require("zod");
var welcomeSchema = import_zod47.z.object({ welcome_code: import_zod47.z.string().optional(), ...contentFields(4e3) });
function sendWelcome(ctx, request) {
  const body = readBody(request, welcomeSchema);
  if (!body.welcome_code) throw new Refusal(41049, "welcome_code missing");
  requireContent(ctx, body);
  const code = ctx.state.wecom.welcomeCodes.find((candidate) => candidate.code === body.welcome_code);
  if (!code) throw new Refusal(ctx.rules.unknownWelcomeCode, "invalid welcome_code");
  if (code.rivalSending) throw new Refusal(41096, "another app is sending the welcome message");
  if (code.delivered || ctx.clock.now() >= code.expiresAt || hasChatted(ctx, code)) {
    throw new Refusal(41051, "externaluser has started chatting, or the welcome code is used or expired");
  }
  if (!settingsOf(ctx, code.userid).active) throw new Refusal(41054, "user is not activated");
  markDelivered(ctx, code);
  const shopper = shopperById(ctx, code.shopperId);
  const [first2] = contentMessages(body);
  recordMessage(ctx, {
    kind: "welcome",
    userid: code.userid,
    ...shopper ? { externalUserid: externalUserid(shopper) } : {},
    msgtype: first2?.msgtype ?? "text",
    content: { text: body.text, attachments: body.attachments ?? [] }
  });
  return ok();
}
function markDelivered(ctx, { userid, shopperId }) {
  for (const code of ctx.state.wecom.welcomeCodes) {
    if (code.userid === userid && code.shopperId === shopperId) code.delivered = true;
  }
  const follow2 = findFollow(ctx, userid, shopperId);
  if (follow2) follow2.welcomed = true;
}
function hasChatted(ctx, { userid, shopperId }) {
  return lastTalk(ctx, userid, shopperId) !== void 0;
}

// packages/wechat-sandbox/src/wecom/messaging/control.ts
var confirmSchema = import_zod48.z.strictObject({ recipients: import_zod48.z.array(import_zod48.z.string()).optional() });
var massSchema = import_zod48.z.strictObject({
  text: import_zod48.z.string().min(1).max(4e3),
  customers: import_zod48.z.array(import_zod48.z.string()).optional(),
  chatIds: import_zod48.z.array(import_zod48.z.string()).optional()
});
var rivalSchema = import_zod48.z.strictObject({
  welcomeCode: import_zod48.z.string(),
  step: import_zod48.z.enum(["sending", "sent", "failed"])
});

// packages/wechat-sandbox/src/wecom/moments/control.ts
var import_zod50 = require("zod");

// packages/wechat-sandbox/src/wecom/moments/moments.ts
var import_zod49 = require("zod");
var JOB_TAKES_MS = 1e3;
var JOB_LIVES_MS = DAY_MS2;
var PER_MINUTE = 10;
var PER_MONTH = 1e5;
var KEPT11 = 500;
var MOST_IMAGES = 9;
var FOR_MOMENTS = 1;
var media = import_zod49.z.object({ media_id: import_zod49.z.string() });
var link2 = import_zod49.z.object({
  title: import_zod49.z.string().refine((text11) => bytesOf(text11) <= 64, "exceeds 64 bytes").optional(),
  url: import_zod49.z.string().regex(/^https?:\/\//),
  media_id: import_zod49.z.string().optional()
});
var attachment = import_zod49.z.discriminatedUnion("msgtype", [
  import_zod49.z.object({ msgtype: import_zod49.z.literal("image"), image: media }),
  import_zod49.z.object({ msgtype: import_zod49.z.literal("video"), video: media }),
  import_zod49.z.object({ msgtype: import_zod49.z.literal("link"), link: link2 })
]);
var postSchema = import_zod49.z.object({
  text: import_zod49.z.object({ content: import_zod49.z.string().max(2e3) }).optional(),
  attachments: import_zod49.z.array(attachment).optional(),
  visible_range: import_zod49.z.object({
    sender_list: import_zod49.z.object({
      user_list: import_zod49.z.array(import_zod49.z.string()).max(1e5).optional(),
      department_list: import_zod49.z.array(import_zod49.z.int()).optional()
    }).optional(),
    external_contact_list: import_zod49.z.object({ tag_list: import_zod49.z.array(import_zod49.z.string()).optional() }).optional()
  }).optional()
});
function addMomentTask(ctx, request) {
  const body = readBody(request, postSchema);
  const attachments = body.attachments ?? [];
  if (!body.text?.content && attachments.length === 0) throw new Refusal(41089, "the post is empty");
  requireAttachments(ctx, attachments);
  countPost(ctx);
  const { tasks, invalid } = audience(ctx, body);
  const now2 = ctx.clock.now();
  const moment = {
    momentId: `mom${ctx.random.text(29)}`,
    jobid: ctx.random.text(43),
    createdAt: now2,
    readyAt: now2 + JOB_TAKES_MS,
    ...body.text?.content ? { text: body.text.content } : {},
    attachments,
    isPartial: Boolean(body.visible_range?.external_contact_list?.tag_list?.length),
    tasks,
    invalid,
    cancelled: false,
    comments: [],
    likes: []
  };
  const { wecom } = ctx.state;
  wecom.moments = [...wecom.moments, moment].slice(-KEPT11);
  return ok({ jobid: moment.jobid });
}
function momentJob(ctx, request) {
  const jobid = queryParam(request, "jobid", 40088);
  const moment = ctx.state.wecom.moments.find((one) => one.jobid === jobid);
  const now2 = ctx.clock.now();
  if (!moment || now2 - moment.createdAt >= JOB_LIVES_MS) throw new Refusal(40088, "invalid jobid");
  if (now2 < moment.readyAt) return ok({ status: 1, type: "add_moment_task" });
  const { users, departments: departments2, tags } = moment.invalid;
  return ok({
    status: 3,
    type: "add_moment_task",
    result: {
      errcode: 0,
      errmsg: "ok",
      moment_id: moment.momentId,
      invalid_sender_list: { user_list: users, department_list: departments2 },
      invalid_external_contact_list: { tag_list: tags }
    }
  });
}
function cancelMoment(ctx, request) {
  const { moment_id } = readBody(request, import_zod49.z.object({ moment_id: import_zod49.z.string().optional() }));
  requireMoment(ctx, moment_id).cancelled = true;
  return ok();
}
function requireMoment(ctx, momentId) {
  if (!momentId) throw new Refusal(41059, "moment_id missing");
  const moment = ctx.state.wecom.moments.find((one) => one.momentId === momentId);
  if (!moment || ctx.clock.now() < moment.readyAt) throw new Refusal(41060, "invalid moment_id");
  return moment;
}
function requireAttachments(ctx, attachments) {
  const kinds = new Set(attachments.map(({ msgtype }) => msgtype));
  const most = kinds.has("image") ? MOST_IMAGES : 1;
  if (kinds.size > 1 || attachments.length > most) {
    throw new Refusal(40058, "attachments: up to 9 images, or one video, or one link");
  }
  for (const one of attachments) {
    const kind = one.msgtype === "video" ? "video" : "image";
    const mediaId = one.msgtype === "link" ? one.link.media_id : one.msgtype === "image" ? one.image.media_id : one.video.media_id;
    if (mediaId !== void 0) requireMedia(ctx, mediaId, { type: kind, attachmentType: FOR_MOMENTS });
  }
}
function audience(ctx, body) {
  const { sender_list: senders, external_contact_list: contacts2 } = body.visible_range ?? {};
  const known = new Set(ctx.state.wecom.tagGroups.flatMap((group) => group.tags.map(({ id }) => id)));
  const tags = contacts2?.tag_list ?? [];
  const users = senders?.user_list ?? [];
  const parties = senders?.department_list ?? [];
  const able = employees(ctx).filter(({ userid }) => settingsOf(ctx, userid).customerContact);
  const named = users.flatMap((userid) => staffById(ctx, userid) ?? []);
  const byParty = parties.flatMap((id) => membersOfDepartment(ctx, id) ?? []);
  const everybody = users.length + parties.length === 0;
  const chosen = everybody ? able : able.filter((member) => [...named, ...byParty].includes(member));
  const valid = tags.filter((id) => known.has(id));
  return {
    tasks: chosen.map(({ userid }) => ({ userid, customers: customersWith(ctx, userid, valid) })),
    invalid: {
      users: users.filter((userid) => !able.some((member) => member === staffById(ctx, userid))),
      departments: parties.filter((id) => !membersOfDepartment(ctx, id)),
      tags: tags.filter((id) => !known.has(id))
    }
  };
}
function customersWith(ctx, userid, tags) {
  const follows = knownFollows(ctx).filter(
    (follow2) => follow2.userid === userid && (tags.length === 0 || follow2.tagIds.some((id) => tags.includes(id)))
  );
  return externalIds(
    ctx,
    follows.map(({ shopperId }) => shopperId)
  );
}
function countPost(ctx) {
  const { momentCount, moments } = ctx.state.wecom;
  const now2 = ctx.clock.now();
  if (moments.filter(({ createdAt }) => now2 - createdAt < 6e4).length >= PER_MINUTE) {
    throw new Refusal(41078, "too many posts in a minute");
  }
  const month = beijingTime(now2).slice(0, 7);
  if (momentCount.month !== month) Object.assign(momentCount, { month, count: 0 });
  if (momentCount.count >= PER_MONTH) throw new Refusal(45009, "api freq out of limit: posts of the month");
  momentCount.count += 1;
}

// packages/wechat-sandbox/src/wecom/moments/control.ts
var reactSchema = import_zod50.z.strictObject({ text: import_zod50.z.string().min(1).max(500).optional() });

// packages/wechat-sandbox/src/wecom/control.ts
var oauthSchema = import_zod51.z.strictObject({
  scope: import_zod51.z.enum(["snsapi_base", "snsapi_privateinfo"]).optional(),
  authorized: import_zod51.z.array(import_zod51.z.enum(PRIVATE_FIELDS)).optional()
});
var memberSchema = import_zod51.z.strictObject({
  customerContact: import_zod51.z.boolean().optional(),
  realName: import_zod51.z.boolean().optional(),
  active: import_zod51.z.boolean().optional(),
  consoleWelcome: import_zod51.z.string().nullable().optional(),
  customerLimit: import_zod51.z.int().min(0).nullable().optional()
});
var ipsSchema = import_zod51.z.strictObject({ ips: import_zod51.z.array(import_zod51.z.string()).nullable() });
var quotaSchema = import_zod51.z.strictObject({ path: import_zod51.z.string(), calls: import_zod51.z.int().min(0) });

// packages/wechat-sandbox/src/weixin/control.ts
var import_zod53 = require("zod");

// packages/wechat-sandbox/src/miniprogram/templates.ts
var import_zod52 = require("zod");

// packages/wechat-sandbox/src/miniprogram/template-library.ts
var CATEGORIES = [
  { id: 307, name: "\u670D\u88C5/\u978B/\u7BB1\u5305" },
  { id: 616, name: "\u5546\u5BB6\u81EA\u8425 > \u767E\u8D27" },
  { id: 670, name: "\u7EBF\u4E0B\u8D85\u5E02/\u4FBF\u5229\u5E97" }
];
var STORE = { kid: 1, name: "\u95E8\u5E97\u540D\u79F0", example: "\u9759\u5B89\u5BFA\u5E97", rule: "thing" };
var NUMBER = { kid: 2, name: "\u8BA2\u5355\u7F16\u53F7", example: "SH20261001", rule: "character_string" };
var GOODS = { kid: 3, name: "\u5546\u54C1\u540D\u79F0", example: "\u7F8A\u7ED2\u886B", rule: "thing" };
var AMOUNT = { kid: 4, name: "\u8BA2\u5355\u91D1\u989D", example: "\xA5199.00", rule: "amount" };
var WHEN = { kid: 5, name: "\u65F6\u95F4", example: "2026\u5E7410\u67081\u65E5 15:01", rule: "time" };
var NOTE = { kid: 6, name: "\u5907\u6CE8", example: "\u8BF7\u5728\u4E24\u5929\u5185\u53D6\u8D27", rule: "thing" };
var PHONE = { kid: 7, name: "\u8054\u7CFB\u7535\u8BDD", example: "021-62881234", rule: "phone_number" };
var STATE = {
  kid: 8,
  name: "\u8BA2\u5355\u72B6\u6001",
  example: "\u5F85\u53D6\u8D27",
  rule: "enum",
  enumValues: ["\u5F85\u53D6\u8D27", "\u5DF2\u53D6\u8D27", "\u5DF2\u53D6\u6D88"]
};
var LIBRARY = [
  {
    tid: 1001,
    title: "\u53D6\u8D27\u63D0\u9192",
    type: 2,
    categoryId: 616,
    keywords: [STORE, NUMBER, GOODS, WHEN, NOTE, PHONE]
  },
  {
    tid: 1002,
    title: "\u8BA2\u5355\u72B6\u6001\u901A\u77E5",
    type: 2,
    categoryId: 616,
    keywords: [NUMBER, GOODS, AMOUNT, STATE, WHEN]
  },
  { tid: 1003, title: "\u9000\u6B3E\u6210\u529F\u901A\u77E5", type: 2, categoryId: 616, keywords: [NUMBER, AMOUNT, WHEN, NOTE] },
  { tid: 1004, title: "\u5230\u8D27\u63D0\u9192", type: 2, categoryId: 307, keywords: [GOODS, STORE, WHEN, NOTE] },
  { tid: 1005, title: "\u4F18\u60E0\u5238\u5230\u671F\u63D0\u9192", type: 2, categoryId: 670, keywords: [GOODS, WHEN, NOTE] }
];

// packages/wechat-sandbox/src/miniprogram/templates.ts
var MOST_OWN = 50;
var LARGEST_PAGE = 30;
var LONGEST_SCENE2 = 15;
var addSchema4 = import_zod52.z.object({
  tid: import_zod52.z.union([import_zod52.z.string(), import_zod52.z.number()]).optional(),
  kidList: import_zod52.z.array(import_zod52.z.union([import_zod52.z.string(), import_zod52.z.number()])).optional(),
  sceneDesc: import_zod52.z.string().optional()
});
var deleteSchema2 = import_zod52.z.object({ priTmplId: import_zod52.z.string().optional() });
function templatesOf(ctx) {
  const { ownTemplates, deletedTemplates } = ctx.state.mini;
  const given = ctx.world.miniProgram.templates.filter(({ id }) => !deletedTemplates.includes(id));
  return [...given, ...ownTemplates];
}
function getCategories() {
  return json({ errcode: 0, errmsg: "ok", data: CATEGORIES });
}
function getTitles(_ctx, { query }) {
  const ids2 = (query.get("ids") ?? "").split(",").filter(Boolean);
  if (ids2.length === 0) throw new Refusal(200018, "ids is empty");
  if (!ids2.every((id) => CATEGORIES.some((category) => String(category.id) === id)))
    throw new Refusal(200019, "invalid ids");
  const start = wholeNumber(query.get("start"));
  const limit = wholeNumber(query.get("limit"));
  if (start === void 0) throw new Refusal(200016, "invalid start");
  if (limit === void 0 || limit < 1 || limit > LARGEST_PAGE) throw new Refusal(200017, "invalid limit");
  const found = LIBRARY.filter(({ categoryId }) => ids2.includes(String(categoryId)));
  const data = found.slice(start, start + limit).map(({ tid, title: title2, type, categoryId }) => ({ tid, title: title2, type, categoryId }));
  return json({ errcode: 0, errmsg: "ok", count: found.length, data });
}
function getKeywords(_ctx, { query }) {
  const { keywords } = requireTitle(query.get("tid") ?? "");
  const data = keywords.map(({ kid, name: name2, example, rule }) => ({ kid, name: name2, example, rule }));
  return json({ errcode: 0, errmsg: "ok", count: data.length, data });
}
function addTemplate(ctx, request) {
  const { tid = "", kidList = [], sceneDesc = "" } = jsonBody(request, addSchema4, 200020);
  const title2 = requireTitle(String(tid));
  const kids = kidList.map(Number);
  const keywords = kids.map((kid) => title2.keywords.find((keyword) => keyword.kid === kid));
  const known = keywords.filter((keyword) => keyword !== void 0);
  if (kids.length < 2 || kids.length > 5 || known.length < kids.length || new Set(kids).size < kids.length)
    throw new Refusal(200020, "invalid kidList");
  if (sceneDesc === "" || [...sceneDesc].length > LONGEST_SCENE2)
    throw new Refusal(200021, "invalid sceneDesc");
  const { mini } = ctx.state;
  const same = (old) => old.tid === title2.tid && old.kidList.join() === kids.join() && !mini.deletedTemplates.includes(old.id);
  if (mini.ownTemplates.some(same)) throw new Refusal(200022, "the template already exists");
  if (templatesOf(ctx).length >= MOST_OWN) throw new Refusal(200012, "too many templates");
  const template = {
    id: ctx.random.text(43),
    title: title2.title,
    type: title2.type,
    tid: title2.tid,
    kidList: kids,
    ...composed(known)
  };
  mini.ownTemplates.push(template);
  return json({ errcode: 0, errmsg: "ok", priTmplId: template.id });
}
function getTemplates(ctx) {
  const own = new Map(ctx.state.mini.ownTemplates.map((template) => [template.id, template]));
  const data = templatesOf(ctx).map((template) => {
    const { content = linesOf(template.fields ?? {}), example = "" } = own.get(template.id) ?? {};
    const enums = Object.entries(template.enums ?? {});
    return {
      priTmplId: template.id,
      title: template.title,
      content,
      example,
      type: template.type ?? 2,
      ...enums.length > 0 ? {
        keywordEnumValueList: enums.map(([keywordCode, enumValueList]) => ({
          keywordCode: `${keywordCode}.DATA`,
          enumValueList
        }))
      } : {}
    };
  });
  return json({ errcode: 0, errmsg: "ok", data });
}
function deleteTemplate(ctx, request) {
  const { priTmplId = "" } = jsonBody(request, deleteSchema2, 200002);
  const { mini } = ctx.state;
  if (!templatesOf(ctx).some(({ id }) => id === priTmplId)) throw new Refusal(200014, "invalid priTmplId");
  const before = mini.ownTemplates.length;
  mini.ownTemplates = mini.ownTemplates.filter(({ id }) => id !== priTmplId);
  if (mini.ownTemplates.length === before) mini.deletedTemplates.push(priTmplId);
  for (const key of Object.keys(mini.subscriptions)) {
    if (key.endsWith(` ${priTmplId}`)) delete mini.subscriptions[key];
  }
  return json({ errcode: 0, errmsg: "ok" });
}
function composed(keywords) {
  const keyed = keywords.map((keyword) => ({ ...keyword, key: `${keyword.rule}${keyword.kid}` }));
  const fields = Object.fromEntries(keyed.map(({ key, name: name2 }) => [key, name2]));
  const enums = keyed.flatMap(({ key, enumValues }) => enumValues ? [[key, enumValues]] : []);
  return {
    fields,
    ...enums.length > 0 ? { enums: Object.fromEntries(enums) } : {},
    content: linesOf(fields),
    example: keyed.map(({ name: name2, example }) => `${name2}:${example}
`).join("")
  };
}
function linesOf(fields) {
  return Object.entries(fields).map(([key, name2]) => `${name2}:{{${key}.DATA}}
`).join("");
}
function requireTitle(tid) {
  const title2 = LIBRARY.find((candidate) => String(candidate.tid) === tid);
  if (!title2) throw new Refusal(200014, "invalid tid");
  return title2;
}
function wholeNumber(text11) {
  return text11 !== null && /^\d{1,9}$/.test(text11) ? Number(text11) : void 0;
}

// packages/wechat-sandbox/src/weixin/control.ts
var limitSchema = import_zod53.z.strictObject({
  perSecond: import_zod53.z.int().min(0).optional(),
  perMinute: import_zod53.z.int().min(0).optional(),
  perDay: import_zod53.z.int().min(0).optional()
});
var settingsSchema2 = import_zod53.z.strictObject({
  ipWhitelist: import_zod53.z.array(import_zod53.z.string()).nullable().optional(),
  secretFrozen: import_zod53.z.boolean().optional(),
  bannedTemplates: import_zod53.z.array(import_zod53.z.string()).optional(),
  push: import_zod53.z.strictObject({
    url: import_zod53.z.url().nullable().optional(),
    mode: import_zod53.z.enum(PUSH_MODES).optional(),
    format: import_zod53.z.enum(PUSH_FORMATS).optional()
  }).optional(),
  /** Path → numbers in the place of the documented ones; all of them are replaced. */
  limits: import_zod53.z.record(import_zod53.z.string().startsWith("/"), limitSchema).optional()
});
var linkSchema = import_zod53.z.strictObject({ url: import_zod53.z.string() });
var textSchema = import_zod53.z.strictObject({ text: import_zod53.z.string().min(1) });
var offSchema = import_zod53.z.strictObject({ templateId: import_zod53.z.string() });

// packages/wechat-sandbox/src/control/people.ts
var import_zod54 = require("zod");
var paySchema = import_zod54.z.strictObject({
  timeStamp: import_zod54.z.string().optional(),
  nonceStr: import_zod54.z.string().optional(),
  package: import_zod54.z.string().optional(),
  signType: import_zod54.z.string().optional(),
  paySign: import_zod54.z.string().optional(),
  prepayId: import_zod54.z.string().optional(),
  cancel: import_zod54.z.boolean().optional()
});
var subscribeSchema2 = import_zod54.z.strictObject({
  templateIds: import_zod54.z.array(import_zod54.z.string()).min(1),
  answer: import_zod54.z.enum(["accept", "reject"])
});
var placeSchema = import_zod54.z.strictObject({
  latitude: import_zod54.z.number().min(-90).max(90),
  longitude: import_zod54.z.number().min(-180).max(180)
});

// packages/wechat-sandbox/src/control/routes.ts
var clockSchema = import_zod55.z.strictObject({ advanceSeconds: import_zod55.z.number().min(0) });
var flushSchema = import_zod55.z.strictObject({ reverse: import_zod55.z.boolean().optional(), ids: import_zod55.z.array(import_zod55.z.string()).optional() });
var callbackSchema = import_zod55.z.strictObject({
  wecomCallbackUrl: import_zod55.z.url().optional(),
  miniProgramPushUrl: import_zod55.z.url().optional(),
  officialAccountPushUrl: import_zod55.z.url().optional()
}).refine((addresses) => Object.keys(addresses).length > 0, "name at least one address");

// packages/wechat-sandbox/src/channels/douyin-messages.ts
var import_zod56 = require("zod");
var schema7 = import_zod56.z.object({
  to_user_id: import_zod56.z.string(),
  order_id: import_zod56.z.string(),
  content: import_zod56.z.object({
    msg_type: import_zod56.z.literal(1),
    text: import_zod56.z.object({ text: import_zod56.z.string().min(1).max(500) })
  })
});

// packages/wechat-sandbox/src/channels/douyin-refunds.ts
var import_zod57 = require("zod");
var schema8 = import_zod57.z.object({
  order_id: import_zod57.z.string(),
  out_refund_no: import_zod57.z.string().min(1).max(64),
  refund_amount: import_zod57.z.int().positive(),
  reason: import_zod57.z.string().max(80)
});

// packages/wechat-sandbox/src/pay/bill.rules.ts
var HOUR_MS4 = 3600 * 1e3;
var DAY_MS10 = 24 * HOUR_MS4;
var BEIJING_MS2 = 8 * HOUR_MS4;

// packages/wechat-sandbox/src/pay/bills.ts
var LINK_LIVES_MS = 5 * 60 * 1e3;

// packages/wechat-sandbox/src/official/messages.ts
var import_zod58 = require("zod");

// packages/wechat-sandbox/src/miniprogram/subscribe.rules.ts
var CHINESE = /[\u4e00-\u9fff]/;
var CLOCK = String.raw`(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?`;
var DATE = String.raw`(?:\d{4}年(?:0?[1-9]|1[0-2])月(?:0?[1-9]|[12]\d|3[01])日|\d{4}([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01]))`;
var DATE_TO = DATE.replaceAll("\\1", "\\2");
var TIME_VALUE = new RegExp(`^(?:${DATE} ?)?${CLOCK}(?: ?~ ?(?:${DATE_TO} ?)?${CLOCK})?$`);
var DATE_VALUE = new RegExp(`^${DATE}(?: ?${CLOCK})?(?: ?~ ?${DATE_TO}(?: ?${CLOCK})?)?$`);
var VALUE_RULES = {
  thing: (value) => length(value) <= 20,
  number: (value) => /^-?\d+(\.\d+)?$/.test(value) && length(value) <= 32,
  letter: (value) => /^[A-Za-z]{1,32}$/.test(value),
  symbol: (value) => /^[^\p{L}\p{N}\s]{1,5}$/u.test(value),
  character_string: (value) => length(value) <= 32 && !CHINESE.test(value),
  time: (value) => TIME_VALUE.test(value),
  date: (value) => DATE_VALUE.test(value),
  amount: (value) => /^[¥¥$€£]?\d{1,10}(\.\d+)?元?$/.test(value),
  phone_number: (value) => /^[\d+\-() ]{1,17}$/.test(value),
  // Only the first and the last may be Chinese.
  car_number: (value) => /^[\u4e00-\u9fffA-Za-z0-9][A-Za-z0-9]{0,6}[\u4e00-\u9fffA-Za-z0-9]?$/.test(value),
  // Mixed names count as Chinese ones.
  name: (value) => CHINESE.test(value) ? length(value) <= 10 : /^[^\p{N}]{1,20}$/u.test(value),
  phrase: (value) => [...value].every((character) => CHINESE.test(character)) && length(value) <= 5,
  enum: () => true
};
var KEYWORD_KINDS = Object.keys(VALUE_RULES);
function valueProblem(key, value, allowed) {
  const kind = /^([a-z_]+?)\d+$/.exec(key)?.[1] ?? "";
  const rule = VALUE_RULES[kind];
  if (!rule) return `argument invalid! data.${key} is not a keyword of the template`;
  if (value.trim() === "") return `argument invalid! data.${key}.value is empty`;
  const fits2 = rule(value) && (kind !== "enum" || (allowed?.includes(value) ?? true));
  return fits2 ? void 0 : `argument invalid! data.${key}.value invalid`;
}
function length(value) {
  return [...value].length;
}

// packages/wechat-sandbox/src/official/messages.ts
var target2 = {
  touser: import_zod58.z.string().optional(),
  template_id: import_zod58.z.string().optional(),
  data: import_zod58.z.record(import_zod58.z.string(), import_zod58.z.object({ value: import_zod58.z.string(), color: import_zod58.z.string().optional() })).optional()
};
var miniprogram2 = import_zod58.z.object({ appid: import_zod58.z.string(), pagepath: import_zod58.z.string().optional() }).optional();
var templateSchema2 = import_zod58.z.object({
  ...target2,
  url: import_zod58.z.string().optional(),
  miniprogram: miniprogram2,
  client_msg_id: import_zod58.z.string().max(32).optional(),
  topcolor: import_zod58.z.string().optional()
});
var subscribeSchema3 = import_zod58.z.object({ ...target2, page: import_zod58.z.string().optional(), miniprogram: miniprogram2 });
function sendTemplateMessage(ctx, request) {
  const { url, ...body } = jsonBody(request, templateSchema2, 47003);
  const { shopper, template, text: text11, page: page2 } = checked(ctx, body);
  if (!isFollowing(ctx, shopper.id)) throw new Refusal(43004, "require subscribe");
  const blocked = ctx.state.official.followers[shopper.id]?.blocksTemplates ?? false;
  const msgid = Number(ctx.random.digits(15));
  if (!blocked) {
    const leads = page2 === void 0 ? url === void 0 ? {} : { url } : { page: page2 };
    const { officialOpenid: openid } = shopper;
    arrive(ctx, "official", { openid, kind: "template", title: template.title, text: text11, ...leads });
  }
  tellEvent(ctx, shopper, {
    Event: "TEMPLATESENDJOBFINISH",
    MsgID: msgid,
    Status: blocked ? "failed:user block" : "success"
  });
  return json({ errcode: 0, errmsg: "ok", msgid });
}
function sendSubscriptionNotice(ctx, request) {
  const { page: url, ...body } = jsonBody(request, subscribeSchema3, 47003);
  const { shopper, template, text: text11, page: page2 } = checked(ctx, body);
  const { officialOpenid: openid } = shopper;
  if (ctx.state.official.bannedTemplates.includes(template.id))
    throw new Refusal(43107, "subscribe message is banned");
  for (const [key, { value }] of Object.entries(body.data ?? {})) {
    const problem = valueProblem(key, value, template.enums?.[key]);
    if (problem) throw new Refusal(47003, problem);
  }
  takeAccept(ctx, "official", { openid, template });
  const leads = page2 === void 0 ? url === void 0 ? {} : { url } : { page: page2 };
  arrive(ctx, "official", { openid, kind: "subscription", title: template.title, text: text11, ...leads });
  tellSent(ctx, "official", { openid, templateId: template.id, msgid: ctx.random.digits(19) });
  return json({ errcode: 0, errmsg: "ok" });
}
function listTemplates(ctx) {
  const { templates } = ctx.world.officialAccount;
  return json({
    template_list: templates.map(({ id, title: title2, fields = {} }) => ({
      template_id: id,
      title: title2,
      primary_industry: "",
      deputy_industry: "",
      content: Object.entries(fields).map(([key, name2]) => `${name2}:{{${key}.DATA}}
`).join(""),
      example: ""
    }))
  });
}
function checked(ctx, body) {
  const shopper = shopperOf(ctx, "official", body.touser ?? "");
  if (!shopper) throw new Refusal(40003, "invalid openid");
  const template = ctx.world.officialAccount.templates.find(({ id }) => id === body.template_id);
  if (!template) throw new Refusal(40037, "invalid template_id");
  const data = body.data ?? {};
  const missing = Object.keys(template.fields ?? {}).find((key) => !(key in data));
  if (missing || Object.keys(data).length === 0)
    throw new Refusal(47003, `argument invalid! data.${missing ?? ""}.value is empty`);
  const { miniprogram: bound } = body;
  if (bound && bound.appid !== ctx.world.miniProgram.appid) throw new Refusal(40013, "invalid appid");
  const text11 = Object.entries(data).map(([key, { value }]) => `${template.fields?.[key] ?? key}\uFF1A${value}`).join("\n");
  return { shopper, template, text: text11, ...bound ? { page: bound.pagepath ?? "" } : {} };
}

// packages/wechat-sandbox/src/official/page-tickets.ts
var LIFE_MS5 = 7200 * 1e3;
var TYPES = ["jsapi", "wx_card"];
function getTicket(ctx, request) {
  const type = TYPES.find((known) => known === request.query.get("type"));
  if (!type) throw new Refusal(40097, "invalid args: type");
  const now2 = ctx.clock.now();
  const { official } = ctx.state;
  let current = official.pageTickets.find((ticket) => ticket.type === type && now2 < ticket.expiresAt);
  if (!current) {
    current = { type, ticket: ctx.random.text(86), expiresAt: now2 + LIFE_MS5 };
    official.pageTickets = [...official.pageTickets.filter((old) => now2 < old.expiresAt), current];
  }
  const expires_in = Math.floor((current.expiresAt - now2) / 1e3);
  return json({ errcode: 0, errmsg: "ok", ticket: current.ticket, expires_in });
}

// packages/wechat-sandbox/src/official/tags.ts
var import_zod59 = require("zod");
var FIRST_OWN = 100;
var MOST_TAGS3 = 100;
var LONGEST_NAME_BYTES2 = 30;
var MOST_OPENIDS = 50;
var MOST_OF_A_PERSON = 20;
var tagSchema = import_zod59.z.object({
  tag: import_zod59.z.object({ id: import_zod59.z.number().optional(), name: import_zod59.z.string().optional() }).optional()
});
var membersSchema = import_zod59.z.object({ openid_list: import_zod59.z.array(import_zod59.z.string()).optional(), tagid: import_zod59.z.number().optional() });
var personSchema = import_zod59.z.object({ openid: import_zod59.z.string().optional() });
var ofTagSchema = import_zod59.z.object({ tagid: import_zod59.z.number().optional(), next_openid: import_zod59.z.string().optional() });
function createTag(ctx, request) {
  const name2 = requireName2(ctx, jsonBody(request, tagSchema).tag?.name);
  const { tags } = ctx.state.official;
  const own = tags.filter(({ id }) => id >= FIRST_OWN);
  if (own.length >= MOST_TAGS3) throw new Refusal(45056, "too many tag now, can not add new");
  const tag = { id: Math.max(FIRST_OWN - 1, ...own.map(({ id }) => id)) + 1, name: name2 };
  tags.push(tag);
  return json({ tag });
}
function listTags(ctx) {
  const people2 = followersOf(ctx);
  return json({
    tags: ctx.state.official.tags.map(({ id, name: name2 }) => ({
      id,
      name: name2,
      count: people2.filter(({ follower }) => follower.tagIds.includes(id)).length
    }))
  });
}
function renameTag2(ctx, request) {
  const { id, name: name2 } = jsonBody(request, tagSchema).tag ?? {};
  requireOwnTag(ctx, id).name = requireName2(ctx, name2, id);
  return json({ errcode: 0, errmsg: "ok" });
}
function deleteTag(ctx, request) {
  const tag = requireOwnTag(ctx, jsonBody(request, tagSchema).tag?.id);
  const { official } = ctx.state;
  official.tags = official.tags.filter((other) => other !== tag);
  for (const follower of Object.values(official.followers)) {
    follower.tagIds = follower.tagIds.filter((id) => id !== tag.id);
  }
  return json({ errcode: 0, errmsg: "ok" });
}
function markPeople(ctx, request, how) {
  const { openid_list: openids = [], tagid } = jsonBody(request, membersSchema);
  if (openids.length === 0 || openids.length > MOST_OPENIDS)
    throw new Refusal(40032, "invalid openid list size");
  const { id } = requireTag2(ctx, tagid);
  const people2 = openids.map((openid) => requireFollower(ctx, openid));
  const others = people2.map(({ tagIds }) => tagIds.filter((other) => other !== id));
  if (how === "add" && others.some((tagIds) => tagIds.length >= MOST_OF_A_PERSON))
    throw new Refusal(45059, "some fans already in too many tags");
  for (const [index, follower] of people2.entries()) {
    const kept = others[index] ?? [];
    follower.tagIds = how === "add" ? [...kept, id] : kept;
  }
  return json({ errcode: 0, errmsg: "ok" });
}
function tagsOfPerson(ctx, request) {
  const { openid = "" } = jsonBody(request, personSchema);
  return json({ tagid_list: requireFollower(ctx, openid).tagIds });
}
function peopleOfTag(ctx, request) {
  const { tagid, next_openid: after = "" } = jsonBody(request, ofTagSchema);
  const { id } = requireTag2(ctx, tagid);
  const openids = followersOf(ctx).filter(({ follower }) => follower.tagIds.includes(id)).map(({ shopper }) => shopper.officialOpenid);
  const page2 = after === "" ? openids : openids.slice(openids.indexOf(after) + 1);
  return json({ count: page2.length, data: { openid: page2 }, next_openid: page2.at(-1) ?? "" });
}
function requireName2(ctx, name2 = "", own) {
  if (name2 === "") throw new Refusal(40097, "invalid args");
  if (Buffer.byteLength(name2) > LONGEST_NAME_BYTES2) throw new Refusal(45158, "tag name length limit");
  if (ctx.state.official.tags.some((tag) => tag.name === name2 && tag.id !== own))
    throw new Refusal(45157, "tag name already exists");
  return name2;
}
function requireTag2(ctx, id) {
  const tag = ctx.state.official.tags.find((candidate) => candidate.id === id);
  if (!tag) throw new Refusal(45159, "invalid tag id");
  return tag;
}
function requireOwnTag(ctx, id) {
  const tag = requireTag2(ctx, id);
  if (tag.id < FIRST_OWN) throw new Refusal(45058, "can't modify system tag");
  return tag;
}

// packages/wechat-sandbox/src/official/routes.ts
var get = (path2, handle) => ({ method: "GET", path: path2, of: ["official"], handle });
var post2 = (path2, handle) => ({ method: "POST", path: path2, of: ["official"], handle });
var officialEndpoints = [
  { method: "GET", path: "/sns/oauth2/access_token", open: webToken },
  { method: "GET", path: "/sns/oauth2/refresh_token", open: refreshWebToken },
  { method: "GET", path: "/sns/userinfo", open: webUserInfo },
  { method: "GET", path: "/sns/auth", open: checkWebToken },
  get("/cgi-bin/ticket/getticket", getTicket),
  post2("/cgi-bin/qrcode/create", createQrCode),
  get("/cgi-bin/user/info", userInfo),
  post2("/cgi-bin/user/info/batchget", usersInfo),
  post2("/cgi-bin/user/info/updateremark", setRemark),
  get("/cgi-bin/user/get", listFollowers),
  post2("/cgi-bin/tags/create", createTag),
  get("/cgi-bin/tags/get", listTags),
  post2("/cgi-bin/tags/update", renameTag2),
  post2("/cgi-bin/tags/delete", deleteTag),
  post2("/cgi-bin/tags/members/batchtagging", (ctx, request) => markPeople(ctx, request, "add")),
  post2("/cgi-bin/tags/members/batchuntagging", (ctx, request) => markPeople(ctx, request, "remove")),
  post2("/cgi-bin/tags/getidlist", tagsOfPerson),
  post2("/cgi-bin/user/tag/get", peopleOfTag),
  post2("/cgi-bin/message/template/send", sendTemplateMessage),
  get("/cgi-bin/template/get_all_private_template", listTemplates),
  post2("/cgi-bin/message/subscribe/bizsend", sendSubscriptionNotice),
  post2("/cgi-bin/menu/create", createMenu),
  get("/cgi-bin/menu/get", getMenu),
  get("/cgi-bin/menu/delete", deleteMenu)
];

// packages/wechat-sandbox/src/wecom/app-messages/send.ts
var import_node_crypto4 = require("node:crypto");
var import_zod60 = require("zod");
var KEPT12 = 1e3;
var MOST = { user: 1e3, party: 100, tag: 100 };
var PER_MINUTE2 = 30;
var PER_HOUR = 1e3;
var HOUR_MS5 = 3600 * 1e3;
var MINUTE_MS5 = 60 * 1e3;
var SENDS_PER_ACCOUNT = 200;
var MOST_DIGESTS = 2e3;
var flag = import_zod60.z.union([import_zod60.z.literal(0), import_zod60.z.literal(1)]).optional();
var messageSchema = import_zod60.z.looseObject({
  touser: import_zod60.z.string().optional(),
  toparty: import_zod60.z.string().optional(),
  totag: import_zod60.z.string().optional(),
  msgtype: import_zod60.z.string(),
  agentid: import_zod60.z.union([import_zod60.z.number(), import_zod60.z.string()]).optional(),
  safe: import_zod60.z.union([import_zod60.z.literal(0), import_zod60.z.literal(1), import_zod60.z.literal(2)]).optional(),
  enable_id_trans: flag,
  enable_duplicate_check: flag,
  duplicate_check_interval: import_zod60.z.int().min(0).max(14400).default(1800)
});
function sendAppMessage(ctx, request) {
  const body = readBody(request, messageSchema);
  requireAgent(ctx, body.agentid);
  const content = requireContent2(ctx, body);
  const { userids, ...invalid } = receiversOf(ctx, body);
  if (userids.length === 0) throw new Refusal(81013, "user & party & tag all invalid");
  const card = body.msgtype === "template_card" ? requireCard(ctx, content) : void 0;
  const msgid = ctx.random.text(64);
  if (!isDuplicate(ctx, body, userids)) {
    countSends(ctx, userids.length);
    deliver(ctx, { msgid, userids, msgtype: body.msgtype, content, card });
  }
  const code = card && hasResponseCode(card) ? { response_code: newResponseCode(ctx, { msgid }) } : {};
  return ok({ ...invalid, unlicenseduser: "", msgid, ...code });
}
function recallAppMessage(ctx, request) {
  const { msgid } = readBody(request, import_zod60.z.object({ msgid: import_zod60.z.string() }));
  const { appMessages, messages } = ctx.state.wecom;
  const sent = appMessages.find((one) => one.msgid === msgid);
  if (!sent || ctx.clock.now() - sent.at >= DAY_MS2) throw new Refusal(40058, "invalid msgid");
  for (const message of messages) if (message.msgid === msgid) message.recalled = true;
  return ok();
}
function requireContent2(ctx, body) {
  const { msgtype } = body;
  const content = body[msgtype];
  if (!MESSAGE_TYPES.includes(msgtype) || !isRecord(content))
    throw new Refusal(40008, "invalid message type");
  const problem = messageProblem(msgtype, content);
  if (problem) throw new Refusal(problem.errcode, problem.words);
  const upload = MEDIA_MESSAGES.find((type) => type === msgtype);
  if (upload) requireMedia(ctx, String(content.media_id ?? ""), { type: upload });
  if (msgtype === "miniprogram_notice" && content.appid !== ctx.world.miniProgram.appid) {
    throw new Refusal(90208, "appid does not match");
  }
  return content;
}
function requireCard(ctx, content) {
  const read2 = readCard(content);
  if ("problem" in read2) throw new Refusal(read2.problem.errcode, read2.problem.words);
  const { card } = read2;
  if (isInteractive(card) && ctx.state.wecom.callbackUrl === null) {
    throw new Refusal(43012, "the app needs a callback url");
  }
  const { task_id: wanted } = card;
  const used = wanted && ctx.state.wecom.appMessages.some(({ taskId: taskId2 }) => taskId2 === wanted);
  if (used) throw new Refusal(42014, "task_id was used before");
  return card;
}
function receiversOf(ctx, body) {
  if (!body.touser && !body.toparty && !body.totag) {
    throw new Refusal(40063, "touser, toparty and totag are all empty");
  }
  if (body.touser === "@all") {
    return {
      userids: employees(ctx).map(({ userid }) => userid),
      invaliduser: "",
      invalidparty: "",
      invalidtag: ""
    };
  }
  const users = split(body.touser);
  const parties = split(body.toparty);
  const tags = split(body.totag);
  if (users.length > MOST.user) throw new Refusal(40032, `touser: at most ${MOST.user}`);
  if (parties.length > MOST.party) throw new Refusal(82002, `toparty: at most ${MOST.party}`);
  if (tags.length > MOST.tag) throw new Refusal(82003, `totag: at most ${MOST.tag}`);
  const found = /* @__PURE__ */ new Set();
  const invaliduser = users.filter((userid) => !take(found, reachable(ctx, userid)));
  const invalidparty = parties.filter((id) => !take(found, membersOfDepartment(ctx, Number(id))));
  const invalidtag = tags.filter((id) => !take(found, membersOfTag(ctx, Number(id))));
  return {
    userids: [...found],
    invaliduser: invaliduser.map((userid) => userid.toLowerCase()).join("|"),
    invalidparty: invalidparty.join("|"),
    invalidtag: invalidtag.join("|")
  };
}
function take(found, members2) {
  for (const { userid } of members2 ?? []) found.add(userid);
  return members2 !== void 0;
}
function reachable(ctx, userid) {
  const member = staffById(ctx, userid);
  if (!member) return void 0;
  const { leftAt, active } = settingsOf(ctx, member.userid);
  return leftAt === void 0 && active ? [member] : void 0;
}
function deliver(ctx, { msgid, userids, msgtype, content, card }) {
  const { wecom } = ctx.state;
  const at2 = ctx.clock.now();
  const taskId2 = card?.task_id === void 0 ? {} : { taskId: card.task_id };
  wecom.appMessages = [...wecom.appMessages, { msgid, at: at2, userids, msgtype, ...taskId2 }].slice(-KEPT12);
  for (const userid of userids) {
    if (!mayReceive2(ctx, userid)) continue;
    const own = card ? structuredClone(content) : content;
    recordMessage(ctx, { kind: "app", userid, msgid, msgtype, content: own });
  }
}
function mayReceive2(ctx, userid) {
  const { appReceived } = ctx.state.wecom;
  const now2 = ctx.clock.now();
  const hour = (appReceived[userid] ?? []).filter((at2) => now2 - at2 < HOUR_MS5);
  const minute = hour.filter((at2) => now2 - at2 < MINUTE_MS5).length;
  const allowed = minute < PER_MINUTE2 && hour.length < PER_HOUR;
  appReceived[userid] = allowed ? [...hour, now2] : hour;
  return allowed;
}
function countSends(ctx, count2) {
  const { appSends } = ctx.state.wecom;
  const day = beijingTime(ctx.clock.now()).slice(0, 10);
  if (appSends.day !== day) Object.assign(appSends, { day, count: 0 });
  if (appSends.count + count2 > employees(ctx).length * SENDS_PER_ACCOUNT) {
    throw new Refusal(45009, "api freq out of limit: person-times of the day");
  }
  appSends.count += count2;
}
function isDuplicate(ctx, body, userids) {
  if (body.enable_duplicate_check !== 1) return false;
  const { wecom } = ctx.state;
  const now2 = ctx.clock.now();
  const text11 = JSON.stringify([body.msgtype, body[body.msgtype], [...userids].sort()]);
  const digest = (0, import_node_crypto4.createHash)("sha256").update(text11).digest("base64url");
  const living = Object.entries(wecom.sentDigests).filter(([, until]) => now2 < until);
  wecom.sentDigests = Object.fromEntries(living.slice(-MOST_DIGESTS));
  if (wecom.sentDigests[digest] !== void 0) return true;
  wecom.sentDigests[digest] = now2 + body.duplicate_check_interval * 1e3;
  return false;
}
function split(list) {
  return (list ?? "").split("|").filter((one) => one !== "");
}

// packages/wechat-sandbox/src/wecom/contacts/id-conversion.ts
var import_zod61 = require("zod");
var PENDING_LIVES_MS = 90 * DAY_MS2;
var KEPT13 = 5e3;
var personSchema2 = import_zod61.z.object({
  unionid: import_zod61.z.string(),
  openid: import_zod61.z.string(),
  subject_type: import_zod61.z.union([import_zod61.z.literal(0), import_zod61.z.literal(1)]).optional()
});
var externalSchema = import_zod61.z.object({ external_userid: import_zod61.z.string() });
var pendingSchema = import_zod61.z.object({ external_userid: import_zod61.z.array(import_zod61.z.string()).min(1).max(1e3) });
function unionidToExternalUserid(ctx, request) {
  const shopper = requirePerson(ctx, request);
  if (isContact(ctx, shopper)) return ok({ external_userid: externalUserid(shopper) });
  return ok({ pending_id: pendingIdOf(ctx, shopper) });
}
function unionidToExternalUseridOld(ctx, request) {
  const shopper = requirePerson(ctx, request);
  if (!isContact(ctx, shopper)) throw notFollowed();
  return ok({ external_userid: externalUserid(shopper) });
}
function externalUseridToPendingId(ctx, request) {
  const body = readBody(request, pendingSchema);
  const living = ctx.state.wecom.pendingIds.filter(({ expiresAt: expiresAt2 }) => ctx.clock.now() < expiresAt2);
  const result = body.external_userid.flatMap((external) => {
    const shopper = shopperByExternal(ctx, external);
    const pending = living.find(({ shopperId }) => shopperId === shopper?.id);
    return pending ? [{ external_userid: external, pending_id: pending.id }] : [];
  });
  return ok({ result });
}
function convertToOpenid(ctx, request) {
  const shopper = requireContact(ctx, readBody(request, externalSchema).external_userid);
  if (shopper.wecomUser) throw new Refusal(41056, "not a WeChat user");
  if (!isContact(ctx, shopper)) throw notFollowed();
  return ok({ openid: corpOpenid(shopper) });
}
function requirePerson(ctx, request) {
  const { unionid, openid } = readBody(request, personSchema2);
  const { openPlatform, shoppers } = ctx.world;
  if (!openPlatform.wecom) throw new Refusal(41057, "no developer account is bound to the company");
  const shopper = shoppers.find((candidate) => candidate.unionid === unionid && !candidate.wecomUser);
  const openids = [
    ...openPlatform.miniProgram ? [shopper?.openid] : [],
    ...openPlatform.officialAccount ? [shopper?.officialOpenid] : []
  ];
  if (!shopper || !openids.includes(openid)) throw new Refusal(40073, "unionid and openid do not match");
  return shopper;
}
function isContact(ctx, shopper) {
  return knownFollows(ctx).some((follow2) => follow2.shopperId === shopper.id);
}
function pendingIdOf(ctx, shopper) {
  const { wecom } = ctx.state;
  const now2 = ctx.clock.now();
  const living = wecom.pendingIds.filter(({ expiresAt: expiresAt2 }) => now2 < expiresAt2);
  const known = living.find(({ shopperId }) => shopperId === shopper.id);
  if (known) return known.id;
  const fresh = { id: ctx.random.text(43), shopperId: shopper.id, expiresAt: now2 + PENDING_LIVES_MS };
  wecom.pendingIds = [...living, fresh].slice(-KEPT13);
  return fresh.id;
}

// packages/wechat-sandbox/src/wecom/messaging/group-welcomes.ts
var import_zod62 = require("zod");
var MOST_TEMPLATES = 100;
var KINDS = ["image", "link", "miniprogram", "file", "video"];
var contentSchema = import_zod62.z.looseObject({
  text: import_zod62.z.object({ content: textUpTo(3e3) }).optional(),
  /** 1 tells the group owners of the template. */
  notify: import_zod62.z.union([import_zod62.z.literal(0), import_zod62.z.literal(1)]).optional()
});
var idSchema3 = import_zod62.z.looseObject({ template_id: import_zod62.z.string() });
function addGroupWelcome(ctx, request) {
  const { wecom } = ctx.state;
  const content = requireTemplate(ctx, request);
  if (wecom.groupWelcomes.length >= MOST_TEMPLATES) throw new Refusal(41055, "too many templates");
  const template = { templateId: `msg${ctx.random.text(32)}`, ...content };
  wecom.groupWelcomes.push(template);
  return ok({ template_id: template.templateId });
}
function editGroupWelcome(ctx, request) {
  const { template_id } = readBody(request, idSchema3);
  const template = requireKnown(ctx, template_id);
  const content = requireTemplate(ctx, request);
  const at2 = ctx.state.wecom.groupWelcomes.indexOf(template);
  ctx.state.wecom.groupWelcomes[at2] = { templateId: template.templateId, ...content };
  return ok();
}
function getGroupWelcome(ctx, request) {
  const { text: text11, attachment: attachment2 } = requireKnown(ctx, readBody(request, idSchema3).template_id);
  return ok({
    ...text11 ? { text: text11 } : {},
    ...attachment2 ? { [attachment2.msgtype]: Reflect.get(attachment2, attachment2.msgtype) } : {}
  });
}
function deleteGroupWelcome(ctx, request) {
  const template = requireKnown(ctx, readBody(request, idSchema3).template_id);
  const { wecom } = ctx.state;
  wecom.groupWelcomes = wecom.groupWelcomes.filter((one) => one !== template);
  return ok();
}
function requireTemplate(ctx, request) {
  const body = readBody(request, contentSchema);
  const kinds = KINDS.filter((kind2) => body[kind2] !== void 0);
  if (!body.text?.content && kinds.length === 0) throw new Refusal(40063, "the template is empty");
  if (kinds.length > 1) throw new Refusal(40058, "one kind of attachment at most");
  const [kind] = kinds;
  const attachment2 = kind && parseAttachment(kind, body[kind]);
  if (attachment2) requireAttachment(ctx, attachment2);
  return { ...body.text ? { text: body.text } : {}, ...attachment2 ? { attachment: attachment2 } : {} };
}
function parseAttachment(kind, value) {
  const parsed = attachmentSchema.safeParse({ msgtype: kind, [kind]: value });
  if (!parsed.success) throw new Refusal(40058, `invalid ${kind}`);
  return parsed.data;
}
function requireKnown(ctx, templateId) {
  const template = ctx.state.wecom.groupWelcomes.find((one) => one.templateId === templateId);
  if (!template) throw new Refusal(40058, "invalid template_id");
  return template;
}

// packages/wechat-sandbox/src/wecom/moments/reading.ts
var import_zod63 = require("zod");
var LONGEST_RANGE_MS2 = 31 * DAY_MS2;
var listSchema4 = import_zod63.z.object({
  start_time: import_zod63.z.int(),
  end_time: import_zod63.z.int(),
  creator: import_zod63.z.string().optional(),
  filter_type: import_zod63.z.union([import_zod63.z.literal(0), import_zod63.z.literal(1), import_zod63.z.literal(2)]).default(2),
  ...pageFields
});
var ofMomentSchema = import_zod63.z.object({ moment_id: import_zod63.z.string().optional(), ...pageFields });
var ofMemberSchema = ofMomentSchema.extend({ userid: import_zod63.z.string() });
function momentList(ctx, request) {
  const body = readBody(request, listSchema4);
  const [from, until] = [body.start_time * 1e3, (body.end_time + 1) * 1e3];
  if (until < from || until - from > LONGEST_RANGE_MS2 + 1e3) {
    throw new Refusal(40058, "start_time and end_time: at most one month");
  }
  const now2 = ctx.clock.now();
  const found = ctx.state.wecom.moments.filter(
    ({ createdAt, readyAt }) => createdAt >= from && createdAt < until && now2 >= readyAt && body.filter_type !== 1 && !body.creator
  );
  const shown = page(found, body, { usual: 20, most: 20, key: ({ momentId }) => momentId });
  return ok({ moment_list: shown.items.map(presentMoment), ...shown.cursor });
}
function momentTasks(ctx, request) {
  const body = readBody(request, ofMomentSchema);
  const { tasks } = requireMoment(ctx, body.moment_id);
  const shown = page(tasks, body, { usual: 500, most: 1e3, key: ({ userid }) => userid });
  return ok({
    task_list: shown.items.map(({ userid, publishedAt }) => ({
      userid,
      publish_status: publishedAt === void 0 ? 0 : 1
    })),
    ...shown.cursor
  });
}
function momentCustomers(ctx, request) {
  const body = readBody(request, ofMemberSchema);
  const { userid } = requireEmployee(ctx, body.userid);
  const task = requireMoment(ctx, body.moment_id).tasks.find((one) => one.userid === userid);
  const shown = page(task?.customers ?? [], body, { usual: 500, most: 1e3, key: (id) => id });
  return ok({
    customer_list: shown.items.map((external_userid) => ({ userid, external_userid })),
    ...shown.cursor
  });
}
function momentSendResult(ctx, request) {
  const body = readBody(request, ofMemberSchema);
  const { customers } = requirePublished(ctx, body);
  const shown = page(customers, body, { usual: 3e3, most: 5e3, key: (id) => id });
  return ok({ customer_list: shown.items.map((external_userid) => ({ external_userid })), ...shown.cursor });
}
function momentComments(ctx, request) {
  const body = readBody(request, ofMemberSchema);
  const { customers } = requirePublished(ctx, body);
  const { comments, likes } = requireMoment(ctx, body.moment_id);
  const shown = ({ externalUserid: externalUserid2 }) => customers.includes(externalUserid2 ?? "");
  const present = ({ externalUserid: externalUserid2, at: at2 }) => ({
    external_userid: externalUserid2,
    create_time: wireSeconds(at2)
  });
  return ok({
    comment_list: comments.filter(shown).map(present),
    like_list: likes.filter(shown).map(present)
  });
}
function requirePublished(ctx, body) {
  const { userid } = requireEmployee(ctx, body.userid);
  const task = requireMoment(ctx, body.moment_id).tasks.find((one) => one.userid === userid);
  if (!task) throw new Refusal(41061, "the post is not of this member");
  if (task.publishedAt === void 0) throw new Refusal(41062, "the member has not published it");
  return task;
}
function presentMoment(moment) {
  const { momentId, createdAt, text: text11, attachments, isPartial } = moment;
  const images = attachments.flatMap((one) => one.msgtype === "image" ? [one.image] : []);
  const [first2] = attachments;
  return {
    moment_id: momentId,
    create_time: wireSeconds(createdAt),
    create_type: 0,
    visible_type: isPartial ? 0 : 1,
    ...text11 === void 0 ? {} : { text: { content: text11 } },
    ...images.length > 0 ? { image: images } : {},
    ...first2?.msgtype === "video" ? { video: first2.video } : {},
    ...first2?.msgtype === "link" ? { link: { title: first2.link.title, url: first2.link.url } } : {}
  };
}

// packages/wechat-sandbox/src/wecom/routes.ts
var CONTACT = "/cgi-bin/externalcontact";
var GETS = {
  "/cgi-bin/get_jsapi_ticket": corpTicket,
  "/cgi-bin/ticket/get": agentTicket,
  "/cgi-bin/user/get": getUser,
  "/cgi-bin/user/simplelist": simpleUserList,
  "/cgi-bin/department/list": departmentList,
  "/cgi-bin/media/get": getMedia,
  [`${CONTACT}/get_follow_user_list`]: followUserList,
  [`${CONTACT}/list`]: customerList,
  [`${CONTACT}/get`]: customerDetail,
  [`${CONTACT}/get_moment_task_result`]: momentJob
};
var POSTS = {
  "/cgi-bin/auth/getuserdetail": getUserDetail,
  "/cgi-bin/message/send": sendAppMessage,
  "/cgi-bin/message/recall": recallAppMessage,
  "/cgi-bin/message/update_template_card": updateTemplateCard,
  "/cgi-bin/media/upload": uploadMedia,
  "/cgi-bin/media/uploadimg": uploadImage,
  "/cgi-bin/media/upload_attachment": uploadAttachment,
  "/cgi-bin/idconvert/unionid_to_external_userid": unionidToExternalUserid,
  "/cgi-bin/idconvert/batch/external_userid_to_pending_id": externalUseridToPendingId,
  [`${CONTACT}/unionid_to_external_userid`]: unionidToExternalUseridOld,
  [`${CONTACT}/convert_to_openid`]: convertToOpenid,
  [`${CONTACT}/batch/get_by_user`]: customersOfMembers,
  [`${CONTACT}/remark`]: remarkCustomer,
  [`${CONTACT}/mark_tag`]: markTags,
  [`${CONTACT}/add_corp_tag`]: addCorpTags,
  [`${CONTACT}/get_corp_tag_list`]: listCorpTags,
  [`${CONTACT}/edit_corp_tag`]: editCorpTag,
  [`${CONTACT}/del_corp_tag`]: deleteCorpTags,
  [`${CONTACT}/transfer_customer`]: transferCustomer,
  [`${CONTACT}/transfer_result`]: transferResult,
  [`${CONTACT}/resigned/transfer_customer`]: transferResigned,
  [`${CONTACT}/resigned/transfer_result`]: resignedResult,
  [`${CONTACT}/get_unassigned_list`]: unassignedList,
  [`${CONTACT}/add_contact_way`]: addContactWay,
  [`${CONTACT}/get_contact_way`]: getContactWay,
  [`${CONTACT}/list_contact_way`]: listContactWays,
  [`${CONTACT}/update_contact_way`]: updateContactWay,
  [`${CONTACT}/del_contact_way`]: deleteContactWay,
  [`${CONTACT}/close_temp_chat`]: closeTempChat,
  [`${CONTACT}/groupchat/add_join_way`]: addJoinWay,
  [`${CONTACT}/groupchat/get_join_way`]: getJoinWay,
  [`${CONTACT}/groupchat/update_join_way`]: updateJoinWay,
  [`${CONTACT}/groupchat/del_join_way`]: deleteJoinWay,
  [`${CONTACT}/send_welcome_msg`]: sendWelcome,
  [`${CONTACT}/group_welcome_template/add`]: addGroupWelcome,
  [`${CONTACT}/group_welcome_template/edit`]: editGroupWelcome,
  [`${CONTACT}/group_welcome_template/get`]: getGroupWelcome,
  [`${CONTACT}/group_welcome_template/del`]: deleteGroupWelcome,
  [`${CONTACT}/add_msg_template`]: addMassTemplate,
  [`${CONTACT}/remind_groupmsg_send`]: remindMass,
  [`${CONTACT}/cancel_groupmsg_send`]: cancelMass,
  [`${CONTACT}/get_groupmsg_list_v2`]: massList,
  [`${CONTACT}/get_groupmsg_task`]: massTasks,
  [`${CONTACT}/get_groupmsg_send_result`]: massResults,
  [`${CONTACT}/groupchat/list`]: groupList,
  [`${CONTACT}/groupchat/get`]: groupDetail,
  [`${CONTACT}/groupchat/transfer`]: inheritGroups,
  [`${CONTACT}/groupchat/onjob_transfer`]: handOverGroups,
  [`${CONTACT}/add_moment_task`]: addMomentTask,
  [`${CONTACT}/cancel_moment_task`]: cancelMoment,
  [`${CONTACT}/get_moment_list`]: momentList,
  [`${CONTACT}/get_moment_task`]: momentTasks,
  [`${CONTACT}/get_moment_customer_list`]: momentCustomers,
  [`${CONTACT}/get_moment_send_result`]: momentSendResult,
  [`${CONTACT}/get_moment_comments`]: momentComments
};

// packages/wechat-sandbox/src/weixin/rids.ts
var import_zod64 = require("zod");
var KNOWN_FOR_MS2 = 7 * 24 * 3600 * 1e3;
var FORM = /^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/;
var ridSchema = import_zod64.z.object({ rid: import_zod64.z.string().optional() });
function ridGet(ctx, request, kind) {
  const { rid = "" } = jsonBody(request, ridSchema, 76002);
  if (!FORM.test(rid)) throw new Refusal(76002, "rid is error");
  const owner = APP_KINDS.find((one) => appStateOf(ctx, one).rids.some((known) => known.rid === rid));
  if (owner && owner !== kind) throw new Refusal(76003, "could not query this rid, no permission");
  const record = appStateOf(ctx, kind).rids.find((known) => known.rid === rid);
  if (!record) throw new Refusal(76001, "rid not found");
  if (ctx.clock.now() - record.at >= KNOWN_FOR_MS2) throw new Refusal(76004, "rid time is error");
  return json({
    errcode: 0,
    errmsg: "ok",
    request: {
      invoke_time: Math.floor(record.at / 1e3),
      // Nothing here takes as long as a millisecond.
      cost_in_ms: 0,
      request_url: record.query,
      request_body: record.body,
      response_body: record.answer,
      client_ip: record.ip
    }
  });
}

// packages/wechat-sandbox/src/miniprogram/media-check.ts
var import_zod65 = require("zod");
var ANSWERED_AFTER_MS = 10 * 1e3;
var KEPT14 = 1e3;
var NOT_DOWNLOADED = -1008;
var bodySchema3 = import_zod65.z.object({
  media_url: import_zod65.z.string().optional(),
  media_type: import_zod65.z.number().optional(),
  version: import_zod65.z.number().optional(),
  scene: import_zod65.z.number().optional(),
  openid: import_zod65.z.string().optional()
});
function checkMedia(ctx, request) {
  const { media_url: mediaUrl2 = "", media_type, version, scene: scene2, openid } = jsonBody(request, bodySchema3);
  if (!URL.canParse(mediaUrl2) || version !== 2) throw new Refusal(40097, "invalid args");
  if (media_type !== 1 && media_type !== 2) throw new Refusal(40004, "invalid media type");
  const shopper = requireVisitor(ctx, scene2, openid);
  const check = {
    traceId: ctx.random.hex(32),
    openid: shopper.openid,
    mediaUrl: mediaUrl2,
    dueAt: ctx.clock.now() + ANSWERED_AFTER_MS
  };
  ctx.state.mini.mediaChecks = [...ctx.state.mini.mediaChecks, check].slice(-KEPT14);
  planMediaCheck(ctx, check);
  return json({ errcode: 0, errmsg: "ok", trace_id: check.traceId });
}
function planMediaCheck(ctx, check) {
  const { state: state2 } = ctx;
  ctx.clock.schedule(check.dueAt, async () => {
    if (ctx.state !== state2 || !state2.mini.mediaChecks.includes(check)) return;
    state2.mini.mediaChecks = state2.mini.mediaChecks.filter((other) => other !== check);
    tell3(ctx, check);
  });
}
function tell3(ctx, check) {
  const missing = check.mediaUrl.includes("missing");
  const { suggest, label } = findingOf(check.mediaUrl);
  queuePush(ctx, "mini", {
    from: check.openid,
    summary: "wxa_media_check",
    fields: {
      MsgType: "event",
      Event: "wxa_media_check",
      appid: ctx.world.miniProgram.appid,
      trace_id: check.traceId,
      version: 2,
      detail: missing ? [] : [{ strategy: "content_model", errcode: 0, suggest, label, prob: 90 }],
      errcode: missing ? NOT_DOWNLOADED : 0,
      errmsg: missing ? "download failed" : "ok",
      result: { suggest, label }
    }
  });
}
function findingOf(mediaUrl2) {
  if (mediaUrl2.includes("risky")) return { suggest: "risky", label: 20002 };
  if (mediaUrl2.includes("review")) return { suggest: "review", label: 21e3 };
  return NOTHING_FOUND;
}

// packages/wechat-sandbox/src/miniprogram/sessions.ts
var DAY_MS11 = 24 * 3600 * 1e3;
var UNIONID_WITHIN_MS = 300 * 1e3;
function checkSession(ctx, request) {
  requireSession(ctx, request, 87009).visitedAt = ctx.clock.now();
  return json({ errcode: 0, errmsg: "ok" });
}
function resetSession(ctx, request) {
  const session = requireSession(ctx, request, 87007);
  session.sessionKey = ctx.random.bytes(16).toString("base64");
  session.visitedAt = ctx.clock.now();
  const openid = request.query.get("openid");
  return json({ errcode: 0, errmsg: "ok", openid, session_key: session.sessionKey });
}
function paidUnionid(ctx, request) {
  const { query } = request;
  const shopper = shopperByOpenid(ctx, queryParam(request, "openid", 40003));
  if (!shopper) throw new Refusal(40003, "invalid openid");
  const { unionid } = unionidFor(ctx, "mini", shopper);
  if (unionid === void 0) throw new Refusal(89002, "open not exists");
  const order3 = paidOrderByKey(ctx, {
    transactionId: query.get("transaction_id"),
    mchid: query.get("mch_id"),
    outTradeNo: query.get("out_trade_no")
  });
  const fresh = order3 && ctx.clock.now() - order3.paidAt <= UNIONID_WITHIN_MS;
  if (!fresh || order3.openid !== shopper.openid) throw new Refusal(89300, "invalid trade");
  return json({ errcode: 0, errmsg: "ok", unionid });
}
function requireSession(ctx, request, gone) {
  const openid = queryParam(request, "openid", 40097);
  const signature = queryParam(request, "signature", 40097);
  if (request.query.get("sig_method") !== "hmac_sha256") throw new Refusal(87008, "invalid sig_method");
  const session = ctx.state.mini.sessions[openid];
  const lives = session && ctx.clock.now() - session.visitedAt < ctx.rules.sessionKeyDays * DAY_MS11;
  if (!lives) {
    throw new Refusal(gone, gone === 87007 ? "session_key is not existd or expired" : "invalid signature");
  }
  const expected = sessionSignature(session.sessionKey);
  requireThat(request, signature === expected, {
    name: "signature",
    given: signature,
    expected,
    hint: "\u4EE5 session_key\uFF08base64 \u539F\u6587\uFF09\u4E3A\u5BC6\u94A5\uFF0C\u5BF9\u7A7A\u5B57\u7B26\u4E32\u505A HMAC-SHA256",
    otherwise: new Refusal(87009, "invalid signature")
  });
  return session;
}

// packages/wechat-sandbox/src/miniprogram/shipping.ts
var import_zod66 = require("zod");
var KEPT15 = 5e3;
var uploadSchema = shipmentSchema.extend({
  upload_time: import_zod66.z.string(),
  payer: import_zod66.z.object({ openid: import_zod66.z.string() })
});
var combinedSchema = import_zod66.z.object({
  order_key: orderKeySchema,
  sub_orders: import_zod66.z.array(shipmentSchema).min(1),
  upload_time: import_zod66.z.string(),
  payer: import_zod66.z.object({ openid: import_zod66.z.string() })
});
function uploadShipping2(ctx, request) {
  const { upload_time: uploadTime, payer, ...shipment } = jsonBody(request, uploadSchema, 10060014);
  keep(ctx, checked2(ctx, { shipment, uploadTime, openid: payer.openid }));
  return json({ errcode: 0, errmsg: "ok" });
}
function uploadCombinedShipping(ctx, request) {
  const { order_key, sub_orders, upload_time, payer } = jsonBody(request, combinedSchema, 10060014);
  refuse2(keyProblem(order_key));
  const uploads = sub_orders.map(
    (shipment) => checked2(ctx, { shipment, uploadTime: upload_time, openid: payer.openid })
  );
  for (const upload of uploads) keep(ctx, upload);
  return json({ errcode: 0, errmsg: "ok" });
}
function keyOf(body) {
  return body.order_number_type === 2 ? { transactionId: body.transaction_id } : { mchid: body.mchid, outTradeNo: body.out_trade_no };
}
function checked2(ctx, upload) {
  const { shipment, uploadTime, openid } = upload;
  refuse2(
    keyProblem(shipment.order_key) ?? shipmentProblem(shipment) ?? uploadTimeProblem(uploadTime, void 0)
  );
  const order3 = paidOrderByKey(ctx, keyOf(shipment.order_key));
  if (!order3) throw new Refusal(10060001, "\u652F\u4ED8\u5355\u4E0D\u5B58\u5728");
  if (order3.openid !== openid) throw new Refusal(10060031, "\u8BE5\u7B14\u652F\u4ED8\u5355\u4E0D\u5C5E\u4E8Eopenid\u6240\u6307\u5B9A\u7684\u7528\u6237");
  if (order3.refundedFen >= order3.totalFen) throw new Refusal(10060004, "\u652F\u4ED8\u5355\u5904\u4E8E\u4E0D\u53EF\u53D1\u8D27\u7684\u72B6\u6001");
  const before = ctx.state.mini.shippings[order3.transactionId];
  if (before?.confirmedAt !== void 0) throw new Refusal(10060002, "\u652F\u4ED8\u5355\u5DF2\u5B8C\u6210\u53D1\u8D27\uFF0C\u65E0\u6CD5\u7EE7\u7EED\u53D1\u8D27");
  return before ? continued(ctx, before, upload) : first(ctx, order3, upload);
}
function first(ctx, order3, { shipment, uploadTime }) {
  const now2 = ctx.clock.now();
  const complete2 = shipment.delivery_mode !== SPLIT || shipment.is_all_delivered === true;
  return {
    transactionId: order3.transactionId,
    outTradeNo: order3.outTradeNo,
    openid: order3.openid,
    logisticsType: shipment.logistics_type,
    deliveryMode: shipment.delivery_mode,
    items: shipment.shipping_list.map((parcel) => asParcel(parcel, now2)),
    uploadTime,
    fingerprint: contentOf2(shipment),
    finishedCount: complete2 ? 1 : 0,
    ...complete2 ? { shippedAt: now2 } : {},
    corrected: false,
    reminded: false
  };
}
function continued(ctx, before, { shipment, uploadTime }) {
  if (before.fingerprint === contentOf2(shipment)) throw new Refusal(10060023, "\u53D1\u8D27\u4FE1\u606F\u672A\u66F4\u65B0");
  const { delivery_mode: deliveryMode, logistics_type: logisticsType } = shipment;
  const otherWay = deliveryMode !== before.deliveryMode || logisticsType !== before.logisticsType;
  const correction = before.finishedCount > 0 || otherWay;
  if (correction && before.corrected) throw new Refusal(10060003, "\u652F\u4ED8\u5355\u5DF2\u4F7F\u7528\u91CD\u65B0\u53D1\u8D27\u673A\u4F1A");
  refuse2(uploadTimeProblem(uploadTime, before.uploadTime));
  const now2 = ctx.clock.now();
  const complete2 = deliveryMode !== SPLIT || shipment.is_all_delivered === true;
  const parcels = shipment.shipping_list.map((parcel) => asParcel(parcel, now2));
  const numbers = new Set(parcels.map(({ trackingNo }) => trackingNo));
  const items = correction ? parcels : [...before.items.filter(({ trackingNo }) => !numbers.has(trackingNo)), ...parcels];
  if (items.length > MOST_PARCELS) throw new Refusal(10060024, "\u7269\u6D41\u4FE1\u606F\u5217\u8868\u592A\u957F");
  return {
    ...before,
    logisticsType,
    deliveryMode,
    items,
    uploadTime,
    fingerprint: contentOf2(shipment),
    finishedCount: before.finishedCount + (complete2 ? 1 : 0),
    ...complete2 ? { shippedAt: before.shippedAt ?? now2 } : {},
    corrected: before.corrected || correction
  };
}
function keep(ctx, shipping) {
  const { mini } = ctx.state;
  const before = mini.shippings[shipping.transactionId];
  mini.shippings[shipping.transactionId] = shipping;
  const [oldest] = Object.keys(mini.shippings);
  if (oldest !== void 0 && Object.keys(mini.shippings).length > KEPT15) delete mini.shippings[oldest];
  afterShipping(ctx, shipping, before);
}
function asParcel(parcel, uploadedAt) {
  const { item_desc = "", tracking_no, express_company, contact } = parcel;
  const given = {
    trackingNo: tracking_no,
    expressCompany: express_company,
    consignorContact: contact?.consignor_contact,
    receiverContact: contact?.receiver_contact
  };
  const known = Object.entries(given).filter(([, value]) => value !== void 0);
  return { itemDesc: item_desc, uploadedAt, ...Object.fromEntries(known) };
}
function contentOf2({ logistics_type, delivery_mode, is_all_delivered, shipping_list }) {
  return JSON.stringify([logistics_type, delivery_mode, is_all_delivered ?? null, shipping_list]);
}
function refuse2(problem) {
  if (problem) throw new Refusal(problem.errcode, problem.words);
}

// packages/wechat-sandbox/src/miniprogram/shipping-orders.ts
var import_zod67 = require("zod");
var STATE2 = { toShip: 1, shipped: 2, confirmed: 3, done: 4, refunded: 5, toSettle: 6 };
var LARGEST_PAGE2 = 100;
var LONGEST_DESC2 = 120;
var LAST_SECOND = 2 ** 32 - 1;
var orderRefSchema = import_zod67.z.object({
  transaction_id: import_zod67.z.string().optional(),
  merchant_id: import_zod67.z.string().optional(),
  sub_merchant_id: import_zod67.z.string().optional(),
  merchant_trade_no: import_zod67.z.string().optional()
});
var listSchema5 = import_zod67.z.object({
  pay_time_range: import_zod67.z.object({ begin_time: import_zod67.z.int().min(0).optional(), end_time: import_zod67.z.int().min(0).optional() }).optional(),
  order_state: import_zod67.z.int().min(1).max(6).optional(),
  openid: import_zod67.z.string().optional(),
  last_index: import_zod67.z.string().optional(),
  page_size: import_zod67.z.int().min(1).max(LARGEST_PAGE2).optional()
});
function requireOrder2(ctx, body) {
  const order3 = paidOrderByKey(ctx, {
    transactionId: body.transaction_id,
    mchid: body.merchant_id,
    outTradeNo: body.merchant_trade_no
  });
  if (!order3) throw new Refusal(10060001, "\u652F\u4ED8\u5355\u4E0D\u5B58\u5728");
  return order3;
}
function getShippingOrder2(ctx, request) {
  const order3 = requireOrder2(ctx, jsonBody(request, orderRefSchema, 10060014));
  return json({ errcode: 0, errmsg: "ok", order: presentOrder(ctx, order3) });
}
function listShippingOrders(ctx, request) {
  const body = jsonBody(request, listSchema5, 10060014);
  const { page_size: size = LARGEST_PAGE2, pay_time_range: range } = body;
  const after = readIndex(body.last_index);
  const from = Math.min(Math.max(range?.begin_time ?? 0, after?.second ?? 0), LAST_SECOND);
  const until = Math.min(range?.end_time ?? LAST_SECOND, LAST_SECOND);
  const found = [];
  let passed = after === void 0;
  for (const order3 of ordersPaid(ctx, from * 1e3, (until + 1) * 1e3)) {
    if (!passed) {
      passed = order3.transactionId === after?.transactionId || second(order3) > (after?.second ?? 0);
      if (order3.transactionId === after?.transactionId) continue;
    }
    if (!passed || !isAsked(ctx, order3, body)) continue;
    found.push(order3);
    if (found.length > size) break;
  }
  const page2 = found.slice(0, size);
  const last = page2.at(-1);
  return json({
    errcode: 0,
    errmsg: "ok",
    last_index: last ? indexOf(last) : "",
    has_more: found.length > size,
    order_list: page2.map((order3) => presentOrder(ctx, order3))
  });
}
function orderStateOf(ctx, order3) {
  const { shippings, trade } = ctx.state.mini;
  const shipping = shippings[order3.transactionId];
  if (order3.refundedFen >= order3.totalFen) return STATE2.refunded;
  if (!shipping) return trade.special[order3.transactionId] === null ? STATE2.toSettle : STATE2.toShip;
  if (shipping.settledAt !== void 0) return STATE2.done;
  if (shipping.confirmedAt !== void 0) return STATE2.confirmed;
  return shipping.shippedAt === void 0 ? STATE2.toShip : STATE2.shipped;
}
function isAsked(ctx, order3, body) {
  const { openid, order_state: state2 } = body;
  return (openid === void 0 || order3.openid === openid) && (state2 === void 0 || orderStateOf(ctx, order3) === state2);
}
function presentOrder(ctx, order3) {
  const { shippings, trade } = ctx.state.mini;
  const shipping = shippings[order3.transactionId];
  const description = [...order3.description];
  return {
    transaction_id: order3.transactionId,
    merchant_id: order3.mchid,
    merchant_trade_no: order3.outTradeNo,
    description: description.length > LONGEST_DESC2 ? `${description.slice(0, LONGEST_DESC2).join("")}...` : order3.description,
    paid_amount: order3.totalFen,
    openid: order3.openid,
    trade_create_time: Math.floor(order3.createdAt / 1e3),
    pay_time: second(order3),
    order_state: orderStateOf(ctx, order3),
    in_complaint: trade.complaints.includes(order3.transactionId),
    ...shipping ? { shipping: presentShipping(shipping) } : {}
  };
}
function presentShipping(shipping) {
  return {
    delivery_mode: shipping.deliveryMode,
    logistics_type: shipping.logisticsType,
    finish_shipping: shipping.finishedCount > 0,
    goods_desc: shipping.items.map((item) => item.itemDesc).join(";"),
    finish_shipping_count: shipping.finishedCount,
    shipping_list: shipping.items.map(presentParcel)
  };
}
function presentParcel(parcel) {
  const { consignorContact, receiverContact } = parcel;
  const contact = {
    ...consignorContact === void 0 ? {} : { consignor_contact: consignorContact },
    ...receiverContact === void 0 ? {} : { receiver_contact: receiverContact }
  };
  return {
    tracking_no: parcel.trackingNo ?? "",
    express_company: parcel.expressCompany ?? "",
    goods_desc: parcel.itemDesc,
    upload_time: Math.floor(parcel.uploadedAt / 1e3),
    ...Object.keys(contact).length > 0 ? { contact } : {}
  };
}
function second(order3) {
  return Math.floor(order3.paidAt / 1e3);
}
function indexOf(order3) {
  return Buffer.from(`${second(order3)}:${order3.transactionId}`).toString("base64url");
}
function readIndex(index) {
  if (!index) return void 0;
  const [, at2, transactionId] = /^(\d{1,10}):(\d{28})$/.exec(Buffer.from(index, "base64url").toString()) ?? [];
  if (at2 === void 0 || transactionId === void 0) throw new Refusal(10060011, "last_index\u4E0D\u5408\u6CD5");
  return { second: Number(at2), transactionId };
}

// packages/wechat-sandbox/src/miniprogram/subscribe.ts
var import_zod68 = require("zod");
var KEPT16 = 1e3;
var bodySchema4 = import_zod68.z.object({
  touser: import_zod68.z.string().optional(),
  template_id: import_zod68.z.string().optional(),
  page: import_zod68.z.string().optional(),
  data: import_zod68.z.record(import_zod68.z.string(), import_zod68.z.object({ value: import_zod68.z.string() })).optional(),
  miniprogram_state: import_zod68.z.enum(["developer", "trial", "formal"]).optional(),
  lang: import_zod68.z.enum(["zh_CN", "en_US", "zh_HK", "zh_TW"]).optional()
});
function sendSubscribeMessage2(ctx, request) {
  const body = jsonBody(request, bodySchema4, 47003);
  const shopper = shopperByOpenid(ctx, body.touser ?? "");
  if (!shopper) throw new Refusal(40003, "invalid openid");
  const template = templatesOf(ctx).find((candidate) => candidate.id === body.template_id);
  if (!template) throw new Refusal(40037, "invalid template_id");
  const { mini } = ctx.state;
  if (mini.subscribeBanned || mini.bannedTemplates.includes(template.id))
    throw new Refusal(43107, "subscribe message is banned");
  const page2 = body.page ?? "";
  requirePage(ctx, splitPath(page2).page);
  const data = requireData(template, body.data ?? {});
  if (findingIn(Object.values(data).join("\n"))?.suggest === "risky")
    throw new Refusal(45168, "hit sensitive word");
  requireNotBusy(ctx, shopper.openid);
  takeAccept(ctx, "mini", { openid: shopper.openid, template });
  const at2 = ctx.clock.now();
  mini.lastSends[shopper.openid] = at2;
  const message = { at: at2, openid: shopper.openid, templateId: template.id, page: page2, data };
  mini.messages = [...mini.messages, message].slice(-KEPT16);
  const msgid = ctx.random.digits(15);
  tellSent(ctx, "mini", { openid: shopper.openid, templateId: template.id, msgid });
  return json({ errcode: 0, errmsg: "ok", msgid: Number(msgid) });
}
function requireNotBusy(ctx, openid) {
  const last = ctx.state.mini.lastSends[openid] ?? -Infinity;
  if (ctx.clock.now() - last < ctx.rules.subscribeSendMs)
    throw new Refusal(43108, "concurrent send to the same user");
}
function requireData(template, data) {
  const missing = Object.keys(template.fields ?? {}).find((key) => !(key in data));
  if (missing) throw new Refusal(47003, `argument invalid! data.${missing}.value is empty`);
  if (Object.keys(data).length === 0) throw new Refusal(47003, "argument invalid! data is empty");
  const values = {};
  for (const [key, { value }] of Object.entries(data)) {
    const unknown = template.fields !== void 0 && !(key in template.fields);
    const problem = unknown ? `argument invalid! data.${key} is not a keyword` : valueProblem(key, value, template.enums?.[key]);
    if (problem) throw new Refusal(47003, problem);
    values[key] = value;
  }
  return values;
}

// packages/wechat-sandbox/src/miniprogram/trade-management.ts
var import_zod69 = require("zod");
var DAY_MS12 = 24 * 3600 * 1e3;
var PRESALE = 1;
var TEST = 2;
var PRESALE_DAYS = { shortest: 15, longest: 330 };
var TO_SHIP = 1;
var KEPT_SPECIAL = 2e3;
var receivedSchema = orderRefSchema.extend({ received_time: import_zod69.z.number() });
var jumpSchema = import_zod69.z.object({ path: import_zod69.z.string().optional() });
var appidSchema = import_zod69.z.object({ appid: import_zod69.z.string().optional() });
var specialSchema = import_zod69.z.object({
  order_id: import_zod69.z.string().optional(),
  type: import_zod69.z.number().optional(),
  delay_to: import_zod69.z.number().optional()
});
function remindReceipt(ctx, request) {
  const { received_time, ...ref } = jsonBody(request, receivedSchema, 10060014);
  const order3 = requireOrder2(ctx, ref);
  const shipping = ctx.state.mini.shippings[order3.transactionId];
  const underWay = shipping?.shippedAt !== void 0 && shipping.confirmedAt === void 0;
  if (!shipping || !underWay) throw new Refusal(10060028, "\u652F\u4ED8\u5355\u4E0D\u662F\u5DF2\u53D1\u8D27\u72B6\u6001");
  if (shipping.logisticsType !== EXPRESS)
    throw new Refusal(10060032, "\u53EA\u6709\u7269\u6D41\u5FEB\u9012\u53D1\u8D27\u65F6\u5141\u8BB8\u63D0\u9192\u7528\u6237\u786E\u8BA4\u6536\u8D27");
  if (received_time < Math.floor((shipping.shippedAt ?? 0) / 1e3))
    throw new Refusal(10060029, "\u7B7E\u6536\u65F6\u95F4\u975E\u6CD5");
  if (shipping.reminded) throw new Refusal(10060030, "\u652F\u4ED8\u5355\u5DF2\u4F7F\u7528\u63D0\u9192\u6536\u8D27\u673A\u4F1A");
  shipping.reminded = true;
  tellBuyer(ctx, shipping, { title: "\u8BF7\u786E\u8BA4\u6536\u8D27", text: shipping.items[0]?.itemDesc ?? "" });
  return json({ errcode: 0, errmsg: "ok" });
}
function setJumpPath(ctx, request) {
  const { path: path2 = "" } = jsonBody(request, jumpSchema);
  if (path2 === "") throw new Refusal(40097, "invalid args");
  ctx.state.mini.trade.jumpPath = path2;
  return json({ errcode: 0, errmsg: "ok" });
}
function isTradeManaged(ctx, request) {
  requireOwnAppid(ctx, request);
  return json({ errcode: 0, errmsg: "ok", is_trade_managed: ctx.state.mini.trade.managed });
}
function isConfirmationCompleted(ctx, request) {
  requireOwnAppid(ctx, request);
  return json({ errcode: 0, errmsg: "ok", completed: ctx.state.mini.trade.confirmationCompleted });
}
function reportSpecialOrder(ctx, request) {
  const { order_id = "", type, delay_to } = jsonBody(request, specialSchema, 268546e3);
  if (type !== PRESALE && type !== TEST) throw new Refusal(268546e3, "type\u975E\u6CD5");
  const byNo = { mchid: ctx.world.merchant.mchid, outTradeNo: order_id };
  const order3 = paidOrderByKey(ctx, { transactionId: order_id }) ?? paidOrderByKey(ctx, byNo);
  if (!order3 || orderStateOf(ctx, order3) !== TO_SHIP)
    throw new Refusal(268546002, "\u8D26\u6237\u4E0D\u5B58\u5728\u8FD9\u4E2A\u5F85\u53D1\u8D27\u5355\u53F7");
  const until = type === PRESALE ? presaleUntil(delay_to, order3.paidAt) : null;
  const { trade } = ctx.state.mini;
  trade.special[order3.transactionId] = until;
  const [oldest] = Object.keys(trade.special);
  if (oldest !== void 0 && Object.keys(trade.special).length > KEPT_SPECIAL) delete trade.special[oldest];
  return json({ errcode: 0, errmsg: "ok" });
}
function presaleUntil(delayTo, paidAt) {
  const days2 = ((delayTo ?? 0) * 1e3 - paidAt) / DAY_MS12;
  if (delayTo === void 0 || days2 < PRESALE_DAYS.shortest || days2 > PRESALE_DAYS.longest)
    throw new Refusal(268546001, "delay_to\u975E\u6CD5");
  return delayTo * 1e3;
}
function requireOwnAppid(ctx, request) {
  const { appid = "" } = jsonBody(request, appidSchema);
  if (appid === "") throw new Refusal(40097, "invalid args");
  if (appid !== ctx.world.miniProgram.appid) throw new Refusal(40013, "invalid appid");
}

// packages/wechat-sandbox/src/miniprogram/routes.ts
var get2 = (path2, handle) => ({ method: "GET", path: path2, of: ["mini"], handle });
var post3 = (path2, handle) => ({ method: "POST", path: path2, of: ["mini"], handle });
var miniProgramEndpoints = [
  { method: "GET", path: "/sns/jscode2session", open: codeToSession },
  get2("/wxa/checksession", checkSession),
  get2("/wxa/resetusersessionkey", resetSession),
  get2("/wxa/getpaidunionid", paidUnionid),
  post3("/wxa/business/checkencryptedmsg", checkEncryptedMessage),
  post3("/wxa/business/getuserphonenumber", phoneNumber2),
  post3("/wxa/getwxacodeunlimit", unlimitedCode2),
  post3("/wxa/getwxacode", (ctx, request) => pathCode(ctx, request, "wxacode")),
  post3("/cgi-bin/wxaapp/createwxaqrcode", (ctx, request) => pathCode(ctx, request, "wxaqrcode")),
  post3("/wxa/generate_urllink", generateUrlLink),
  post3("/wxa/query_urllink", queryUrlLink),
  post3("/wxa/generatescheme", generateScheme),
  post3("/wxa/queryscheme", queryScheme),
  post3("/wxa/genwxashortlink", generateShortLink),
  post3("/cgi-bin/message/subscribe/send", sendSubscribeMessage2),
  get2("/wxaapi/newtmpl/getcategory", getCategories),
  get2("/wxaapi/newtmpl/getpubtemplatetitles", getTitles),
  get2("/wxaapi/newtmpl/getpubtemplatekeywords", getKeywords),
  get2("/wxaapi/newtmpl/gettemplate", getTemplates),
  post3("/wxaapi/newtmpl/addtemplate", addTemplate),
  post3("/wxaapi/newtmpl/deltemplate", deleteTemplate),
  post3("/wxa/msg_sec_check", checkText),
  post3("/wxa/media_check_async", checkMedia),
  post3("/wxa/sec/order/upload_shipping_info", uploadShipping2),
  post3("/wxa/sec/order/upload_combined_shipping_info", uploadCombinedShipping),
  post3("/wxa/sec/order/get_order", getShippingOrder2),
  post3("/wxa/sec/order/get_order_list", listShippingOrders),
  post3("/wxa/sec/order/notify_confirm_receive", remindReceipt),
  post3("/wxa/sec/order/set_msg_jump_path", setJumpPath),
  post3("/wxa/sec/order/is_trade_managed", isTradeManaged),
  post3("/wxa/sec/order/is_trade_management_confirmation_completed", isConfirmationCompleted),
  post3("/wxa/sec/order/opspecialorder", reportSpecialOrder)
];

// packages/wechat-sandbox/src/weixin/quota.ts
var import_zod70 = require("zod");
var CLEARED_A_MONTH = 10;
var MONTH_MS = 31 * 24 * 3600 * 1e3;
var NO_RATE = { call_count: 0, refresh_second: 0 };
var pathSchema2 = import_zod70.z.object({ cgi_path: import_zod70.z.string().optional() });
var clearSchema = import_zod70.z.object({ appid: import_zod70.z.string().optional() });
function quotaGet(ctx, request, caller) {
  const { cgi_path: path2 = "" } = jsonBody(request, pathSchema2, 76021);
  const owners = caller.ownersOf(path2);
  const forbidden = new Refusal(76022, "could not use this cgi_path, no permission");
  if (path2.startsWith("/sns/")) throw forbidden;
  if (!owners) throw new Refusal(76021, "cgi_path not found, please check");
  if (!owners.includes(caller.kind)) throw forbidden;
  const { perSecond, perMinute, perDay = 0 } = numbersOf(ctx, caller.kind, path2);
  const used = usedToday(ctx, caller.kind, path2);
  const rate = perMinute ? { call_count: perMinute, refresh_second: 60 } : perSecond ? { call_count: perSecond, refresh_second: 1 } : NO_RATE;
  return json({
    errcode: 0,
    errmsg: "ok",
    quota: { daily_limit: perDay, used, remain: Math.max(0, perDay - used) },
    rate_limit: rate,
    component_rate_limit: NO_RATE
  });
}
function clearQuota(ctx, request, kind) {
  const { appid } = jsonBody(request, clearSchema, 40013);
  if (appid !== appOf(ctx, kind).appid) throw new Refusal(40013, "invalid appid");
  return clear(ctx, kind);
}
function clearQuotaBySecret(ctx, request) {
  const { query } = request;
  return clear(
    ctx,
    requireSecret(ctx, request, { appid: query.get("appid"), secret: query.get("appsecret") })
  );
}
function clear(ctx, kind) {
  const state2 = appStateOf(ctx, kind);
  const now2 = ctx.clock.now();
  const monthOf = (at2) => beijingTime(at2).slice(0, 7);
  state2.clearedQuotas = state2.clearedQuotas.filter((at2) => now2 - at2 < MONTH_MS);
  const thisMonth = state2.clearedQuotas.filter((at2) => monthOf(at2) === monthOf(now2));
  if (thisMonth.length >= CLEARED_A_MONTH)
    throw new Refusal(48006, "forbid to clear quota because of reaching the limit");
  state2.clearedQuotas.push(now2);
  for (const calls of Object.values(state2.calls)) calls.day.count = 0;
  return json({ errcode: 0, errmsg: "ok" });
}

// packages/wechat-sandbox/src/weixin/routes.ts
var BOTH = APP_KINDS;
var sharedEndpoints = [
  { method: "POST", path: "/cgi-bin/stable_token", open: stableToken },
  { method: "GET", path: "/cgi-bin/token", open: plainToken },
  { method: "POST", path: "/cgi-bin/clear_quota", of: BOTH, handle: clearQuota },
  { method: "POST", path: "/cgi-bin/clear_quota/v2", open: clearQuotaBySecret },
  { method: "POST", path: "/cgi-bin/openapi/rid/get", of: BOTH, handle: ridGet },
  {
    method: "POST",
    path: "/cgi-bin/openapi/quota/get",
    of: BOTH,
    handle: (ctx, request, kind) => quotaGet(ctx, request, { kind, ownersOf })
  },
  { method: "POST", path: "/cgi-bin/message/custom/send", of: BOTH, handle: sendServiceMessage }
];
var endpoints = [...sharedEndpoints, ...miniProgramEndpoints, ...officialEndpoints];
var ownersOf = (path2) => {
  const found = endpoints.find((endpoint) => endpoint.path === path2);
  return found && ("of" in found ? found.of : BOTH);
};

// packages/wechat-sandbox/src/http/server.ts
var LARGEST_BODY = 25 * 1024 * 1024;
var DROPPED = Symbol("dropped");

// packages/wechat-sandbox/src/pay/store/column.ts
var BLOCK = 1 << 14;

// packages/wechat-sandbox/src/pay/store/number-table.ts
var SMALLEST = 1 << 10;

// packages/wechat-sandbox/src/pay/store/log.ts
var CHUNK = 1 << 20;

// packages/wechat-sandbox/src/pay/ledger.ts
var WORTH_COMPACTING_BYTES = 1 << 20;

// packages/wechat-sandbox/src/miniprogram/reminders.ts
var HOUR_MS6 = 3600 * 1e3;
var DAY_MS13 = 24 * HOUR_MS6;
var UNSHIPPED_AFTER_MS = 48 * HOUR_MS6;
var LOOKED_BACK_MS = 60 * DAY_MS13;

// packages/wechat-sandbox/src/preview/routes.ts
var import_zod71 = require("zod");

// packages/wechat-sandbox/src/preview/bundle.ts
var import_node_path3 = require("node:path");
var MADE = (0, import_node_path3.join)(__dirname, "browser");

// packages/wechat-sandbox/src/preview/routes.ts
var personSchema3 = import_zod71.z.strictObject({ shopperId: import_zod71.z.string() });

// packages/wechat-sandbox/src/screen/routes.ts
var import_zod72 = require("zod");

// packages/wechat-sandbox/src/state/clock.ts
var LONGEST_TIMER_MS = 2 ** 31 - 1;

// packages/server/src/kernel/testing.ts
var import_mongoose15 = __toESM(require("mongoose"));

// packages/server/src/modules/stores/testing.ts
var made = 0;
function aStore(wish = {}) {
  made += 1;
  return {
    storeId: `ST${made}`,
    name: `\u6D4B\u8BD5\u95E8\u5E97 ${made}`,
    city: "\u4E0A\u6D77\u5E02",
    address: `\u4E0A\u6D77\u5E02\u9759\u5B89\u533A\u6D4B\u8BD5\u8DEF ${made} \u53F7`,
    phone: "021-62000000",
    latitude: 31.2235,
    longitude: 121.4453,
    hours: everyDay(600, 1320),
    status: "open",
    source: "test",
    ...wish
  };
}

// packages/server/bench/zz_prof.ts
var REAL = import_node_path4.default.resolve(
  __dirname,
  "../../../../shared/data/stores/coffee-chain-beijing-shenzhen-2024-06.json"
);
var SKUS = Array.from({ length: 20 }, (_, i) => `SKU${i}`);
var state = 4;
function random() {
  state = Math.imul(state, 1664525) + 1013904223 >>> 0;
  return state / 2 ** 32;
}
var bell = () => Math.sqrt(-2 * Math.log(random() || 1e-9)) * Math.cos(2 * Math.PI * random());
var pick2 = (from) => from[Math.floor(random() * from.length)];
var CITIES = Array.from({ length: 40 }, () => ({
  latitude: 22 + random() * 20,
  longitude: 104 + random() * 16
}));
function inSomeCity() {
  const { latitude, longitude } = pick2(CITIES);
  return { latitude: latitude + bell() * 0.09, longitude: longitude + bell() * 0.1 };
}
function realStores() {
  const read2 = understand(JSON.parse((0, import_node_fs2.readFileSync)(REAL, "utf8")));
  if (!read2.ok) throw new Error(read2.problem);
  return readRows(read2.rows).stores.map(({ row: _row, ...rest }) => aStore(rest));
}
function aChain(size) {
  const own = () => ({
    capacityPerHour: random() < 0.5 ? 20 : null,
    holidayHours: random() < 0.1 ? null : "normal",
    ...random() < 0.02 ? { radiusMetres: 5e3 } : {}
  });
  if (size === 918 && (0, import_node_fs2.existsSync)(REAL)) return realStores().map((store) => ({ ...store, ...own() }));
  const hours2 = [AROUND_THE_CLOCK, everyDay(600, 1320), everyDay(1080, 1560)];
  return Array.from({ length: size }, () => aStore({ ...inSomeCity(), hours: pick2(hours2), ...own() }));
}
var nearSomeStore = (chain) => {
  const { latitude, longitude } = pick2(chain);
  return { latitude: latitude + bell() * 0.01, longitude: longitude + bell() * 0.012 };
};
function worldOf(chain, at2) {
  const stock2 = new Map(
    chain.map(({ storeId }) => [
      storeId,
      new Map(SKUS.flatMap((sku) => random() < 0.9 ? [[sku, Math.floor(random() * 12)]] : []))
    ])
  );
  const loads = new Map(
    chain.map(({ storeId, capacityPerHour }) => [
      storeId,
      { limit: capacityPerHour ?? null, used: Math.floor(random() * 22) }
    ])
  );
  return { at: at2, stockOf: (storeId) => stock2.get(storeId), loadOf: (storeId) => loads.get(storeId) };
}
var aWish = () => ({
  fulfilment: "pickup",
  lines: [0, 1].map(() => ({ skuId: pick2(SKUS), quantity: 1 + Math.floor(random() * 2) })),
  chosenStoreId: null,
  guideStoreId: null,
  excluded: []
});
Object.assign(process.env, {});
var at = /* @__PURE__ */ new Date("2026-11-23T14:20:00+08:00");
for (const size of [918]) {
  const chain = aChain(size);
  const index = buildIndex(chain);
  const world = worldOf(chain, at);
  const policy = { radiusMetres: 3e3, lookMetres: 3900, rules: ["fewest_splits", "chosen_store", "guide_store", "distance", "load", "stock_balance"], distanceBucketMetres: 500, promiseMinutes: 1440 };
  const asked = Array.from({ length: 1e3 }, () => ({ point: nearSomeStore(chain), wanted: aWish() }));
  const t = (name2, f) => {
    for (let r = 0; r < 3; r++) {
      const c0 = process.cpuUsage();
      let n = 0;
      for (let i = 0; i < 1e3; i++) n += f(i);
      const c = process.cpuUsage(c0);
      if (r === 2) console.log(size, name2, ((c.user + c.system) / 1e3).toFixed(1), "us/decision", n / 1e3);
    }
  };
  t("search", (i) => searchReaching(index, asked[i].point, 3900).length);
  const nears = asked.map((a) => searchReaching(index, a.point, 3900));
  t("candidates", (i) => candidatesOf(nears[i], asked[i].wanted, { ...world, point: asked[i].point }).length);
  for (let k = 0; k < 60; k++) for (let i = 0; i < 1e3; i++) candidatesOf(nears[i], asked[i].wanted, { ...world, point: asked[i].point });
  t("candidates", (i) => candidatesOf(nears[i], asked[i].wanted, { ...world, point: asked[i].point }).length);
  const cs = asked.map((a, i) => candidatesOf(nears[i], a.wanted, { ...world, point: a.point }));
  t("decide", (i) => decide(asked[i].wanted, cs[i], policy).ranked.length);
}
