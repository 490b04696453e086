// The tests of the whole workspace, in tiers: `pnpm test` runs all but `soak`, `pnpm test:unit` the fast ones, `pnpm soak` the long ones.
import { defineConfig, type TestProjectConfiguration } from "vitest/config";

const everywhere = "{packages,services,examples}/*/{src,test}/**";
const ours = "{local,stacks,bench,tools}/**";
const testFiles = "*.{test,spec}.ts";
const never = ["**/node_modules/**", "**/.sst/**"];

// What a tier takes is not taken by `unit`.
const soak = ["**/*.soak.test.ts"];
const conformance = ["**/conformance*.test.ts", "**/*.conformance.test.ts"];
const engine = ["**/*.int.test.ts"];
const ring = ["e2e/{ring,sim}/**/*.test.ts", "e2e/contract/{fuzz,validators}.test.ts", "e2e/docs/{snippets,clients}.test.ts"];
const guards = [
  "e2e/{adapters,boundaries,style,histories}/**/*.test.ts",
  "e2e/docs/{links,deploy,threats,drs-endpoints,how-tos,traps,tests-shown}.test.ts",
  "e2e/contract/breaking.test.ts",
];

interface Tier {
  readonly name: string;
  readonly include: readonly string[];
  readonly exclude?: readonly string[];
  /** Files share the modules of their worker: only where no file changes what another one sees. */
  readonly shared?: boolean;
  /** Runs once before the tier. */
  readonly setup?: string;
}

function tier({ name, include, exclude = [], shared = false, setup }: Tier): TestProjectConfiguration {
  const globalSetup = setup === undefined ? {} : { globalSetup: setup };
  return { extends: true, test: { name, include: [...include], exclude: [...never, ...exclude], isolate: !shared, ...globalSetup } };
}

export default defineConfig({
  test: {
    // Two cores are the smallest machine that we promise anything for; vitest would leave one of them idle.
    maxWorkers: 2,
    // A time-out here means stuck, not slow: speed is measured by the benchmarks, and the machine is shared.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { POWERTOOLS_DEV: "true", POWERTOOLS_TRACE_ENABLED: "false", POWERTOOLS_LOG_LEVEL: "ERROR" },
    projects: [
      tier({
        name: "unit",
        include: [`${everywhere}/${testFiles}`, `${ours}/${testFiles}`, "e2e/api/*.test.ts", "services/*/documents/*.test.ts"],
        exclude: [...soak, ...conformance, ...engine],
        shared: true,
      }),
      tier({ name: "engine", include: [`{packages,services,local,stacks,bench,tools}/**/*.int.test.ts`], exclude: soak }),
      tier({ name: "conformance", include: conformance, exclude: soak }),
      tier({ name: "guards", include: guards, exclude: soak }),
      tier({ name: "ring", include: ring, exclude: soak }),
      tier({ name: "soak", include: soak }),
      tier({ name: "interop", include: ["e2e/interop/**/*.test.ts"], exclude: soak, setup: "e2e/interop/install.ts" }),
    ],
  },
});
