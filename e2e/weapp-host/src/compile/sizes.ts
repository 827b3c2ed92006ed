import type { AppConfig } from './config';
import { CompileError } from './dist';
import type { Dist } from './dist';

/** Bytes by package; the main package is named `''`. */
export type PackageSizes = Record<string, number>;

/** https://developers.weixin.qq.com/miniprogram/dev/framework/subpackages.html: 2 MB each, 30 MB together. */
const PACKAGE_LIMIT = 2 * 1024 * 1024;
const TOTAL_LIMIT = 30 * 1024 * 1024;

/** Sizes before WeChat's own packing; refuses a program that could not be uploaded. */
export function packageSizes(dist: Dist, app: AppConfig): PackageSizes {
  const roots = (app.subPackages ?? []).map(({ root }) => root.replace(/^\/|\/$/g, ''));
  const sizes: PackageSizes = { '': 0 };
  for (const file of dist.files) {
    const root = roots.find((name) => file.startsWith(`${name}/`)) ?? '';
    sizes[root] = (sizes[root] ?? 0) + dist.bytes(file);
  }
  for (const [root, size] of Object.entries(sizes)) {
    if (size > PACKAGE_LIMIT)
      throw new CompileError(root === '' ? 'main package' : root, `${size} bytes, over 2 MB`);
  }
  const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  if (total > TOTAL_LIMIT) throw new CompileError('all packages', `${total} bytes, over 30 MB`);
  return sizes;
}
