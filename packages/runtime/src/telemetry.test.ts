/** Tests of telemetry.ts: what Powertools writes. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLogger, createMetrics } from "./telemetry.ts";

const printed: string[] = [];
beforeEach(() => {
  printed.length = 0;
  vi.stubEnv("POWERTOOLS_METRICS_DISABLED", "false"); // POWERTOOLS_DEV would disable them
  const keep = (line: unknown) => void printed.push(String(line));
  vi.spyOn(console, "error").mockImplementation(keep);
  vi.spyOn(console, "log").mockImplementation(keep);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

test("a line bears the bound fields and its own", () => {
  createLogger("planner").with({ correlationId: "c-1", stream: "EXEC#1" }).with({ eventId: "e-1" }).error("failed", { code: "a.b" });
  expect(JSON.parse(printed[0] ?? "")).toMatchObject({
    level: "ERROR",
    message: "failed",
    service: "planner",
    correlationId: "c-1",
    stream: "EXEC#1",
    eventId: "e-1",
    code: "a.b",
  });
});

test("counts gather until flushed, and an empty flush writes nothing", () => {
  const metrics = createMetrics("planner");
  metrics.flush();
  expect(printed).toEqual([]);
  metrics.count("Waves");
  metrics.count("Waves");
  metrics.flush();
  expect(JSON.parse(printed[0] ?? "")).toMatchObject({ service: "planner", Waves: [1, 1] });
});

test("a count with a dimension is written at once and leaves the others alone", () => {
  const metrics = createMetrics("planner");
  metrics.count("Refused", 3, { code: "a.b" });
  expect(JSON.parse(printed[0] ?? "")).toMatchObject({ service: "planner", code: "a.b", Refused: 3 });
  metrics.flush();
  expect(printed).toHaveLength(1);
});
