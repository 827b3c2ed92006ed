import { routesFor } from '../../http/routes';
import { showCard } from './show-card';

export const routes = routesFor('members', {
  'members.showCard': showCard,
});
