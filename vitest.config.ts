import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{packages,services}/*/{src,test}/**/*.{test,spec}.ts", "{local,stacks,e2e,bench}/**/*.{test,spec}.ts"],
    exclude: ["**/node_modules/**", "**/.sst/**"],
    env: { POWERTOOLS_DEV: "true", POWERTOOLS_TRACE_ENABLED: "false", POWERTOOLS_LOG_LEVEL: "ERROR" },
  },
});
