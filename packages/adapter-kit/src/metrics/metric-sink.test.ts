/** Where lines for CloudWatch go. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { metricSink } from "./metric-sink.ts";

test("lines go to a file where one is named, to standard output where none is, and nowhere where metrics are off", () => {
  const folder = mkdtempSync(join(tmpdir(), "metrics-"));
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    const file = join(folder, "metrics.jsonl");
    metricSink({ DR_METRICS_FILE: file })?.({ a: 1 });
    metricSink({ DR_METRICS_FILE: file })?.({ a: 2 });
    expect(write).not.toHaveBeenCalled();
    expect(readFileSync(file, "utf8")).toBe('{"a":1}\n{"a":2}\n');
    metricSink({})?.({ a: 3 });
    expect(write.mock.calls).toEqual([['{"a":3}\n']]);
    expect(metricSink({ POWERTOOLS_METRICS_DISABLED: "true", DR_METRICS_FILE: file })).toBeUndefined();
  } finally {
    write.mockRestore();
    rmSync(folder, { recursive: true });
  }
});
