/** Source servers on which a recovery is asked for: what the specs of this adapter share. */
import { createHarness, type Harness, type RequestOptions } from "@dr/adapter-kit/testing";
import type { TaskResult } from "@dr/events";
import { drsAdapter } from "../src/adapter.ts";
import type { DrsClients } from "../src/clients.ts";
import { createFakeDrs, type FakeDrsEstate } from "./fake-drs.ts";

/** What stands, and what is asked for. */
export interface Given {
  readonly estate: FakeDrsEstate;
  readonly config?: Record<string, unknown>;
  readonly resources?: Record<string, unknown>;
  readonly executionType?: "drill" | "recovery";
  readonly mode?: "planned" | "unplanned";
  readonly operation?: string;
}

/** A run and its world. */
export function given({
  estate,
  resources = { sourceServers: ["s-00000000000000001"] },
  executionType = "recovery",
  mode = "planned",
  config = {},
  operation = "recovery",
}: Given) {
  const worlds: ReturnType<typeof createFakeDrs>[] = [];
  const scenario = {
    name: "given",
    operation,
    resources,
    config,
    executionType,
    mode,
    effects: [],
    takesAtLeastSeconds: 1,
    createWorld: (clock: Parameters<typeof createFakeDrs>[1]) => {
      worlds.push(createFakeDrs(estate, clock));
      return worlds.at(-1)!;
    },
  };
  const run = createHarness({ adapter: drsAdapter, mutations: [], scenarios: [scenario], invalidResources: {} }, scenario);
  return { run, world: worlds.at(-1)! };
}

/** The run of one recovery, to its end. */
export async function recover(from: Given, options: RequestOptions = { deadlineSeconds: 5_400 }): Promise<Harness<DrsClients>> {
  const { run } = given(from);
  run.request(options);
  await run.run();
  return run;
}

/** The closing fact. */
export function closing(run: Harness<DrsClients>) {
  return run.facts().at(-1)!.data as {
    failure?: { code: string; message: string; retryable: boolean; details: Record<string, unknown> };
    result: TaskResult;
  };
}

/** A recovery instance of somebody's job. */
export const live = {
  recoveryInstanceId: "i-live",
  sourceServerId: "s-00000000000000001",
  jobId: "drsjob-0",
  ec2State: "RUNNING",
  pointInTime: undefined,
};
