import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { readdirSync } from 'node:fs';

const features = readdirSync(new URL('./src/features', import.meta.url));

// A feature knows what is shared, and no other feature.
const betweenFeatures = features.map((feature) => ({
  target: `./src/features/${feature}`,
  from: './src/features',
  except: [`./${feature}`],
  message: 'A feature imports no other feature; what two need belongs into components or lib.',
}));

const noFetch = {
  selector: "CallExpression[callee.name='fetch'], CallExpression[callee.property.name='fetch'][callee.object.name=/^(window|globalThis|self)$/]",
  message: 'Requests are made by lib/api only.',
};
const noDateParsing = {
  selector: "NewExpression[callee.name='Date'][arguments.length>0], CallExpression[callee.object.name='Date'][callee.property.name='parse']",
  message: 'Times are read by lib/time only.',
};
const noRawHtml = {
  selector: "JSXAttribute[name.name='dangerouslySetInnerHTML'], MemberExpression[property.name=/^(innerHTML|outerHTML)$/]",
  message: 'Text is never markup.',
};
const noPhysicalSides = {
  selector:
    "JSXAttribute[name.name=/^(ml|mr|pl|pr|left|right)$/], Property[key.name=/^(left|right|marginLeft|marginRight|paddingLeft|paddingRight|borderLeft|borderRight)$/]",
  message: 'Sides are logical (ms, me, insetInlineStart …), so that Arabic is mirrored.',
};
const restricted = [noFetch, noDateParsing, noRawHtml, noPhysicalSides];
const without = (...allowed) => ['error', ...restricted.filter((rule) => !allowed.includes(rule))];

export default tseslint.config(
  { ignores: ['node_modules', 'out', '.next', 'next-env.d.ts', 'src/lib/api/schema.d.ts', 'test-results', 'playwright-report'] },
  { files: ['**/*.{ts,tsx}'], extends: [...tseslint.configs.strictTypeChecked], languageOptions: { parserOptions: { projectService: true } } },
  {
    files: ['src/**/*.{ts,tsx}', 'e2e/**/*.ts'],
    plugins: { 'import-x': importX, 'react-hooks': reactHooks },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      ...reactHooks.configs.recommended.rules,
      'no-restricted-syntax': without(),
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': [
        'error',
        {
          zones: [
            ...betweenFeatures,
            { target: './src/features', from: './src/app', message: 'Imports go from app to features.' },
            { target: './src/components', from: ['./src/features', './src/app'], message: 'Shared parts know no feature.' },
            { target: './src/lib', from: ['./src/components', './src/features', './src/app'], message: 'lib knows nothing above it.' },
          ],
        },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  { files: ['src/lib/api/**'], rules: { 'no-restricted-syntax': without(noFetch) } },
  // Browser tests are no components, and prepare what they need by requests of their own.
  { files: ['e2e/**'], rules: { 'react-hooks/rules-of-hooks': 'off', 'no-restricted-syntax': without(noFetch) } },
  { files: ['src/lib/time/**'], rules: { 'no-restricted-syntax': without(noDateParsing) } },
);
