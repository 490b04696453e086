/** The simulated estate as a world of the conformance suite, with this adapter's clients. */
import { env } from "node:process";
import { connectedThrough } from "@dr/adapter-kit";
import type { SeedDocument } from "@dr/estate";
import { createEstateWorld, type EstateConnection, type EstateWorld, type EstateWorldDeps } from "@dr/estate/testing";
import type { VirtualClock } from "@dr/runtime";
import { createInfraClients, type InfraClients } from "../src/infra-client.ts";

/** Names of the port methods that change the world. */
export const MUTATIONS = [
  "authorizeRule",
  "changeRecordSets",
  "createChangeSet",
  "deleteChangeSet",
  "deleteStack",
  "deregisterTarget",
  "executeChangeSet",
  "registerTarget",
  "replaceActions",
  "revokeRule",
  "runInstances",
  "set",
  "setEnabled",
  "startInstance",
  "stopInstance",
  "terminateInstances",
  "update",
  "updateGroup",
  "updateNodegroup",
  "updateService",
  "updateStack",
];

/** A run through SDK clients and the estate takes many times as long as one on a fake: a sample of the crashes, all of them in a soak. */
export const SAMPLED = env["DR_SOAK"] !== "1";

/** How a line of the estate's journal reads as an effect. */
export type EffectLine = NonNullable<EstateWorldDeps<InfraClients>["line"]>;

/** A world with this seed. `line` says what is told of an effect; default: action and first resource. */
export function estateWorld(
  clock: VirtualClock,
  seed: SeedDocument,
  line: EffectLine = ({ action, resources }) => `${action} ${resources[0] ?? ""}`,
): EstateWorld<InfraClients> {
  const createClients = (connection: EstateConnection): InfraClients =>
    createInfraClients(connectedThrough({ AWS_REGION: connection.region, DR_AWS_ENDPOINT: "http://estate.invalid" }, connection));
  return createEstateWorld({ seed, clock, createClients, line });
}
