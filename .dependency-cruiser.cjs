// Who may import whom. Both the specifier (@dr/api, when it does not resolve) and the resolved path (services/api/…) are matched,
// because pnpm links workspace packages: a rule on one of them alone would miss the other.
const { readdirSync } = require("node:fs");
const { join } = require("node:path");

const folders = (parent) =>
  readdirSync(join(__dirname, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
const oneOf = (names) => `(?:${names.join("|")})`;

const SERVICE = oneOf(folders("services"));
const OUTER = oneOf(["stacks", "local", "e2e", "bench"]);
const ANY_SERVICE = `^services/|^@dr/${SERVICE}(?:/|$)`;
const ANY_OUTER = `^${OUTER}/|^@dr/${OUTER}(?:/|$)`;
const OURS = `^(?:packages|services|examples|stacks|local|e2e|bench|tools)/|^@dr/`;
const packagesNamed = (...names) => `^packages/${oneOf(names)}/|^@dr/${oneOf(names)}(?:/|$)`;
const TEST = "[.](?:test|spec)[.]ts$|/test/|/testing/";
const AWS_CLIENTS = "(?:^|node_modules/)@aws-sdk/client-";
const SST_CONFIG = "(?:^|/)sst[.]config[.]ts$";

/** A package of ours that may import only the named packages of ours. */
const layer = (name, ...allowed) => ({
  name: `layer-${name}`,
  comment: `packages/${name} may import ${allowed.length ? allowed.join(", ") : "no other package"} of ours`,
  severity: "error",
  from: { path: `^packages/${name}/` },
  to: { path: OURS, pathNot: packagesNamed(name, ...allowed) },
});

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-service-to-service",
      comment: "Services meet on the bus and in packages/events; each is deployed on its own.",
      severity: "error",
      from: { path: "^services/([^/]+)/", pathNot: SST_CONFIG },
      to: { path: ANY_SERVICE, pathNot: "^services/$1/|^@dr/$1(?:/|$)" },
    },
    {
      name: "no-package-to-service",
      comment: "Packages are below services.",
      severity: "error",
      from: { path: "^packages/" },
      to: { path: ANY_SERVICE },
    },
    {
      name: "no-import-of-outer-rings",
      comment: "stacks, local, e2e and bench wire the product together; nothing in it may know them (a service's sst.config.ts excepted).",
      severity: "error",
      from: { path: "^(?:packages|services)/", pathNot: SST_CONFIG },
      to: { path: ANY_OUTER },
    },
    {
      name: "outer-rings-stay-apart",
      comment: "stacks, local and tools do not know each other, nor e2e and bench.",
      severity: "error",
      from: { path: "^(stacks|local|tools)/" },
      to: { path: ANY_OUTER, pathNot: "^$1/|^@dr/$1(?:/|$)" },
    },
    {
      name: "only-local-is-run",
      comment: "e2e and bench may run local; nobody imports e2e, bench or stacks.",
      severity: "error",
      from: { path: "^(e2e|bench)/" },
      to: { path: ANY_OUTER, pathNot: ["^$1/|^@dr/$1(?:/|$)", "^local/|^@dr/local(?:/|$)"] },
    },
    {
      name: "adapter-imports",
      comment: "An adapter team needs the contract, the kit and the runtime, nothing else of ours.",
      severity: "error",
      from: { path: "^(services|examples)/(adapter-[^/]+)/", pathNot: [SST_CONFIG, TEST] },
      to: { path: OURS, pathNot: [packagesNamed("events", "adapter-kit", "runtime"), "^$1/$2/|^@dr/$2(?:/|$)"] },
    },
    {
      name: "adapter-test-imports",
      comment: "An adapter's tests also need the simulated estate.",
      severity: "error",
      from: { path: `^(services|examples)/(adapter-[^/]+)/.*(?:${TEST})` },
      to: { path: OURS, pathNot: [packagesNamed("events", "adapter-kit", "runtime", "estate"), "^$1/$2/|^@dr/$2(?:/|$)"] },
    },
    {
      name: "estate-is-not-product",
      comment: "The simulated estate serves tests, local, bench and e2e; nothing that is deployed may load it.",
      severity: "error",
      from: { path: "^(?:packages|services)/", pathNot: [TEST, "^packages/estate/"] },
      to: { path: packagesNamed("estate") },
    },
    {
      name: "estate-services-in-one-list",
      comment: "A simulated service is its folder and a line in services.ts; nothing shared names one.",
      severity: "error",
      from: { path: "^packages/estate/src/", pathNot: ["^packages/estate/src/services(?:/|[.]ts$)", TEST] },
      to: { path: "^packages/estate/src/services/" },
    },
    {
      name: "no-import-of-sst-config",
      comment: "sst.config.ts is an entry point of the deploy tool.",
      severity: "error",
      from: {},
      to: { path: SST_CONFIG },
    },
    layer("events"),
    layer("domain", "events"),
    layer("routes", "events"),
    layer("event-log", "events", "runtime"),
    {
      name: "event-log-runtime-types-only",
      comment: "packages/event-log describes its tables in the runtime's words and needs nothing else of it.",
      severity: "error",
      from: { path: "^packages/event-log/" },
      to: { path: packagesNamed("runtime"), dependencyTypesNot: ["type-only"] },
    },
    layer("client", "routes"),
    {
      name: "client-routes-types-only",
      comment: "packages/client knows routes by their types; while it runs it needs only their paths, so that `dr` starts at once.",
      severity: "error",
      from: { path: "^packages/client/", pathNot: TEST },
      to: { path: packagesNamed("routes"), dependencyTypesNot: ["type-only"] },
    },
    layer("cli", "client", "event-log", "events", "evidence"),
    layer("evidence", "events", "domain", "event-log"),
    layer("admission", "domain", "event-log", "events", "runtime"),
    layer("runtime", "events"),
    layer("adapter-kit", "events", "runtime"),
    layer("estate"),
    layer("delivery", "event-log", "events", "runtime"),
    layer("discovery", "events", "domain", "runtime", "estate"),
    {
      name: "pure-core-no-node",
      comment: "domain and events run anywhere: no node:* (their tests may read fixtures).",
      severity: "error",
      from: { path: "^packages/(?:domain|events)/", pathNot: TEST },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "pure-core-no-aws",
      comment: "domain and events know no SDK and no Lambda types.",
      severity: "error",
      from: { path: "^packages/(?:domain|events)/" },
      to: { path: "(?:^|node_modules/)(?:@aws-sdk|@smithy|@aws-lambda-powertools|aws-lambda|@types/aws-lambda)(?:/|$)" },
    },
    {
      name: "aws-sdk-in-few-places",
      comment: "SDK clients live behind a port: *-client.ts, the event log's tables, the kit's ledger and queue, the runtime.",
      severity: "error",
      from: {
        path: "^(?:packages|services)/",
        pathNot: [
          TEST,
          "-client[.]ts$",
          "^packages/event-log/src/(?:dynamodb|history)/",
          "^packages/adapter-kit/src/.*(?:ledger|queue)",
          "^packages/runtime/src/",
          "^packages/estate/src/services/",
        ],
      },
      to: { path: AWS_CLIENTS },
    },
    {
      name: "handlers-are-entry-points",
      comment: "A handler file is a composition root: what two of them share stands beside them.",
      severity: "error",
      from: { path: "^services/([^/]+)/", pathNot: TEST },
      to: { path: "^services/$1/src/handlers/", pathNot: TEST },
    },
    {
      name: "no-test-code-in-product",
      comment: "Fakes and conformance suites stay out of what is deployed.",
      severity: "error",
      from: { path: "^(?:packages|services)/", pathNot: TEST },
      to: { path: TEST, pathNot: "node_modules" },
    },
    {
      name: "no-dev-dependency-in-product",
      comment: "What a Lambda loads must be a dependency, not a devDependency (types excepted).",
      severity: "error",
      from: { path: "^(?:packages|services)/[^/]+/(?:src/|manifest[.]ts$)", pathNot: TEST },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"], pathNot: "node_modules/@types/" },
    },
    {
      name: "no-unresolvable",
      comment: "An import that does not resolve hides from every other rule.",
      severity: "error",
      from: { pathNot: SST_CONFIG },
      to: { couldNotResolve: true },
    },
    {
      name: "no-cycles",
      comment: "Two files that need each other are one idea in two places.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(?:^|/)(?:[.]sst|dist)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      mainFields: ["module", "main", "types", "typings"],
    },
  },
};
