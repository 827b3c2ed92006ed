// The import rules of CONTRIBUTING.md, kept by a tool. A module may call only modules listed before it.
// prettier-ignore
const line = [
  'staff', 'identity', 'catalog', 'stores', 'inventory', 'routing', 'coupons', 'members', 'payments', 'orders', 'pickup', 'aftersale', 'invoices', 'channels',
  'shop', 'bookings', 'messages', 'audience', 'content', 'experiments', 'guides', 'campaigns', 'analytics', 'privacy',
];
const S = '^packages/server/src';
const M = `${S}/modules`;
const clients = '^packages/(miniapp|wecom-sidebar)/';
const test = '\\.test\\.tsx?$|/testing\\.ts$|/bench/|/chaos/';
const rule = (name, comment, ...[from, to]) => ({ name, comment, severity: 'error', from, to });

// prettier-ignore
module.exports = {
  forbidden: [
    rule('no-cycles', 'two files that need each other are one file, or a missing third', {}, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
    rule('shared-stands-alone', 'shared imports nothing of ours', { path: '^packages/shared' }, { path: '^(packages/(?!shared)|e2e/)' }),
    rule('sandbox-stands-alone', 'the sandbox knows nothing of the suite', { path: '^packages/wechat-sandbox' }, { path: '^(packages/(?!wechat-sandbox)|e2e/)' }),
    rule('clients-know-only-shared', 'front ends import themselves and shared', { path: clients }, { path: '^(packages|e2e)/', pathNot: ['^packages/$1/', '^packages/shared/'] }),
    rule('contracts-cost-clients-nothing', 'a schema in the bundle costs 23-456 kB: import the type', { path: clients, pathNot: test }, { path: '^packages/shared/src/(contracts/|contract\\.ts|money\\.ts)', dependencyTypesNot: ['type-only'] }),
    rule('only-platform-touches-the-host', 'Taro and the WeCom JS-SDK are reached through src/platform', { path: `${clients}src/`, pathNot: ['/src/platform/', 'app\\.config\\.ts$', '\\.config\\.ts$'] }, { path: '(@tarojs/taro|@wecom/jssdk)' }),
    rule('nobody-imports-a-client', 'front ends are leaves', { path: '^(packages/(server|shared|wechat-sandbox)|e2e)/' }, { path: clients }),
    rule('weapp-host-stands-alone', 'the host runs any mini-program; of ours it knows only the sandbox', { path: '^e2e/weapp-host' }, { path: '^(packages/(?!wechat-sandbox)|e2e/(?!weapp-host))' }),
    rule('server-never-imports-the-sandbox', 'only tests, scripts and e2e talk to the sandbox package', { path: S, pathNot: test }, { path: '^packages/wechat-sandbox' }),
    rule('kernel-knows-no-retail', 'kernel is below everything', { path: `${S}/kernel` }, { path: `${S}/(http|platform|modules)` }),
    rule('http-knows-no-retail', 'http is below the modules', { path: `${S}/http` }, { path: `${S}/(platform|modules)` }),
    rule('platform-knows-no-retail', 'platform clients know neither http nor modules', { path: `${S}/platform` }, { path: `${S}/(http|modules)`, pathNot: `${S}/http/routes\\.ts$` }),
    rule('platforms-are-strangers', 'platforms do not know each other', { path: `${S}/platform/([^/]+)/` }, { path: `${S}/platform/[^/]+/`, pathNot: `${S}/platform/$1/` }),
    rule('front-door-only', 'a module is entered by its index.ts', { path: `${M}/([^/]+)/`, pathNot: test }, { path: `${M}/[^/]+/(?!index\\.ts$)`, pathNot: `${M}/$1/` }),
    rule('front-door-only-from-outside', 'only app.ts wires modules', { path: '^packages/', pathNot: [`${M}/`, `${S}/(app|seed|stores-import|stock-import|members-import|invariants)\\.ts$`, `${S}/seed/`, test] }, { path: `${M}/` }),
    rule('rules-touch-nothing', '*.rules.ts is pure', { path: '\\.rules\\.ts$' }, { path: [`${S}/(kernel|http|platform)/`, '\\.model\\.ts$', 'node_modules/(mongoose|ioredis|koa)'], pathNot: `${S}/kernel/errors\\.ts$`, dependencyTypesNot: ['type-only'] }),
    rule('routes-are-the-only-http', 'only routes.ts touches http', { path: `${M}/`, pathNot: ['/routes\\.ts$', '/webhook[^/]*\\.ts$', test] }, { path: `${S}/http/` }),
    ...line.map((name, i) =>
      rule(`${name}-calls-upstream-only`, 'calls go up, news comes down', { path: `${M}/${name}/`, pathNot: test }, { path: `${M}/(${line.slice(i + 1).join('|') || '(?!)'})/` })),
    rule('unlisted-module', 'a new module is a decision record', {}, { path: `${M}/(?!(${line.join('|')})/)` }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
}
