/** `application.run_script`: runs a script of Parameter Store, known by its version and its checksum, on instances. */
import { createHash } from "node:crypto";
import { block, refuseWith, type InverseContext, type Operation, type TaskContext } from "@dr/adapter-kit";
import * as z from "zod";
import type { AppClients } from "../app-client.ts";
import type { CommandHandle, CommandPlan, CommandPre } from "../run-command/command-effect.ts";
import { onNodes } from "../run-command/on-nodes.ts";
import { limits, NO_DEFAULTS, planOf } from "../run-command/settings.ts";
import { listNodes, nodeResources, regionOf, type NodeResources } from "../targets.ts";

/** A tag may name a script like this; a script's text never stands in a tag or in a plan. */
const script = z.strictObject({
  source: z
    .string()
    .regex(/^ssm-param:\/dr-orchestration\/[\w./-]{1,900}$/, "expected ssm-param:/dr-orchestration/… : other places are not allowed")
    .describe("Where the script stands"),
  version: z.int().min(1).describe("Version of the parameter: another one is refused"),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "expected the SHA-256 of the script, in hex")
    .describe("Checksum of the script's text"),
  platform: z.enum(["linux", "windows"]).default("linux"),
});
type Script = z.infer<typeof script>;

const config = z.strictObject({ ...limits, script, undoScript: script.optional().describe("The script that takes it back, for rollback") });
type Config = z.infer<typeof config>;
type Context = TaskContext<AppClients, NodeResources, Config>;
type Inverse = InverseContext<AppClients, NodeResources, Config, CommandPre, CommandHandle>;

/** AWS's own documents that take commands (Systems Manager user guide, "Run shell scripts"). */
const DOCUMENTS = { linux: "AWS-RunShellScript", windows: "AWS-RunPowerShellScript" };

/** The order that runs a script. Refuses a script that is not the one that was reviewed. */
async function planFor(context: Context | Inverse, which: Script): Promise<CommandPlan> {
  const { clients, resources, config: settings, executionType } = context;
  const name = which.source.slice("ssm-param:".length);
  const found = await clients.parameters(regionOf(resources, settings.region)).get(name);
  if (!found) throw refuseWith(block("application.script_missing", `Parameter Store has no ${name}`));
  const sha256 = createHash("sha256").update(found.value).digest("hex");
  const evidence = { version: found.version, sha256, expected: { version: which.version, sha256: which.sha256 } };
  if (found.version !== which.version || sha256 !== which.sha256)
    throw refuseWith(
      block("application.script_changed", `${name} is not the script that the plan names: version or checksum differ`, evidence),
    );
  const mode = executionType === "drill" ? "drill" : "recovery";
  const setting = which.platform === "windows" ? `$env:DR_MODE='${mode}'` : `export DR_MODE=${mode}`;
  const { undoScript, script: _script, ...rest } = settings;
  const order = { ssmDocument: DOCUMENTS[which.platform], parameters: { commands: [setting, found.value] } };
  const plan = planOf({ ...rest, ...(undoScript ? { undo: undoScript } : {}) }, order, NO_DEFAULTS);
  return { ...plan, from: { ...plan.from, script: `${which.source}:${which.version}` } };
}

/** Runs a script; the instance finds `DR_MODE` in its environment, so that the script itself may tell a rehearsal from the real thing. */
export const runScript: Operation<AppClients, NodeResources, Config, CommandPre, CommandHandle> = {
  description: "Runs a script of Parameter Store, pinned by version and checksum, on instances",
  reversibility: "compensable",
  failback: { by: "run_script" },
  drill: { kind: "skipped", unless: ({ drillSafe }) => drillSafe },
  defaults: { timeoutSeconds: 4_500, heartbeatSeconds: 60 },
  pollSeconds: 5,
  settleSeconds: () => 30,
  resources: nodeResources,
  config,
  listTargets: ({ resources }) => listNodes(resources),
  howToCheck: (target) => `aws ssm list-command-invocations --instance-id ${target} --details`,
  ...onNodes<Context>({ plan: (context) => planFor(context, context.config.script) }),
  rollback: onNodes<Inverse>({
    plan: (context) => planFor(context, context.config.undoScript ?? context.config.script),
    refuse: ({ config: { undoScript } }) =>
      undoScript === undefined
        ? { state: "failed", failure: { code: "application.no_way_back", message: "no undoScript was declared", retryable: false } }
        : undefined,
  }),
};
