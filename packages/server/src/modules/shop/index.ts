/**
 * What a shopper looks at, put together from what the modules before it know: the first screen for a store, and search with
 * what is there. It keeps nothing of its own but which orders were already counted as sold.
 */
export { searchShop } from './search-shop';
export { showHome } from './show-home';
