/** `pnpm demo`: loses a Region and runs a recovery over all four technologies (or the plan that `--plan` names) over signed HTTP, and shows what happened. */
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { spawnRuntime } from "../client/spawn-runtime.ts";
import { inboxLines } from "./inbox-lines.ts";
import { runDemo } from "./run.ts";
import { createScreen } from "./screen.ts";

const { values } = parseArgs({
  options: {
    plan: { type: "string" },
    lose: { type: "string" },
    speed: { type: "string", default: "60" },
    data: { type: "string", default: mkdtempSync(join(tmpdir(), "dr-demo-")) },
  },
});

// The plan that is shown without another word is for the loss of us-east-1.
const {
  plan = join(import.meta.dirname, "../../../plans/shop-failover.yaml"),
  lose = values.plan === undefined ? "us-east-1" : undefined,
} = values;

const screen = createScreen(process.stdout);
const startedAt = performance.now();
screen.say(
  `DR Orchestrator demo. The estate is SIMULATED and its time is compressed ${values.speed}-fold; the handlers, AWS SDK clients, log and HTTP are real.`,
);
const runtime = await spawnRuntime({ args: ["--port", "0", "--data", values.data, "--speed", values.speed, "--connect", "all"] });
screen.say(
  `platform   ${runtime.ready.endpoint} ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s, state in ${values.data}`,
);
try {
  const ok = await runDemo({ runtime, plan: readFileSync(plan, "utf8"), exportFolder: values.data, screen, lose });
  for (const line of await inboxLines(runtime.ready.endpoint)) screen.say(line);
  screen.say(`took ${((performance.now() - startedAt) / 1000).toFixed(1)} s in all`);
  process.exitCode = ok ? 0 : 1;
} finally {
  await runtime.stop();
}
