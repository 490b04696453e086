/** The simulated estate as the world of conformance runs: real SDK clients, the run's own clock, no sockets. */
import { SSMClient } from "@aws-sdk/client-ssm";
import { createRegionalClients } from "@dr/adapter-kit";
import type { FakeWorld, WrapPort } from "@dr/adapter-kit/testing";
import { createTestEstate } from "@dr/estate/testing";
import type { VirtualClock } from "@dr/runtime";
import type { AppClients } from "../src/app-client.ts";
import { createSsmPort } from "../src/clients/ssm-client.ts";

type TestEstate = ReturnType<typeof createTestEstate>;
/** What a test seeds. */
export type Seed = Parameters<TestEstate["estate"]["seed"]>[0];

/** Calls that make an effect; a cancel is asked for and counts for none. */
const EFFECTS: readonly string[] = ["SendCommand", "StartAutomationExecution"];

/** A world with this seed. Effects read `SendCommand i-…`. */
export function createEstateWorld(seed: Seed, clock: VirtualClock): FakeWorld<AppClients> & { readonly estate: TestEstate["estate"] } {
  const { estate, sdkConfig } = createTestEstate({ clock: () => clock.nowMs() });
  estate.seed(seed);
  return {
    estate,
    createClients: (wrap: WrapPort) => clientsOn(sdkConfig, wrap),
    effects: () =>
      estate
        .effects({ outcome: "applied" })
        .filter(({ action }) => EFFECTS.includes(action))
        .map(({ action, resources }) => `${action} ${resources.join(",")}`),
    speakUnknownWords: () => {
      estate.faults.add({ kind: "unknown-enum", action: "GetCommandInvocation", times: 3 });
      estate.faults.add({ kind: "unknown-enum", action: "ListCommandInvocations", times: 3 });
    },
  };
}

/** Ports on SDK clients that reach the estate. Reads are not repeated by the client here: its waiting would be real. */
export function clientsOn(sdkConfig: TestEstate["sdkConfig"], wrap: WrapPort = (port) => port): AppClients {
  const pair = <Client>(make: (config: ReturnType<TestEstate["sdkConfig"]> & { maxAttempts: number }) => Client, region?: string) => {
    const client = make({ ...sdkConfig(region), maxAttempts: 1 });
    return { read: client, mutate: client };
  };
  return {
    ssm: createRegionalClients((region) => wrap(createSsmPort(pair((config) => new SSMClient(config), region)))),
  };
}
