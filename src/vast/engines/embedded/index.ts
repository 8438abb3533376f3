export { openEmbeddedEngine } from './engine';
