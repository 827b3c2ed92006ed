import { routesFor } from '../../http/routes';
import { searchShop } from './search-shop';
import { showHome } from './show-home';

export const routes = routesFor('shop', { 'shop.home': showHome, 'shop.search': searchShop });
