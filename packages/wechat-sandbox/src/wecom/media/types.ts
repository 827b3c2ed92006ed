export const MEDIA_TYPES = ['image', 'voice', 'video', 'file'] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

/** What is known of an upload; its bytes are kept in memory only. Times are ms of the sandbox's clock. */
export type Media = {
  mediaId: string;
  type: MediaType;
  filename: string;
  contentType: string;
  size: number;
  createdAt: number;
  /** Of media/upload_attachment: 1 moments, 2 product album. */
  attachmentType?: 1 | 2;
};

export type MediaState = {
  media: Media[];
  /** Uploads of media/uploadimg on one day and in one month of Beijing time. */
  imageUploads: { day: string; dayCount: number; month: string; monthCount: number };
};

export function freshMedia(): MediaState {
  return { media: [], imageUploads: { day: '', dayCount: 0, month: '', monthCount: 0 } };
}
