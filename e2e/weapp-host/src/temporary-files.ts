const FOLDER = 'http://tmp/';

/** Files that WeChat hands to a mini-program for as long as it runs: https://developers.weixin.qq.com/miniprogram/dev/framework/ability/file-system.html */
export class TemporaryFiles {
  private readonly contents = new Map<string, Buffer>();

  /** Answers the path, `http://tmp/1.png`. */
  add(content: Buffer, extension: string): string {
    const path = `${FOLDER}${this.contents.size + 1}.${extension}`;
    this.contents.set(path, content);
    return path;
  }

  /** Undefined for a path that was never handed out. */
  read(path: string): Buffer | undefined {
    return this.contents.get(path);
  }

  /** A picture as `data:image/png;base64,…` becomes a file. */
  addPicture(dataUrl: string): { path: string; size: number } {
    const [, extension = 'png', base64 = ''] = /^data:image\/(\w+);base64,(.*)$/.exec(dataUrl) ?? [];
    const content = Buffer.from(base64, 'base64');
    return { path: this.add(content, extension), size: content.length };
  }
}
