// StartInstances, StopInstances and TerminateInstances.
import type { StartInstancesResult, StopInstancesResult, TerminateInstancesResult } from "@aws-sdk/client-ec2";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { type WriteCall, writeOperation } from "../../operation.ts";
import { EC2_START, EC2_STOP, EC2_TERMINATE } from "./durations.ts";
import { dryRun } from "./ec2-input.ts";
import { requireInstances } from "./find-instances.ts";
import { stateChange } from "./instance-shape.ts";
import { instanceStateAt, withPhases } from "./instance-state.ts";
import { instanceKind, type InstanceRecord, type InstanceStateWord } from "./records.ts";
import { announceState } from "./state-events.ts";

type Act = {
  /** States in which it acts, those in which it is a no-op; in all others it is refused. */
  readonly from: readonly InstanceStateWord[];
  readonly idle: readonly InstanceStateWord[];
  readonly during: InstanceStateWord;
  readonly after: InstanceStateWord;
  readonly range: typeof EC2_START;
};

const input = z.object({ InstanceIds: z.array(z.string()).min(1), DryRun: z.boolean().default(false), Force: z.boolean().optional() });

const START: Act = { from: ["stopped"], idle: ["pending", "running"], during: "pending", after: "running", range: EC2_START };
const STOP: Act = { from: ["running"], idle: ["stopping", "stopped"], during: "stopping", after: "stopped", range: EC2_STOP };
const TERMINATE: Act = {
  from: ["pending", "running", "stopping", "stopped"],
  idle: ["shutting-down", "terminated"],
  during: "shutting-down",
  after: "terminated",
  range: EC2_TERMINATE,
};

const perform = ({ InstanceIds, DryRun }: z.output<typeof input>, call: WriteCall, act: Act) => {
  const before = requireInstances(call, InstanceIds);
  const odd = before.find((instance) => ![...act.from, ...act.idle].includes(instanceStateAt(instance, call.nowMs) ?? "pending"));
  if (odd !== undefined) {
    const state = instanceStateAt(odd, call.nowMs) ?? "pending";
    throw awsError(
      "IncorrectInstanceState",
      `The instance '${odd.instanceId}' is not in a state from which it can be ${act.after}: ${state}.`,
    );
  }
  if (DryRun) throw dryRun();
  return before.map((instance) => stateChange(instance, changed(instance, call, act), call.nowMs));
};

const changed = (instance: InstanceRecord, call: WriteCall, { idle, during, after, range }: Act): InstanceRecord => {
  const { world, region, nowMs, chance, faulty } = call;
  if (idle.includes(instanceStateAt(instance, nowMs) ?? "pending")) return instance;
  const endMs = faulty("never-completes", [instance.instanceId])
    ? NEVER_MS
    : nowMs + chance.durationMs(range, `${after}|${instance.instanceId}`);
  const next = withPhases(instance, nowMs, [
    { fromMs: nowMs, state: during },
    { fromMs: endMs, state: after },
  ]);
  world.put(instanceKind, region, instance.instanceId, next);
  announceState(call, next, nowMs);
  return next;
};

/** Starting what runs is a no-op; what is stopping or gone is IncorrectInstanceState. */
export const startInstances = writeOperation({
  input,
  resources: ({ InstanceIds }) => InstanceIds,
  run: (request, call): StartInstancesResult => ({ StartingInstances: perform(request, call, START) }),
});

/** Stopping what is stopped is a no-op. */
export const stopInstances = writeOperation({
  input,
  resources: ({ InstanceIds }) => InstanceIds,
  run: (request, call): StopInstancesResult => ({ StoppingInstances: perform(request, call, STOP) }),
});

/** Idempotent; a terminated instance stays visible for an hour. */
export const terminateInstances = writeOperation({
  input,
  resources: ({ InstanceIds }) => InstanceIds,
  run: (request, call): TerminateInstancesResult => ({ TerminatingInstances: perform(request, call, TERMINATE) }),
});
