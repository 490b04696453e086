/** The simulated estate as a world of the conformance suite: real SDK clients, no sockets, in virtual time. */
import { connectedThrough } from "@dr/adapter-kit";
import type { FakeWorld } from "@dr/adapter-kit/testing";
import { createTestEstate, type TestEstate } from "@dr/estate/testing";
import type { VirtualClock } from "@dr/runtime";
import { createDatabaseClients, type DatabaseClients } from "../src/clients.ts";

/** A world, and the estate behind it. */
export interface EstateWorld extends FakeWorld<DatabaseClients> {
  readonly estate: TestEstate["estate"];
}

/** The clients of the adapter on an estate: each call is sent once. */
export function clientsOn({ sdkConfig }: Pick<TestEstate, "sdkConfig">): DatabaseClients {
  const { region, credentials, requestHandler } = sdkConfig();
  return createDatabaseClients(connectedThrough({ AWS_REGION: region }, { credentials, requestHandler, readAttempts: 1 }));
}

/** Effects read `SwitchoverGlobalCluster orders arn:…`: the action and what it names. */
export function createEstateWorld(seed: Parameters<TestEstate["estate"]["seed"]>[0], clock: VirtualClock): EstateWorld {
  const fixture = createTestEstate({ clock: clock.nowMs });
  fixture.estate.seed(seed);
  const clients = clientsOn(fixture);
  let unknownWords = false;
  const applied = () => fixture.estate.effects({ outcome: "applied" });
  const effects = () => applied().map(({ action, resources }) => [action, ...resources].join(" "));
  return {
    estate: fixture.estate,
    effects,
    speakUnknownWords: () => {
      unknownWords = true;
    },
    createClients: (wrap) => {
      // Words change while something is under way: a database that rests says "available".
      const speak = <Port extends object>(port: Port): Port =>
        new Proxy(port, {
          get: (target, name, receiver) => {
            const method: unknown = Reflect.get(target, name, receiver);
            if (typeof method !== "function") return method;
            return async (...args: unknown[]) => {
              const before = applied().length;
              const answer = (await Reflect.apply(method, target, args)) as unknown;
              if (unknownWords && applied().length > before) {
                fixture.estate.faults.add({ kind: "unknown-enum", service: "rds", times: 6 });
              }
              return answer;
            };
          },
        });
      const regional =
        <Port extends object>(portOf: (region?: string) => Port) =>
        (region?: string): Port =>
          wrap(speak(portOf(region)));
      return Object.fromEntries(Object.entries(clients).map(([name, portOf]) => [name, regional(portOf)])) as unknown as DatabaseClients;
    },
  };
}
