import { createRequire } from 'node:module';

import { z } from 'zod';

import { ENTAILMENT_ID } from '../infra/encoders/onnx-entailment.ts';

const require = createRequire(import.meta.url);
const PackageSchema = z.object({ version: z.string() });

/** What takes part in making the data, for the manifest. */
export function readVersions(): Readonly<Record<string, string>> {
  const versionOf = (path: string): string => {
    const manifest: unknown = require(path);
    return PackageSchema.parse(manifest).version;
  };
  return {
    convrecstudio: versionOf('../package.json'),
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    temporal: versionOf('@temporalio/workflow/package.json'),
    'wink-nlp': versionOf('wink-nlp/package.json'),
    entailment: ENTAILMENT_ID,
  };
}
