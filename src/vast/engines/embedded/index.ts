export { copyEmbeddedStore } from './copy';
export { openEmbeddedEngine } from './engine';
