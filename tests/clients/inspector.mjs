// Compares pairs of schemas with graphql-inspector; prints what breaks clients, but the end of what was deprecated before.
import { readFileSync } from 'node:fs';
import { CriticalityLevel, DiffRule, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

const schemas = process.argv.slice(2).map((file) => buildSchema(readFileSync(file, 'utf8')));
const breaking = [];
for (let place = 0; place < schemas.length; place += 2) {
  const changes = await diff(schemas[place], schemas[place + 1], [DiffRule.suppressRemovalOfDeprecatedField]);
  breaking.push(changes.filter((one) => one.criticality.level === CriticalityLevel.Breaking).map((one) => one.message));
}
console.log(JSON.stringify(breaking));
