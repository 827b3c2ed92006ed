import { routesFor } from '../../http/routes';
import { trackBrowsing } from './track-browsing';

export const routes = routesFor('audience', { 'audience.track': trackBrowsing });
