// The estate held against botocore's models: every operation's answer by its shape, every refusal by the operation's own errors. Runs with DR_INTEROP=1.
import { execFile } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { createEstate, createEstateServer } from "@dr/estate";
import { describe, expect, it } from "vitest";
import { program } from "./environments.ts";

const repository = join(import.meta.dirname, "../..");
const run = promisify(execFile);

interface ModelCall {
  readonly operation: string;
  readonly input?: object;
  /** The error code that must come; without one the call must succeed. */
  readonly expect?: string;
}

interface ModelCalls {
  readonly service: string;
  /** What boto3 calls the service. */
  readonly client: string;
  readonly seed?: object;
  readonly calls: readonly ModelCall[];
}

interface Told {
  readonly operation: string;
  readonly outcome: string;
  readonly deviations: readonly string[];
}

const files = globSync("packages/estate/src/services/*/model-calls.json", { cwd: repository }).toSorted((a, b) => a.localeCompare(b));
const suites = files.map((file): ModelCalls => JSON.parse(readFileSync(join(repository, file), "utf8")) as ModelCalls);

/** They speak no protocol of AWS: clients of others hold them (foreign-clients.test.ts), and the adapter of the DRS solution. */
const NOT_AWS = ["ontap", "sqlserver", "drs-solution"];

it("every AWS service of the estate has calls for all its operations", () => {
  const services = globSync("packages/estate/src/services/*/service.ts", { cwd: repository }).map((path) => basename(dirname(path)));
  const folders = services.filter((folder) => !NOT_AWS.includes(folder));
  const byName = (a: string, b: string): number => a.localeCompare(b);
  expect(files.map((path) => basename(dirname(path))).toSorted(byName)).toEqual(folders.toSorted(byName));
  const estate = createEstate({ memory: true, clock: () => 0 });
  const called = new Set(suites.flatMap(({ service, calls }) => calls.map(({ operation }) => `${service} ${operation}`)));
  const ofAws = estate.services().filter(({ service }) => !NOT_AWS.includes(service));
  const simulated = ofAws.flatMap(({ service, operations }) => operations.map((operation) => `${service} ${operation}`));
  expect(simulated.filter((name) => !called.has(name))).toEqual([]);
});

describe.runIf(process.env["DR_INTEROP"] === "1")("botocore's models", () => {
  it.each(suites.map((suite) => [suite.service, suite] as const))("%s deviates nowhere", async (service, suite) => {
    let nowMs = Date.parse("2026-11-23T04:00:00Z");
    const estate = createEstate({ memory: true, clock: () => nowMs, seed: "test", rateLimits: false });
    estate.seed(suite.seed ?? {});
    const server = await createEstateServer({
      handle: (request) => {
        nowMs += 30_000;
        return estate.handle(request);
      },
    });
    const child = run(program("peers", "python"), [join(import.meta.dirname, "hold-against-models.py"), server.url]);
    child.child.stdin?.end(JSON.stringify([suite]));
    const told = JSON.parse((await child).stdout) as readonly Told[];
    await server.close();
    expect(told.filter(({ deviations }) => deviations.length > 0)).toEqual([]);
    expect(told.map(({ operation, outcome }) => [service, operation, outcome])).toEqual(
      suite.calls.map((call) => [service, call.operation, call.expect ?? "ok"]),
    );
  });
});
