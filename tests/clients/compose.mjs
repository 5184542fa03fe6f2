// Composes a folder's subgraphs into `supergraph.graphql` there; prints what composition finds wrong and what it remarks.
import { readFileSync, writeFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

const folder = process.argv[2];
const urls = JSON.parse(readFileSync(`${folder}/urls.json`, 'utf8'));
const services = Object.entries(urls).map(([name, url]) => ({
  name,
  url,
  typeDefs: parse(readFileSync(`${folder}/${name}.graphql`, 'utf8')),
}));
const { errors, hints, supergraphSdl } = composeServices(services);
if (supergraphSdl) writeFileSync(`${folder}/supergraph.graphql`, supergraphSdl);
console.log(
  JSON.stringify({
    errors: (errors ?? []).map((error) => error.message),
    hints: (hints ?? []).map((hint) => `${hint.definition.code}: ${hint.message}`),
  }),
);
