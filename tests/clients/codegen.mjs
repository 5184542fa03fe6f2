// Makes typed operations from the schema into a folder, then type-checks them with a program that uses them.
import { writeFileSync } from 'node:fs';
import { generate } from '@graphql-codegen/cli';
import ts from 'typescript';

const [schema, folder] = process.argv.slice(2);
const said = [];
for (const name of ['warn', 'error']) console[name] = (...words) => said.push(words.join(' '));
const file = `${folder}/operations.ts`;
await generate(
  {
    schema,
    documents: new URL('operations/*.graphql', import.meta.url).pathname,
    silent: true,
    generates: {
      [file]: {
        plugins: ['typescript', 'typescript-operations'],
        config: {
          strictScalars: true,
          useTypeImports: true,
          scalars: { Date: 'string', DateTime: 'string', JSON: 'unknown', Upload: 'unknown' },
        },
      },
    },
  },
  true,
);
const program = `${folder}/program.ts`;
writeFileSync(
  program,
  `import type { Customer360Query, Customer360QueryVariables } from './operations';
export const asked: Customer360QueryVariables = { by: { email: 'ana@example.com' } };
export const name = (answer: Customer360Query): string => answer.customer?.firstName ?? '';
export const scores = (answer: Customer360Query): Array<number | null | undefined> =>
  answer.customer?.surveyAnswers?.nodes.map((given) => given.score) ?? [];

// @ts-expect-error  The field was not asked for.
export const phone = (answer: Customer360Query) => answer.customer?.phone;
`,
);
const options = { strict: true, noEmit: true, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
const found = ts.getPreEmitDiagnostics(ts.createProgram([file, program], { ...options, lib: ['lib.es2022.d.ts'], types: [], skipLibCheck: true }));
console.log(JSON.stringify({ said, wrong: found.map((one) => ts.flattenDiagnosticMessageText(one.messageText, '\n')) }));
