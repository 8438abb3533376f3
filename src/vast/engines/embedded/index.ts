export { copyEmbeddedStore } from './copy';
export { FORMAT } from './format';
export { openEmbeddedEngine, STORE_FILE } from './engine';
