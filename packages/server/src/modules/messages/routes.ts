import { routesFor } from '../../http/routes';
import { listMessages, readMessages, showUnread } from './list-messages';

export const routes = routesFor('messages', {
  'messages.list': listMessages,
  'messages.unread': showUnread,
  'messages.markRead': readMessages,
});
