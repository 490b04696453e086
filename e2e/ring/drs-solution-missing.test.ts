// An installation whose people have put nothing into the secrets of other systems: a question about them is no fault of its own but says what to put where.
import { expect, it } from "vitest";
import { runtimeOfFile } from "../support/runtime-of-file.ts";

const runtime = runtimeOfFile(["--speed", "600", "--no-provision"]);
const ask = (path: string) => runtime().as("DRReadOnly")({ method: "GET", path: `/api/v1/technologies/${path}` });

it.each(["drs/plans", "drs/protection-groups", "drs/executions", "drs/solution-quotas"])("%s", async (path) => {
  const { status, body } = await ask(path);
  expect([status, body["code"]]).toEqual([501, "query.not_set_up"]);
  expect(body["detail"]).toContain("there is no secret dr-orchestration/external-apis/drs");
  expect(body["hint"]).toMatch(/^create secret dr-orchestration\/external-apis\/drs .*apiEndpoint/);
});

it.each(["drs/servers", "drs/jobs", "drs/quotas"])("%s need none", async (path) => {
  expect((await ask(path)).status).toBe(200);
});
