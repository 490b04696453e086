// What the boundary test plants: a small workspace that keeps every rule, and imports that break them, one by one.
const servicePackage = (name: string, devDependencies = {}): string =>
  JSON.stringify({ name, type: "module", exports: { "./*": "./src/*.ts" }, devDependencies });
const libraryPackage = (name: string): string => JSON.stringify({ name, type: "module", exports: { ".": "./src/index.ts" } });

/** A workspace that breaks no rule: services on packages, an SDK import behind a client file, local on a service. */
export const clean = {
  files: {
    "packages/events/package.json": libraryPackage("@dr/events"),
    "packages/events/src/index.ts": "export const name = 'events';\n",
    "packages/domain/package.json": libraryPackage("@dr/domain"),
    "packages/domain/src/index.ts": "export { name } from '@dr/events';\n",
    "services/api/package.json": servicePackage("@dr/api", { "dev-tool": "1.0.0" }),
    "services/api/src/routes.ts": "import type { name } from '@dr/domain';\nexport const routes: (typeof name)[] = [];\n",
    "services/planner/package.json": servicePackage("@dr/planner"),
    "services/planner/src/sweep.ts": "import { name } from '@dr/domain';\nexport const sweep = name;\n",
    "services/adapter-drs/package.json": servicePackage("@dr/adapter-drs"),
    "services/adapter-drs/src/drs-client.ts": "import { x } from '@aws-sdk/client-drs';\nexport const client = x;\n",
    "services/adapter-drs/src/adapter.ts": "import { client } from './drs-client.ts';\nexport const adapter = client;\n",
    "local/src/wire.ts": "import { routes } from '@dr/api/routes';\nexport const wired = routes;\n",
    "node_modules/@aws-sdk/client-drs/package.json": JSON.stringify({ name: "@aws-sdk/client-drs", main: "index.js" }),
    "node_modules/@aws-sdk/client-drs/index.js": "exports.x = 1;\n",
    "node_modules/dev-tool/package.json": JSON.stringify({ name: "dev-tool", main: "index.js" }),
    "node_modules/dev-tool/index.js": "exports.tool = 1;\n",
  },
  links: {
    "packages/domain": ["packages/events"],
    "services/api": ["packages/domain"],
    "services/planner": ["packages/domain", "services/api"],
    "services/adapter-drs": ["packages/domain"],
    "packages/events": ["services/api"],
    local: ["services/api"],
  },
};

/** The same workspace with these files added; `expected` is what each must bring. */
export const planted: readonly { readonly path: string; readonly text: string; readonly expected: readonly string[] }[] = [
  {
    path: "services/planner/src/linked.ts",
    text: "import { routes } from '@dr/api/routes';\nexport const stolen = routes;\n",
    expected: ["no-service-to-service: services/planner/src/linked.ts -> services/api/src/routes.ts"],
  },
  {
    path: "services/planner/src/type-only.ts",
    text: "import type { routes } from '@dr/api/routes';\nexport type Stolen = typeof routes;\n",
    expected: ["no-service-to-service: services/planner/src/type-only.ts -> services/api/src/routes.ts"],
  },
  {
    path: "services/planner/src/relative.ts",
    text: "export const stolen = import('../../api/src/routes.ts');\n",
    expected: ["no-service-to-service: services/planner/src/relative.ts -> services/api/src/routes.ts"],
  },
  {
    path: "services/api/src/unlinked.ts",
    text: "import { sweep } from '@dr/planner/sweep';\nexport const stolen = sweep;\n",
    expected: [
      "no-service-to-service: services/api/src/unlinked.ts -> @dr/planner/sweep",
      "no-unresolvable: services/api/src/unlinked.ts -> @dr/planner/sweep",
    ],
  },
  {
    path: "packages/events/src/upward.ts",
    text: "import { routes } from '@dr/api/routes';\nexport const stolen = routes;\n",
    expected: [
      "layer-events: packages/events/src/upward.ts -> services/api/src/routes.ts",
      "no-package-to-service: packages/events/src/upward.ts -> services/api/src/routes.ts",
    ],
  },
  {
    path: "services/adapter-drs/src/decides.ts",
    text: "import { name } from '@dr/domain';\nexport const stolen = name;\n",
    expected: ["adapter-imports: services/adapter-drs/src/decides.ts -> packages/domain/src/index.ts"],
  },
  {
    path: "services/adapter-drs/test/decides.test.ts",
    text: "import { name } from '@dr/domain';\nexport { world } from '../../../packages/estate/src/world.ts';\nexport const stolen = name;\n",
    expected: ["adapter-test-imports: services/adapter-drs/test/decides.test.ts -> packages/domain/src/index.ts"],
  },
  {
    path: "packages/estate/src/world.ts",
    text: "export { model } from './services/rds/model.ts';\nexport const world = 1;\n",
    expected: ["estate-services-in-one-list: packages/estate/src/world.ts -> packages/estate/src/services/rds/model.ts"],
  },
  {
    path: "packages/estate/src/services/rds/model.ts",
    text: "export const model = 1;\n",
    expected: [],
  },
  {
    path: "services/api/src/simulates.ts",
    text: "export { world } from '../../../packages/estate/src/world.ts';\n",
    expected: ["estate-is-not-product: services/api/src/simulates.ts -> packages/estate/src/world.ts"],
  },
  {
    path: "packages/domain/src/reads-disk.ts",
    text: "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n",
    expected: ["pure-core-no-node: packages/domain/src/reads-disk.ts -> fs"],
  },
  {
    path: "packages/domain/src/calls-aws.ts",
    text: "import { x } from '@aws-sdk/client-drs';\nexport const y = x;\n",
    expected: [
      "aws-sdk-in-few-places: packages/domain/src/calls-aws.ts -> node_modules/@aws-sdk/client-drs/index.js",
      "pure-core-no-aws: packages/domain/src/calls-aws.ts -> node_modules/@aws-sdk/client-drs/index.js",
    ],
  },
  {
    path: "services/adapter-drs/src/operations.ts",
    text: "import { x } from '@aws-sdk/client-drs';\nexport const y = x;\n",
    expected: ["aws-sdk-in-few-places: services/adapter-drs/src/operations.ts -> node_modules/@aws-sdk/client-drs/index.js"],
  },
  {
    path: "services/api/src/knows-local.ts",
    text: "import { wired } from '../../../local/src/wire.ts';\nexport const stolen = wired;\n",
    expected: ["no-import-of-outer-rings: services/api/src/knows-local.ts -> local/src/wire.ts"],
  },
  {
    path: "services/api/src/round.ts",
    text: "import './trip.ts';\n",
    expected: ["no-cycles: services/api/src/round.ts -> services/api/src/trip.ts"],
  },
  {
    path: "services/api/src/trip.ts",
    text: "import './round.ts';\n",
    expected: [],
  },
  {
    path: "services/api/src/handlers/http.ts",
    text: "export const handler = 1;\n",
    expected: [],
  },
  {
    path: "services/api/src/borrows-handler.ts",
    text: "export { handler } from './handlers/http.ts';\n",
    expected: ["handlers-are-entry-points: services/api/src/borrows-handler.ts -> services/api/src/handlers/http.ts"],
  },
  {
    path: "services/api/test/fake.ts",
    text: "export const fake = 1;\n",
    expected: [],
  },
  {
    path: "services/api/src/ships-fake.ts",
    text: "export { fake } from '../test/fake.ts';\n",
    expected: ["no-test-code-in-product: services/api/src/ships-fake.ts -> services/api/test/fake.ts"],
  },
  {
    path: "services/api/src/ships-dev-tool.ts",
    text: "export { tool } from 'dev-tool';\n",
    expected: ["no-dev-dependency-in-product: services/api/src/ships-dev-tool.ts -> node_modules/dev-tool/index.js"],
  },
  {
    path: "services/adapter-drs/sst.config.ts",
    text: "export const config = import('../../stacks/adapter.ts');\n",
    expected: [],
  },
  {
    path: "services/adapter-drs/src/reads-config.ts",
    text: "export { config } from '../sst.config.ts';\n",
    expected: ["no-import-of-sst-config: services/adapter-drs/src/reads-config.ts -> services/adapter-drs/sst.config.ts"],
  },
  {
    path: "stacks/adapter.ts",
    text: "export const adapter = 1;\n",
    expected: [],
  },
  {
    path: "local/src/deploys.ts",
    text: "export { adapter } from '../../stacks/adapter.ts';\n",
    expected: ["outer-rings-stay-apart: local/src/deploys.ts -> stacks/adapter.ts"],
  },
  {
    path: "e2e/deploys.ts",
    text: "export { adapter } from '../stacks/adapter.ts';\n",
    expected: ["only-local-is-run: e2e/deploys.ts -> stacks/adapter.ts"],
  },
  ...["domain", "routes", "event-log", "evidence", "runtime", "adapter-kit", "admission", "estate", "delivery", "client", "discovery"].map(
    (name) => ({
      path: `packages/${name}/src/climbs.ts`,
      text: "export { name } from '../../cli/src/name.ts';\n",
      expected: [`layer-${name}: packages/${name}/src/climbs.ts -> packages/cli/src/name.ts`],
    }),
  ),
  {
    path: "packages/runtime/src/clock.ts",
    text: "export const clock = 1;\n",
    expected: [],
  },
  {
    path: "packages/event-log/src/reads-clock.ts",
    text: "import type { clock } from '../../runtime/src/clock.ts';\nimport { clock as used } from '../../runtime/src/clock.ts';\nexport const both: (typeof clock)[] = [used];\n",
    expected: ["event-log-runtime-types-only: packages/event-log/src/reads-clock.ts -> packages/runtime/src/clock.ts"],
  },
  {
    path: "packages/event-log/src/names-clock.ts",
    text: "import type { clock } from '../../runtime/src/clock.ts';\nexport const times: (typeof clock)[] = [];\n",
    expected: [],
  },
  {
    path: "packages/routes/src/rows.ts",
    text: "export const rows = 1;\n",
    expected: [],
  },
  {
    path: "packages/client/src/reads-rows.ts",
    text: "import type { rows } from '../../routes/src/rows.ts';\nimport { rows as used } from '../../routes/src/rows.ts';\nexport const both: (typeof rows)[] = [used];\n",
    expected: ["client-routes-types-only: packages/client/src/reads-rows.ts -> packages/routes/src/rows.ts"],
  },
  {
    path: "packages/cli/src/climbs.ts",
    text: "export { clock } from '../../runtime/src/clock.ts';\n",
    expected: ["layer-cli: packages/cli/src/climbs.ts -> packages/runtime/src/clock.ts"],
  },
  {
    path: "packages/cli/src/name.ts",
    text: "export const name = 'cli';\n",
    expected: [],
  },
];
