// The plan of the requirements' Parameter Store example, as its parameters stand there: tags in the place of names, operations left to the adapters.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startExecution, untilStatus } from "../support/runtime.ts";
import { runtimeOfFile } from "../support/runtime-of-file.ts";

interface Saved {
  readonly version: number;
  readonly unresolved: readonly unknown[];
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
}

const PLAN = "enterprise-app-recovery";
const BASE = `/dr-orchestration/plans/${PLAN}`;
const runtime = runtimeOfFile(["--speed", "600"]);

it("is imported, drilled to its pause and through it, and exported the same", { timeout: 180_000 }, async () => {
  const admin = runtime().as("DROrchestrationAdmin");
  const operator = runtime().as("DROperator");
  const waves = readFileSync(join(import.meta.dirname, "../support/parameter-store-waves.json"), "utf8");
  const importing = (parameters: readonly object[]) =>
    admin<Saved>({ method: "POST", path: `/api/v1/plans/${PLAN}/import`, body: { parameters } });
  const parameters = [
    { name: `${BASE}/waves`, value: waves },
    { name: `${BASE}/dependencies`, value: '{"2": [1]}' },
    { name: `${BASE}/pause-points`, value: "[2]" },
  ];
  const saved = await importing(parameters);
  expect([saved.status, saved.body.version, saved.body.unresolved]).toEqual([201, 1, []]);

  const executionId = await startExecution(operator, { planId: PLAN, executionType: "drill", mode: "planned" });
  const paused = await untilStatus(operator, executionId, ["paused", "failed"], 60_000);
  expect([paused.status, paused.currentWave]).toEqual(["paused", 2]);
  const resumed = await operator({ method: "PUT", path: `/api/v1/executions/${executionId}/resume`, body: { reason: "looked at" } });
  expect(resumed.status).toBe(200);
  const ended = await untilStatus(operator, executionId, ["completed", "failed", "cancelled"], 120_000);
  expect(ended.status).toBe("completed");
  const types = ended.waves.flatMap((wave) => wave.technologies.map(({ type }) => type));
  expect(types).toEqual(["database", "drs", "application"]);

  const exported = await admin<Saved>({ method: "GET", path: `/api/v1/plans/${PLAN}/export` });
  expect(exported.body.parameters.map(({ name }) => name)).toEqual(
    ["header", "waves", "dependencies", "pause-points"].map((part) => `${BASE}/${part}`),
  );
  const again = await importing(exported.body.parameters.map(({ name, value }) => ({ name, value })));
  expect([again.status, again.body.version]).toEqual([200, 1]);
});
