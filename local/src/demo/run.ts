/** The demo's story: save, start, watch, approve as somebody else, watch to the end, report. */
import { setTimeout as sleep } from "node:timers/promises";
import type { SignedClient } from "@dr/client/signed-client";
import type { SpawnedRuntime } from "../client/spawn-runtime.ts";
import { executionViewSchema, statusLines, type ExecutionView } from "./execution-view.ts";
import { loseRegion } from "./lose-region.ts";
import { report } from "./report.ts";
import type { Screen } from "./screen.ts";

/** What the story needs. `plan` is the text of a YAML plan file. */
export interface DemoDeps {
  readonly runtime: SpawnedRuntime;
  readonly plan: string;
  readonly exportFolder: string;
  readonly screen: Screen;
  /** A Region that is lost before the recovery is started: the reason for it. */
  readonly lose: string | undefined;
}

const terminal = new Set(["completed", "failed", "cancelled"]);
const pollEveryMs = 150;
const giveUpAfterMs = 5 * 60_000;

/** Runs it; false when the execution did not complete or its evidence does not verify. */
export async function runDemo({ runtime, plan, exportFolder, screen, lose }: DemoDeps): Promise<boolean> {
  const planner = runtime.as("DRPlanManager");
  const operator = runtime.as("DROperator");
  const manager = runtime.as("DRRecoveryManager");

  const saved = await expectStatus(planner({ method: "POST", path: "/api/v1/plans", body: plan, contentType: "application/yaml" }), 201);
  screen.say(`plan       ${String(saved["planId"])} saved by DRPlanManager, hash ${String(saved["planHash"]).slice(0, 12)}…`);
  if (lose !== undefined) {
    await loseRegion(runtime.ready.endpoint, lose);
    screen.say(`lost       ${lose}: every connection to that Region of the simulated estate is reset from now on`);
  }
  const request = { planId: saved["planId"], executionType: "recovery", mode: "unplanned" };
  const idempotency = { "idempotency-key": `demo-${Date.now()}` };
  const started = await expectStatus(operator({ method: "POST", path: "/api/v1/executions", body: request, headers: idempotency }), 202);
  const executionId = String(started["executionId"]);
  screen.say(`execution  ${executionId}, a recovery started by DROperator\n`);

  const startedMs = performance.now();
  let approvedPause: string | undefined;
  while (performance.now() - startedMs < giveUpAfterMs) {
    const view = await readExecution(operator, executionId);
    screen.update(statusLines(view), performance.now() - startedMs);
    if (terminal.has(view.status)) {
      screen.settle();
      return report({
        view,
        client: operator,
        exportFolder,
        exportKeyFile: runtime.ready.exportKeyFile,
        checkpointKeyFile: runtime.ready.checkpointKeyFile,
        speed: runtime.ready.speed,
        screen,
      });
    }
    if (view.status === "paused" && view.pause && view.pause.pauseId !== approvedPause) {
      approvedPause = view.pause.pauseId;
      await approve(manager, view, screen);
    }
    await sleep(pollEveryMs);
  }
  screen.say(`gave up after ${giveUpAfterMs / 1000} s`);
  return false;
}

async function approve(manager: SignedClient, view: ExecutionView, screen: Screen): Promise<void> {
  screen.settle();
  const { pauseId, reason, waveNumber } = view.pause ?? { pauseId: "", reason: "", waveNumber: null };
  screen.say(`\npaused     ${reason}${waveNumber === null ? "" : ` (wave ${waveNumber})`}: a person has to look before it goes on`);
  const { planHash, manifestHash, mode } = view;
  const decision = { pauseId, decision: "approve", planHash, manifestHash, mode, comment: "looked at, go on" };
  const path = `/api/v1/executions/${view.executionId}/approvals`;
  const wrong = await runApproval(manager, path, { ...decision, planHash: "0".repeat(64) });
  screen.say(`refused    an approval bound to another plan: ${wrong.status} ${String(wrong.body["code"])}`);
  const approved = await runApproval(manager, path, decision);
  if (approved.status !== 200) throw new Error(`the approval was refused: ${JSON.stringify(approved.body)}`);
  screen.say("approved   by DRRecoveryManager, bound to plan hash, manifest hash and mode\n");
}

const runApproval = (client: SignedClient, path: string, body: Record<string, unknown>) => client({ method: "POST", path, body });

async function readExecution(client: SignedClient, executionId: string): Promise<ExecutionView> {
  return executionViewSchema.parse(await expectStatus(client({ method: "GET", path: `/api/v1/executions/${executionId}` }), 200));
}

async function expectStatus(call: Promise<{ status: number; body: unknown }>, status: number): Promise<Record<string, unknown>> {
  const answer = await call;
  if (answer.status !== status) throw new Error(`expected ${status}, got ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body as Record<string, unknown>;
}
