// The simulated ARC cluster: routing controls, the same through each of its Regional endpoints, under one safety rule.
import type { GetRoutingControlStateResponse } from "@aws-sdk/client-route53-recovery-cluster";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { readOperation, writeOperation } from "../../operation.ts";
import { entriesIn, namesOf } from "../../seeding/plan-names.ts";
import { defineService, type ServiceErrors } from "../../service.ts";
import { sdkProtocol } from "../../wire/sdk-protocol.ts";
import { everywhere } from "../../world/everywhere.ts";
import { defineKind } from "../../world/kind.ts";
import type { WorldView } from "../../world/world.ts";

type ControlRecord = { readonly arn: string; readonly state: "On" | "Off"; readonly guarded: boolean };

const controlKind = defineKind<ControlRecord>("arc.routing-control");
/** A cluster is one, whichever of its endpoints is asked. */
const CLUSTER = "global";
const arn = z
  .string()
  .regex(
    /^arn:aws[\w-]*:route53-recovery-control::\d{12}:controlpanel\/[0-9a-f]{32}\/routingcontrol\/[0-9a-f]{16}$/u,
    "expected the ARN of a routing control",
  );
const state = z.enum(["On", "Off"]);

const requireControl = (world: WorldView, id: string): ControlRecord => {
  const control = world.get(controlKind, CLUSTER, id);
  if (control === undefined) throw awsError("ResourceNotFoundException", `Routing control ${id} not found`, 404);
  return control;
};

const getState = readOperation({
  input: z.object({ RoutingControlArn: arn }),
  resources: ({ RoutingControlArn }) => [RoutingControlArn],
  run: ({ RoutingControlArn }, { world }): GetRoutingControlStateResponse => ({
    RoutingControlArn,
    RoutingControlState: requireControl(world, RoutingControlArn).state,
  }),
});

/** All or nothing. Of the guarded controls (one assertion rule) at least one stays on. */
const updateStates = writeOperation({
  input: z.object({ UpdateRoutingControlStateEntries: z.array(z.object({ RoutingControlArn: arn, RoutingControlState: state })).min(1) }),
  resources: ({ UpdateRoutingControlStateEntries }) => UpdateRoutingControlStateEntries.map(({ RoutingControlArn }) => RoutingControlArn),
  run: ({ UpdateRoutingControlStateEntries: entries }, { world }): object => {
    const wanted = new Map(entries.map(({ RoutingControlArn, RoutingControlState }) => [RoutingControlArn, RoutingControlState]));
    for (const id of wanted.keys()) requireControl(world, id);
    const guarded = world.list(controlKind, CLUSTER).filter((control) => control.guarded);
    if (guarded.length > 0 && guarded.every((control) => (wanted.get(control.arn) ?? control.state) === "Off"))
      throw awsError("ConflictException", "A safety rule refuses that: at least one routing control has to stay on", 409);
    for (const [id, next] of wanted) world.put(controlKind, CLUSTER, id, { ...requireControl(world, id), state: next });
    return {};
  },
});

const errors: ServiceErrors = {
  invalidInput: "ValidationException",
  unknownAction: "UnknownOperationException",
  throttled: { code: "ThrottlingException", status: 429 },
  internal: { code: "InternalServerException", status: 500 },
};

/** Amazon Application Recovery Controller, routing control data plane. */
export const recoveryCluster = defineService({
  service: "route53-recovery-cluster",
  errors,
  wire: async () => {
    const module = await import("@aws-sdk/client-route53-recovery-cluster");
    return sdkProtocol(module, module.Route53RecoveryClusterClient, errors);
  },
  operations: { GetRoutingControlState: getState, UpdateRoutingControlStates: updateStates },
  seed: {
    schema: z.strictObject({
      controls: z.array(z.strictObject({ arn, state: state.default("Off"), guarded: z.boolean().default(true) })).default([]),
    }),
    apply({ controls }, { seeder }) {
      for (const control of controls) {
        const place = { service: "route53-recovery-cluster", kind: "routing-control", region: CLUSTER, id: control.arn, name: control.arn };
        seeder.add(controlKind, place, () => control);
      }
    },
  },
  planResources: (tasks) => {
    const { names, skipped } = namesOf(
      entriesIn(tasks, "routingControls", { technology: "infrastructure", operations: ["routing_control"] }),
    );
    return { seed: { controls: names.map(({ name }) => ({ arn: name, guarded: false })) }, skipped };
  },
  view: (world) => ({ controls: everywhere(world, controlKind).map(({ body }) => body) }),
  quotas: {},
  durations: {},
  events: [],
});
