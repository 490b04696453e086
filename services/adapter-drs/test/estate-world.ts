/** The simulated estate as a world of the conformance suite: real SDK clients of DRS and EC2, no sockets, in virtual time. */
import { env } from "node:process";
import { connectedThrough } from "@dr/adapter-kit";
import type { FakeWorld } from "@dr/adapter-kit/testing";
import { createTestEstate, type TestEstate } from "@dr/estate/testing";
import type { VirtualClock } from "@dr/runtime";
import { createDrsClients, type DrsClients } from "../src/clients.ts";

/** A world, and the estate behind it. */
export interface EstateWorld extends FakeWorld<DrsClients> {
  readonly estate: TestEstate["estate"];
}

/** A run through SDK clients takes its time: a sample of the crashes, all of them in a soak. */
export const SAMPLED = env["DR_SOAK"] !== "1";

/** Names of the port methods that change the world. */
export const MUTATIONS = [
  "startRecovery",
  "terminateRecoveryInstances",
  "reverseReplication",
  "startFailbackLaunch",
  "stopFailback",
  "tagServer",
  "untagServer",
];

/**
 * Effects read `ReverseReplication i-…`: the action and what it names first. The adapter runs in us-west-2, where servers are recovered to.
 * `of` says which server a thing belongs to, as the task names it: an instance that was launched of it, a server that replicates it back.
 */
export function createEstateWorld(
  seed: Parameters<TestEstate["estate"]["seed"]>[0],
  clock: VirtualClock,
  of: Readonly<Record<string, string>> = {},
): EstateWorld {
  const fixture = createTestEstate({ clock: clock.nowMs });
  fixture.estate.seed(seed);
  const { credentials, requestHandler } = fixture.sdkConfig();
  const clients = createDrsClients(connectedThrough({ AWS_REGION: "us-west-2" }, { credentials, requestHandler, readAttempts: 1 }));
  // A request to stop counts for none.
  const applied = () => fixture.estate.effects({ outcome: "applied" }).filter(({ action }) => action !== "StopFailback");
  let unknownWords = false;
  const mumbling = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, name, receiver) => {
        const method: unknown = Reflect.get(target, name, receiver);
        if (typeof method !== "function" || !unknownWords || !MUTATIONS.includes(String(name))) return method;
        return async (...args: unknown[]) => {
          const answer = (await Reflect.apply(method, target, args)) as unknown;
          fixture.estate.faults.add({ kind: "unknown-enum", times: 3 });
          return answer;
        };
      },
    });
  return {
    estate: fixture.estate,
    effects: () => applied().map(({ action, resources }) => `${action} ${resources[0] ?? ""}`),
    touched: () => applied().map(({ resources }) => resources.flatMap((name) => [name, of[name] ?? name])),
    speakUnknownWords: () => {
      unknownWords = true;
    },
    createClients: (wrap): DrsClients => ({
      ...clients,
      drs: (region) => wrap(mumbling(clients.drs(region))),
      ec2: (region) => wrap(mumbling(clients.ec2(region))),
      launches: wrap(clients.launches),
    }),
  };
}
