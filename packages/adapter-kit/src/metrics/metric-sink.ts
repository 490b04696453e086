/** Where the lines for CloudWatch go. */
import { appendFileSync } from "node:fs";
import type { FunctionEnv } from "@dr/runtime";
import type { EmfLine } from "./operation-metrics.ts";

/** Standard output, which CloudWatch reads; on one machine the file `DR_METRICS_FILE`; nowhere if `POWERTOOLS_METRICS_DISABLED` is `true`. */
export function metricSink(env: FunctionEnv): ((line: EmfLine) => void) | undefined {
  if (env["POWERTOOLS_METRICS_DISABLED"] === "true") return undefined;
  const file = env["DR_METRICS_FILE"];
  return (line) => {
    const text = `${JSON.stringify(line)}\n`;
    if (file === undefined) process.stdout.write(text);
    else appendFileSync(file, text);
  };
}
