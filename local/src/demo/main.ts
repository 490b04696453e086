/** `pnpm demo`: runs the requirements' example plan as a recovery over signed HTTP, and shows what happened. */
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { spawnRuntime } from "../client/spawn-runtime.ts";
import { runDemo } from "./run.ts";
import { createScreen } from "./screen.ts";

const { values } = parseArgs({
  options: {
    plan: { type: "string", default: join(import.meta.dirname, "../../../plans/enterprise-app-recovery-prod.yaml") },
    speed: { type: "string", default: "60" },
    data: { type: "string", default: mkdtempSync(join(tmpdir(), "dr-demo-")) },
  },
});

const screen = createScreen(process.stdout);
const startedAt = performance.now();
screen.say(
  `DR Orchestrator demo. The estate is SIMULATED and its time is compressed ${values.speed}-fold; the handlers, AWS SDK clients, log and HTTP are real.`,
);
const runtime = await spawnRuntime({ args: ["--port", "0", "--data", values.data, "--speed", values.speed] });
screen.say(
  `platform   ${runtime.ready.endpoint} ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s, state in ${values.data}`,
);
try {
  const ok = await runDemo({ runtime, plan: readFileSync(values.plan, "utf8"), exportFolder: values.data, screen });
  screen.say(`took ${((performance.now() - startedAt) / 1000).toFixed(1)} s in all`);
  process.exitCode = ok ? 0 : 1;
} finally {
  await runtime.stop();
}
