// One test run for the whole workspace: unit, spec, integration and e2e.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // A time-out here means stuck, not slow: speed is measured by the benchmarks, and the machine is shared.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    include: ["{packages,services}/*/{src,test}/**/*.{test,spec}.ts", "{local,stacks,e2e,bench,tools}/**/*.{test,spec}.ts"],
    exclude: ["**/node_modules/**", "**/.sst/**"],
    env: { POWERTOOLS_DEV: "true", POWERTOOLS_TRACE_ENABLED: "false", POWERTOOLS_LOG_LEVEL: "ERROR" },
  },
});
