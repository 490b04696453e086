// The estate held against botocore's models: every operation's answer by its shape, every refusal by the operation's own errors. Runs with DR_INTEROP=1.
import { execFile } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { createEstate, createEstateServer } from "@dr/estate";
import { beforeAll, describe, expect, it } from "vitest";

const boto3Version = "1.43.11";
const repository = join(import.meta.dirname, "../..");
const venv = join(repository, ".venv/boto3");
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

it("every service of the estate has calls for all its operations", () => {
  const folders = globSync("packages/estate/src/services/*/service.ts", { cwd: repository }).map((path) => basename(dirname(path)));
  expect(files.map((path) => basename(dirname(path)))).toEqual(folders.toSorted((a, b) => a.localeCompare(b)));
  const estate = createEstate({ memory: true, clock: () => 0 });
  const called = new Set(suites.flatMap(({ service, calls }) => calls.map(({ operation }) => `${service} ${operation}`)));
  const simulated = estate.services().flatMap(({ service, operations }) => operations.map((operation) => `${service} ${operation}`));
  expect(simulated.filter((name) => !called.has(name))).toEqual([]);
});

describe.runIf(process.env["DR_INTEROP"] === "1")("botocore's models", () => {
  beforeAll(async () => {
    if (existsSync(join(venv, "bin/python"))) return;
    await run("python3", ["-m", "venv", venv]);
    await run(join(venv, "bin/pip"), ["install", "--quiet", `boto3==${boto3Version}`]);
  }, 300_000);

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
    const child = run(join(venv, "bin/python"), [join(import.meta.dirname, "hold-against-models.py"), server.url]);
    child.child.stdin?.end(JSON.stringify([suite]));
    const told = JSON.parse((await child).stdout) as readonly Told[];
    await server.close();
    expect(told.filter(({ deviations }) => deviations.length > 0)).toEqual([]);
    expect(told.map(({ operation, outcome }) => [service, operation, outcome])).toEqual(
      suite.calls.map((call) => [service, call.operation, call.expect ?? "ok"]),
    );
  });
});
