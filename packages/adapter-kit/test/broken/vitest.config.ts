/** Runs the suite on the broken adapters alone: nothing else finds it, because it must fail. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["broken.suite.ts"],
    maxWorkers: 1,
    testTimeout: 60_000,
    env: { POWERTOOLS_DEV: "true", POWERTOOLS_LOG_LEVEL: "ERROR" },
  },
});
