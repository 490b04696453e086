/** The simulated estate as a world of the conformance suite, with this adapter's clients. */
import { connectedThrough } from "@dr/adapter-kit";
import { createEstateWorld as createWorld, type EstateConnection, type EstateWorld as World, type TestEstate } from "@dr/estate/testing";
import type { VirtualClock } from "@dr/runtime";
import { createDatabaseClients, type DatabaseClients } from "../src/clients.ts";

/** A world, and the estate behind it. */
export type EstateWorld = World<DatabaseClients>;

/** The clients of the adapter on an estate: each call is sent once. */
export function clientsOn({ sdkConfig }: Pick<TestEstate, "sdkConfig">): DatabaseClients {
  const { region, credentials, requestHandler } = sdkConfig();
  return connect({ region, credentials, requestHandler, readAttempts: 1 });
}

/** Effects read `SwitchoverGlobalCluster orders arn:…`: the action and what it names. */
export function createEstateWorld(seed: Parameters<TestEstate["estate"]["seed"]>[0], clock: VirtualClock): EstateWorld {
  return createWorld({ seed, clock, createClients: connect });
}

function connect(connection: EstateConnection): DatabaseClients {
  return createDatabaseClients(connectedThrough({ AWS_REGION: connection.region }, connection));
}
