import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'
import vue from 'eslint-plugin-vue'

// Import arrows are the business of .dependency-cruiser.mjs, layout is prettier's.

const DOUBLE_CAST = {
  selector: 'TSAsExpression > TSAsExpression',
  message: 'A double cast hides what a schema or a narrower type would say.',
}
const TOP_LEVEL_AWAIT = {
  selector: 'AwaitExpression:not(:function AwaitExpression)',
  message: 'The entries must also build as CommonJS: await inside an async function.',
}
const PROCESS_EXIT = {
  selector: "MemberExpression[object.name='process'][property.name='exit']",
  message: 'Only an entry exits; elsewhere return an outcome or throw.',
}

export default defineConfig(
  globalIgnores(['out/', 'bench/peers/.venv/']),
  tseslint.configs.recommendedTypeChecked,
  ...vue.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', '.*.mjs', 'bin/*.mjs'] },
        extraFileExtensions: ['.vue'],
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      // A default is for open-ended unions, such as platforms; in ours it is `assertNever`, which tsc checks.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Types of a module that must not be loaded yet are written `typeof import(…)`.
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/return-await': 'error',
      // A number in a message is what it looks like.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      eqeqeq: 'error',
      'prefer-const': 'error',
      'no-restricted-syntax': ['error', DOUBLE_CAST],
    },
  },
  {
    files: ['src-main/**/*.ts', 'src-preload/**/*.ts', 'src-renderer/**/*.{ts,vue}'],
    ignores: ['**/*.test.ts', '**/*.test-helper.ts', '**/fixtures/**'],
    rules: {
      'no-console': 'error',
      'no-restricted-syntax': ['error', DOUBLE_CAST, TOP_LEVEL_AWAIT, PROCESS_EXIT],
    },
  },
  {
    files: ['src-main/cli.ts', 'src-main/processes/{parent-port,serve-one-job,serve-requests}.ts'],
    rules: { 'no-restricted-syntax': ['error', DOUBLE_CAST, TOP_LEVEL_AWAIT] },
  },
  {
    files: ['src-renderer/**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      // A component is called what it is; layout is prettier's.
      'vue/multi-word-component-names': 'off',
      'vue/html-self-closing': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      // `undefined` is a default, and TypeScript knows it.
      'vue/require-default-prop': 'off',
      'vue/no-v-html': 'error',
    },
  },
  {
    files: ['**/*.test.ts'],
    // Matchers such as expect.any() are of type any.
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
  },
)
