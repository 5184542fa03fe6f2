// Runs relay-compiler over a copy of `relay/` in a folder that has the schema; prints the queries that it made.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import compiler from 'relay-compiler';

const folder = process.argv[2];
cpSync(new URL('relay', import.meta.url), folder, { recursive: true });
mkdirSync(`${folder}/src/__generated__`);
const printed = execFileSync(compiler, ['relay.config.json'], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const made = `${folder}/src/__generated__`;
const text = (name) => readFileSync(`${made}/${name}`, 'utf8').match(/"text": ("(?:[^"\\]|\\.)*")/)?.[1];
const queries = Object.fromEntries(
  readdirSync(made)
    .filter((name) => name.endsWith('Query.graphql.ts'))
    .map((name) => [name.split('.')[0], JSON.parse(text(name) ?? 'null')]),
);
console.log(JSON.stringify({ printed, queries }));
