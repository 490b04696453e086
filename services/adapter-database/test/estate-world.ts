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

/** What a test seeds. */
export type Seed = Parameters<TestEstate["estate"]["seed"]>[0];

/** Effects read `SwitchoverGlobalCluster orders arn:…`: the action and what it names; `FailoverDBCluster orders -> orders-2` says where to. */
export function createEstateWorld(seed: Seed, clock: VirtualClock, speed = 1): EstateWorld {
  return createWorld({
    seed,
    clock,
    speed,
    createClients: connect,
    line: ({ action, resources, request }) => {
      const { TargetDBInstanceIdentifier: target } = request as { readonly TargetDBInstanceIdentifier?: string };
      return [action, ...resources, ...(target === undefined ? [] : ["->", target])].join(" ");
    },
  });
}

function connect(connection: EstateConnection): DatabaseClients {
  return createDatabaseClients(connectedThrough({ AWS_REGION: connection.region }, connection));
}
