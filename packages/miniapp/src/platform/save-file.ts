import Taro from '@tarojs/taro';
import { isWeapp } from './env';

/**
 * In WeChat a file leaves the mini-program by being sent to a chat (the shopper's own 文件传输助手); in the preview it is downloaded.
 * Call it from a tap. False: it did not get out, or the shopper closed the list of chats.
 */
export async function sendTextFile(fileName: string, text: string): Promise<boolean> {
  try {
    if (isWeapp) {
      const filePath = `${Taro.env.USER_DATA_PATH}/${fileName}`;
      Taro.getFileSystemManager().writeFileSync(filePath, text, 'utf8');
      await Taro.shareFileMessage({ filePath, fileName });
    } else download(fileName, text);
    return true;
  } catch {
    return false;
  }
}

function download(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
