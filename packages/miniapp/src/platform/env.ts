/** Compile-time: the other platform's branch is dropped from the bundle. */
export const isWeapp = process.env.TARO_ENV === 'weapp';

/** Where a picture is. weapp has no origin to resolve a path against; the preview has the server's media on its own origin. */
export const mediaUrl = (url: string): string => {
  if (isWeapp) return url.startsWith('/') ? `${API_BASE}${url}` : url;
  return url.replace(/^https?:\/\/[^/]+(?=\/media\/)/, '');
};
/** Empty: nobody set one, and the page about us does not speak of it. */
export const servicePhone: string = SERVICE_PHONE;
export const businessLicenceUrl: string = BUSINESS_LICENCE_URL;
export const pickupReadyTemplate: string = SUBSCRIBE_TEMPLATE_PICKUP_READY;
export const fittingTemplates: readonly string[] = SUBSCRIBE_TEMPLATES_FITTING;
