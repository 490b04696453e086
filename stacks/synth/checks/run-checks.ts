/** Runs every check on an app, then plants every fault in a copy of it and sees that its check finds it. */
import type { Resource } from "../program/resource.ts";
import type { Check, MutableResource, SynthesizedApp } from "./check.ts";
import { allowedRegionChecks } from "./allowed-region-checks.ts";
import { deliveryChecks } from "./delivery-checks.ts";
import { iamChecks } from "./iam-checks.ts";
import { callerChecks } from "./caller-checks.ts";
import { audienceChecks } from "./audience-checks.ts";
import { capacityChecks } from "./capacity-checks.ts";
import { keyChecks } from "./key-checks.ts";
import { regionChecks } from "./region-checks.ts";
import { queueChecks } from "./queue-checks.ts";
import { senderChecks } from "./sender-checks.ts";
import { stageChecks } from "./stage-checks.ts";
import { separationChecks } from "./separation-checks.ts";
import { surfaceChecks } from "./surface-checks.ts";
import { tableChecks } from "./table-checks.ts";

/** All checks. */
const allChecks: readonly Check[] = [
  ...queueChecks,
  ...deliveryChecks,
  ...tableChecks,
  ...iamChecks,
  ...senderChecks,
  ...stageChecks,
  ...separationChecks,
  ...surfaceChecks,
  ...keyChecks,
  ...regionChecks,
  ...allowedRegionChecks,
  ...capacityChecks,
  ...audienceChecks,
  ...callerChecks,
];

/** What became of one check or one planted fault. */
export interface Outcome {
  readonly name: string;
  /** Empty if it passed. */
  readonly problems: readonly string[];
}

/** One outcome for each check. */
export function runChecks(app: SynthesizedApp, checks: readonly Check[] = allChecks): Outcome[] {
  return checks.map(({ name, find }) => ({ name, problems: find(app) }));
}

/** One outcome for each fault that can be planted in this app: it passes if the check finds more than it found before. */
export function plantFaults(app: SynthesizedApp, checks: readonly Check[] = allChecks): Outcome[] {
  return checks.flatMap(({ name, find, faults }) => {
    const before = find(app).length;
    return faults.flatMap(({ what, plant }) => {
      const copy = { ...app, resources: app.resources.map((resource) => copyOf(resource)) };
      if (!plant(copy)) return [];
      return [{ name: `planted fault: ${what}`, problems: find(copy).length > before ? [] : [`not found by "${name}"`] }];
    });
  });
}

function copyOf(resource: Resource): MutableResource {
  return { ...resource, inputs: structuredClone(resource.inputs) };
}
