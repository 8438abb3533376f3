/** Packages (of dependencies) that are ES modules only: Node can require them, Jest has to compile them. */
const ES_MODULES_ONLY = ['auto-bind', 'content-disposition', 'jose'];

/** SWC compiles each file on its own: tests start in milliseconds, `npm run types` checks the types. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  setupFiles: ['reflect-metadata'],
  transform: {
    '^.+\\.[jt]s$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          target: 'es2022',
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${ES_MODULES_ONLY.join('|')})/)`],
  testTimeout: 30_000,
};
