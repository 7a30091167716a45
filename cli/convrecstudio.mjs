#!/usr/bin/env node
// Runs the TypeScript sources as they are: tsx compiles them on import.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('./main.ts');
await main(process.argv);
