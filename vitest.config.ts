import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], testTimeoutMs: number) => ({
  test: { name, include, testTimeout: testTimeoutMs, hookTimeout: testTimeoutMs },
});

export default defineConfig({
  test: {
    // Two cores: more workers only fight over them.
    maxWorkers: 2,
    projects: [
      project('core', ['test/core/**/*.test.ts', 'test/activities/**/*.test.ts'], 30_000),
      project('adapters', ['test/infra/**/*.test.ts', 'test/cli/**/*.test.ts'], 120_000),
      project('workflows', ['test/workflows/**/*.test.ts'], 120_000),
      project('replay', ['test/replay/**/*.test.ts'], 120_000),
      project('end-to-end', ['test/end-to-end/**/*.test.ts'], 400_000),
    ],
  },
});
