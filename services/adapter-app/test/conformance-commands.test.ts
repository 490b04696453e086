/** The application adapter under the kit's conformance suite, against the simulated estate. */
import { createHash } from "node:crypto";
import { env } from "node:process";
import { adapterConformance } from "@dr/adapter-kit/testing";
import { appAdapter } from "../src/adapter.ts";
import { createEstateWorld } from "./estate-world.ts";

const A = "i-0000000000000001a";
const B = "i-0000000000000002b";
const nodes = [A, B].map((id) => ({ id, tags: { "DR-Tier": "application" } }));
const document = (name: string) => ({ name, parameters: [{ name: "executionTimeout", default: "600" }] });
const scripts = ["Recover", "Return"].map((name) => ({ id: name, document: name, seconds: 30 }));
const seed = { ssm: { nodes, documents: [document("Recover"), document("Return")], scripts } };
const SHELL = { name: "AWS-RunShellScript", parameters: [{ name: "commands" }] };
const parameters = ["start", "stop"].map((name) => ({ name: `/dr-orchestration/scripts/${name}`, value: `systemctl ${name} billing` }));
const scriptOf = (name: "start" | "stop") => ({
  source: `ssm-param:/dr-orchestration/scripts/${name}`,
  version: 1,
  sha256: createHash("sha256").update(`systemctl ${name} billing`).digest("hex"),
});
const sampled = env["DR_SOAK"] !== "1";
const procedures = { start: { ssmDocument: "Recover" }, stop: { ssmDocument: "Return" } };

adapterConformance({
  adapter: appAdapter,
  mutations: ["send", "cancel"],
  invalidResources: { instances: [] },
  scenarios: [
    {
      name: "run_command: a document on two instances",
      operation: "run_command",
      resources: { instances: [A, B] },
      config: { ssmDocument: "Recover", undo: { ssmDocument: "Return" } },
      createWorld: (clock) => createEstateWorld(seed, clock),
      effects: [`SendCommand ${A}`, `SendCommand ${B}`],
      rollbackEffects: [`SendCommand ${A}`, `SendCommand ${B}`],
      takesAtLeastSeconds: 30,
      sampled,
    },
    {
      name: "run_command: a document on all nodes with a tag",
      operation: "run_command",
      resources: { targets: [{ tag: "DR-Tier", values: ["application"] }] },
      config: { ssmDocument: "Recover", undo: { ssmDocument: "Return" } },
      createWorld: (clock) => createEstateWorld(seed, clock),
      effects: [`SendCommand ${A},${B}`],
      rollbackEffects: [`SendCommand ${A},${B}`],
      undeclared:
        "Systems Manager chooses the nodes by their tags when the command arrives; a plan that wants them locked selects them by `tagFilters`",
      takesAtLeastSeconds: 30,
      sampled,
    },
    {
      name: "run_script: a script of Parameter Store on two instances",
      operation: "run_script",
      resources: { instances: [A, B] },
      config: { script: scriptOf("start"), undoScript: scriptOf("stop") },
      createWorld: (clock) => createEstateWorld({ ssm: { nodes, documents: [SHELL], parameters } }, clock),
      effects: [`SendCommand ${A}`, `SendCommand ${B}`],
      rollbackEffects: [`SendCommand ${A}`, `SendCommand ${B}`],
      takesAtLeastSeconds: 4,
      sampled,
    },
    ...["start_application", "stop_application"].map((operation) => ({
      name: operation,
      operation,
      resources: { instances: [A] },
      config: procedures,
      createWorld: (clock: Parameters<typeof createEstateWorld>[1]) => createEstateWorld(seed, clock),
      effects: [`SendCommand ${A}`],
      rollbackEffects: [`SendCommand ${A}`],
      takesAtLeastSeconds: 30,
      sampled,
    })),
  ],
});
