import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import jsdoc from 'eslint-plugin-jsdoc';
import tseslint from 'typescript-eslint';

/** Folders of src/ that are pure: no SDK (not even its types), no I/O, no clock, no randomness. */
const PURE = ['errors', 'access-levels', 'model', 'filters', 'risk', 'evaluate', 'remediation', 'report', 'events'];

/** Node's modules do I/O, apart from those that only compute. */
const NODE = { regex: '^node:(?!(crypto|util|buffer|zlib|assert)$)', message: 'A pure folder does no I/O.' };

/** The SDK and what belongs to it. */
const SDK = {
  regex: '^(@aws-sdk|@smithy|@aws-crypto)/',
  message: 'A pure folder never reaches the SDK, not even for a type.',
};

const CLOCK_AND_CHANCE = [
  {
    object: 'Date',
    property: 'now',
    message: 'The same input gives the same output: take the time from the evidence.',
  },
  { object: 'Math', property: 'random', message: 'The same input gives the same output.' },
  { object: 'performance', property: 'now', message: 'The same input gives the same output.' },
];

export default defineConfig(
  { ignores: ['**/node_modules/', 'dist/', 'coverage/', 'reports/', 'site/', 'docs/api/'] },
  js.configs.recommended,
  { files: ['**/*.mjs', '**/*.js'], languageOptions: { globals: { process: 'readonly', console: 'readonly' } } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ['*.config.ts'] }, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // A number in a message is a number.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        {
          argsIgnorePattern: '^_',
          varsIgnorePattern: '^_',
          destructuredArrayIgnorePattern: '^_',
          ignoreRestSiblings: true,
        },
      ],
      // `Open<'A' | 'B'>` is `'A' | 'B' | (string & {})`, which this rule cannot tell from a mistake.
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      // An async function without await is how a method of an async interface is written.
      '@typescript-eslint/require-await': 'off',
      // `while (true)` is the honest form of a page loop.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // isolatedDeclarations asks for some annotations that this rule would take away.
      '@typescript-eslint/no-inferrable-types': 'off',
      // `signal.reason` is whatever the caller chose.
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingAny: true, allowThrowingUnknown: true }],
      '@typescript-eslint/prefer-promise-reject-errors': [
        'error',
        { allowThrowingAny: true, allowThrowingUnknown: true },
      ],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    extends: [jsdoc.configs['flat/recommended-tsdoc-error']],
    rules: {
      'no-console': 'error',
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^\\.\\.?/.*(?<!\\.ts)$', message: 'Relative imports name the file, with .ts.' },
            { regex: '/(test|bench|examples|scripts)/', message: 'Source never reaches outside src/.' },
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'TSEnumDeclaration', message: 'A union of literals, or a frozen object.' },
      ],
      'jsdoc/tag-lines': ['error', 'any', { startLines: 1 }],
      'jsdoc/check-tag-names': [
        'error',
        {
          typed: false,
          definedTags: ['defaultValue', 'remarks', 'internal', 'typeParam', 'packageDocumentation', 'module'],
        },
      ],
      'jsdoc/require-yields': 'off',
      // The names and types say the rest; what they cannot say belongs into the sentence.
      'jsdoc/require-param': 'off',
      'jsdoc/require-returns': 'off',
      'jsdoc/require-throws-type': 'off',
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: true,
          require: { ClassDeclaration: true, FunctionDeclaration: true, MethodDefinition: false },
          contexts: [
            'TSInterfaceDeclaration',
            'TSTypeAliasDeclaration',
            'ExportNamedDeclaration > VariableDeclaration',
          ],
          checkConstructors: false,
        },
      ],
    },
  },
  {
    files: PURE.map((folder) => `src/${folder}/**/*.ts`),
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            SDK,
            NODE,
            { regex: '^\\.\\.?/.*(?<!\\.ts)$', message: 'Relative imports name the file, with .ts.' },
          ],
        },
      ],
      'no-restricted-properties': ['error', ...CLOCK_AND_CHANCE],
      'no-restricted-globals': [
        'error',
        ...['setTimeout', 'setInterval', 'fetch', 'process', 'crypto', 'performance'].map((name) => ({
          name,
          message: 'A pure folder does no I/O and reads no clock.',
        })),
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'TSEnumDeclaration', message: 'A union of literals, or a frozen object.' },
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Take the time from the evidence.',
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      // A test says what it knows; the assertion after it says whether it was right.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
  {
    files: ['test/types/**/*.ts'],
    rules: { '@typescript-eslint/no-unused-vars': 'off', '@typescript-eslint/no-floating-promises': 'off' },
  },
);
