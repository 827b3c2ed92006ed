import type { ServiceState } from '../state';

/**
 * Documented by WeChat, not emulated: calling one is an error that says so. Names that WeChat does not know are undefined, as
 * on a phone, so that feature detection goes on working. The host is told too: a caller
 * may swallow the error.
 */
const MISSING =
  `addCard addPhoneCalendar addPhoneContact addFileToFavorites addVideoToFavorites checkIsSupportSoterAuthentication
chooseContact chooseInvoice chooseInvoiceTitle chooseLicensePlate chooseMessageFile choosePoi chooseVideo closeBLEConnection
closeBluetoothAdapter compressImage compressVideo connectWifi createAudioContext
canvasGetImageData canvasToTempFilePath createCanvasContext createBufferURL createCameraContext createInnerAudioContext createInterstitialAd createLivePlayerContext
createLivePusherContext createMapContext createMediaContainer createMediaRecorder createOffscreenCanvas createRewardedVideoAd
createTCPSocket createUDPSocket createVideoContext createVideoDecoder createWebAudioContext createWorker
exitMiniProgram faceDetect getBackgroundAudioManager getBackgroundFetchData getBatteryInfo getBatteryInfoSync getBeacons
getBLEDeviceServices getBluetoothDevices getChannelsLiveInfo getFuzzyLocation getGroupEnterInfo getHCEState 
getLocalIPAddress getNFCAdapter getPerformance getRandomValues getRecorderManager getShareInfo
getUserCryptoManager getUserInfo getVideoInfo getWeRunData joinVoIPChat loadSubNVue loginByPhone
navigateBackMiniProgram navigateToMiniProgram openBluetoothAdapter openCard openChannelsActivity openChannelsLive
openCustomerServiceChat openEmbeddedMiniProgram openVideoEditor preloadAssets previewMedia
requestOrderPayment requestVirtualPayment restartMiniProgram saveVideoToPhotosAlbum saveFileToDisk
sendBizRedPacket setBackgroundFetchToken setWindowSize shareToWeRun shareVideoMessage
showShareImageMenu startAccelerometer startBeaconDiscovery startCompass startDeviceMotionListening startFacialRecognitionVerify
startGyroscope startHCE startLocationUpdate startRecord startSoterAuthentication startWifi stopRecord
subscribeVoIPVideoMembers updateVoIPChatMuteConfig updateWeChatApp`.split(/\s+/);

export function missingApis({ listeners }: ServiceState): Record<string, () => never> {
  return Object.fromEntries(
    MISSING.map((name) => [
      name,
      () => {
        const error = new Error(`wx.${name} is not emulated by weapp-host`);
        listeners.fail(error);
        throw error;
      },
    ]),
  );
}

export const isMissing = (name: string): boolean => MISSING.includes(name);
