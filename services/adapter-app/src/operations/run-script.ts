/** `application.run_script`: runs a script of Parameter Store or S3, known by its version and its checksum, on instances. */
import { createHash } from "node:crypto";
import { block, refuseWith, type InverseContext, type Operation, type TaskContext } from "@dr/adapter-kit";
import { declaredRegion, lazyStrictObject } from "@dr/events";
import * as z from "zod";
import type { AppClients } from "../app-client.ts";
import type { CommandHandle, CommandPlan, CommandPre } from "../run-command/command-effect.ts";
import { onNodes } from "../run-command/on-nodes.ts";
import { limits, NO_DEFAULTS, planOf } from "../run-command/settings.ts";
import { listNodes, nodeResources, regionOf, type NodeResources } from "../targets.ts";

const reviewed = () => ({
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "expected the SHA-256 of the script, in hex")
    .describe("Checksum of the script's text"),
  platform: z.enum(["linux", "windows"]).default("linux"),
});

const inParameterStore = lazyStrictObject(() => ({
  source: z
    .string()
    .regex(/^ssm-param:\/dr-orchestration\/[\w./-]{1,900}$/, "expected ssm-param:/dr-orchestration/… : other places are not allowed")
    .describe("Where the script stands"),
  version: z.int().min(1).describe("Version of the parameter: another one is refused"),
  ...reviewed(),
}));

const inS3 = lazyStrictObject(() => ({
  source: z
    .string()
    .regex(
      /^s3:\/\/dr-recovery-scripts-\d{12}\/[^\s?#]{1,900}$/,
      "expected s3://dr-recovery-scripts-<account>/…: other buckets are not allowed",
    )
    .describe("Where the script stands"),
  version: z
    .string()
    .regex(/^[\w.-]{8,1024}$/, "expected the version id of the object")
    .describe("Version id of the object"),
  ...reviewed(),
}));

/** A tag may name a script like this; a script's text never stands in a tag or in a plan. */
const script = () => z.union([inParameterStore, inS3]);
type Script = z.infer<ReturnType<typeof script>>;

const config = lazyStrictObject(() => ({
  ...limits(),
  scriptsRegion: declaredRegion().optional().describe("Region of the bucket of scripts; that of the installation if absent"),
  script: script(),
  undoScript: script().optional().describe("The script that takes it back, for rollback"),
}));
type Config = z.infer<typeof config>;
type Context = TaskContext<AppClients, NodeResources, Config>;
type Inverse = InverseContext<AppClients, NodeResources, Config, CommandPre, CommandHandle>;

/** AWS's own documents that take commands (Systems Manager user guide, "Run shell scripts"). */
const DOCUMENTS = { linux: "AWS-RunShellScript", windows: "AWS-RunPowerShellScript" };

/** What Run Command takes in its parameters, with room for the rest (Systems Manager quotas: a request of 64 KB in all). */
const MAX_CHARACTERS = 50_000;

/** The order that runs a script. Refuses a script that is not the one that was reviewed. */
async function planFor(context: Context | Inverse, which: Script): Promise<CommandPlan> {
  const { config: settings, executionType } = context;
  const text = await textOf(context, which);
  const commands = commandsOf(which, text, executionType === "drill" ? "drill" : "recovery");
  const { undoScript, script: _script, scriptsRegion: _region, ...rest } = settings;
  const order = { ssmDocument: DOCUMENTS[which.platform], parameters: { commands: [...commands] } };
  const plan = planOf({ ...rest, ...(undoScript ? { undo: undoScript } : {}) }, order, NO_DEFAULTS);
  return { ...plan, from: { ...plan.from, script: `${which.source}:${which.version}` } };
}

/** Shells whose scripts take `export`. */
const SHELL = /^#![^\n]*\b(?:ba|da|k|z|a)?sh\b/;

/**
 * The script, told in which mode it runs. The agent goes by the first line's interpreter, so that stays the first line; without one it takes `sh`
 * (Systems Manager user guide, aws:runShellScript). A script for something else than a shell could not be told its mode: it is refused.
 */
function commandsOf({ source, platform }: Script, text: string, mode: "drill" | "recovery"): readonly string[] {
  if (platform === "windows") return [`$env:DR_MODE='${mode}'`, text];
  const setting = `export DR_MODE=${mode}`;
  if (!text.startsWith("#!")) return [setting, text];
  const [first = "", ...rest] = text.split("\n");
  if (!SHELL.test(first))
    throw refuseWith(
      block(
        "application.script_interpreter",
        `${source} begins with ${first.slice(0, 80)}: expected a shell script, which may call others`,
      ),
    );
  return [first, setting, rest.join("\n")];
}

/** The script's text, if it is the one that was reviewed. */
async function textOf(context: Context | Inverse, which: Script): Promise<string> {
  const found = await readScript(context, which);
  if (!found) throw refuseWith(block("application.script_missing", `there is no ${which.source}, version ${which.version}`));
  const sha256 = createHash("sha256").update(found.value).digest("hex");
  const evidence = { version: found.version, sha256, expected: { version: which.version, sha256: which.sha256 } };
  if (found.version !== which.version || sha256 !== which.sha256)
    throw refuseWith(
      block("application.script_changed", `${which.source} is not the script that the plan names: version or checksum differ`, evidence),
    );
  if (found.value.length > MAX_CHARACTERS)
    throw refuseWith(
      block("application.script_too_large", `${which.source} has ${found.value.length} characters, expected at most ${MAX_CHARACTERS}`),
    );
  return found.value;
}

async function readScript(
  { clients, resources, config: settings }: Context | Inverse,
  { source, version }: Script,
): Promise<{ readonly value: string; readonly version: number | string } | undefined> {
  const region = regionOf(resources, settings.region);
  if (source.startsWith("ssm-param:")) return clients.parameters(region).get(source.slice("ssm-param:".length));
  const [, bucket = "", key = ""] = /^s3:\/\/([^/]+)\/(.+)$/.exec(source) ?? [];
  const value = await clients.scripts(settings.scriptsRegion).get(bucket, key, String(version));
  return value === undefined ? undefined : { value, version };
}

/** Runs a script; the instance finds `DR_MODE` in its environment, so that the script itself may tell a rehearsal from the real thing. */
export const runScript: Operation<AppClients, NodeResources, Config, CommandPre, CommandHandle> = {
  description: "Runs a script of Parameter Store or S3, pinned by version and checksum, on instances",
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
