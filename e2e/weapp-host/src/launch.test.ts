import { launch } from './launch';
import { SHOP } from './testing-paths';

test('without WeChat DevTools the host runs the same mini-program', async () => {
  delete process.env.WECHAT_DEVTOOLS_CLI;
  const { miniProgram, host, close } = await launch({
    dist: SHOP,
    open: 'sub/pages/detail/detail?id=3',
    scene: 1047,
  });
  try {
    expect(await miniProgram.currentPage()).toMatchObject({
      path: 'sub/pages/detail/detail',
      query: { id: '3' },
    });
    expect(await miniProgram.callWxMethod('getLaunchOptionsSync')).toMatchObject({ scene: 1047 });
    expect(host?.exceptions).toEqual([]);
  } finally {
    await close();
  }
});

test('an address that leads nowhere opens the first page', async () => {
  const { miniProgram, close } = await launch({ dist: SHOP, open: 'pages/gone/gone' });
  try {
    expect(await miniProgram.currentPage()).toMatchObject({ path: 'pages/home/home' });
  } finally {
    await close();
  }
});
