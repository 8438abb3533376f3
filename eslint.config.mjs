import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { LAYERS } from './src/architecture/layers.mjs';

/** The explorer's client runs in a browser, so it has a project of its own. */
const TYPESCRIPT_PROJECTS = ['./tsconfig.json', './src/server/graphiql/client/tsconfig.json'];

const layerRules = LAYERS.map(({ folder, may }) => ({
  files: [`${folder}/**/*.ts`],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: LAYERS.filter((other) => other.folder !== folder && !may.includes(other.folder)).map(
          (other) => ({
            regex: `^(\\.\\./)+(src/)?${other.folder.replace(/^src\//, '')}(/|$)`,
            message: `${folder} may not import ${other.folder}: layers import downwards only.`,
          }),
        ),
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'data/', 'coverage/', 'rest-compat/*/generated/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: TYPESCRIPT_PROJECTS, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-extraneous-class': 'off',
      // `noUncheckedIndexedAccess` asks for a `!` wherever an index is known to be in bounds.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  ...layerRules,
  {
    // The shape of an answer is in the text of the query, where TypeScript cannot see it; `expect` does the checking.
    files: ['test/graphql/**/*.ts', 'test/rest-compat/**/*.ts', 'test/auth/**/*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly' } },
  },
);
