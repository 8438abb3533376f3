export { copyEmbeddedStore } from './copy';
export { openEmbeddedEngine, STORE_FILE } from './engine';
