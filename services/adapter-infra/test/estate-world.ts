/** The simulated estate as a world of the conformance suite: real SDK clients, virtual time, its journal as the list of effects. */
import { env } from "node:process";
import { connectedThrough } from "@dr/adapter-kit";
import type { FakeWorld, WrapPort } from "@dr/adapter-kit/testing";
import type { SeedDocument } from "@dr/estate";
import { createTestEstate, type TestEstate } from "@dr/estate/testing";
import type { VirtualClock } from "@dr/runtime";
import { createInfraClients, type InfraClients } from "../src/infra-client.ts";

/** Names of the port methods that change the world. */
export const MUTATIONS = [
  "authorizeRule",
  "changeRecordSets",
  "deregisterTarget",
  "registerTarget",
  "replaceActions",
  "revokeRule",
  "runInstances",
  "startInstance",
  "stopInstance",
  "terminateInstances",
  "updateGroup",
];

/** A run through SDK clients and the estate takes many times as long as one on a fake: a sample of the crashes, all of them in a soak. */
export const SAMPLED = env["DR_SOAK"] !== "1";

/** How a line of the estate's journal reads as an effect. */
export type EffectLine = (effect: { readonly action: string; readonly resources: readonly string[]; readonly request: unknown }) => string;

/** A world with this seed. `line` says what is told of an effect; default: action and first resource. */
export function estateWorld(
  clock: VirtualClock,
  seed: SeedDocument,
  line: EffectLine = ({ action, resources }) => `${action} ${resources[0] ?? ""}`,
): FakeWorld<InfraClients> & { readonly estate: TestEstate["estate"] } {
  const { estate, sdkConfig } = createTestEstate({ clock: () => clock.nowMs() });
  estate.seed(seed);
  let unknownWords = false;
  const { requestHandler, credentials, region } = sdkConfig();
  const clients = createInfraClients(
    connectedThrough({ AWS_REGION: region, DR_AWS_ENDPOINT: "http://estate.invalid" }, { requestHandler, credentials, readAttempts: 1 }),
  );
  /** After an act the next looks tell words that no documentation knows. */
  const mumbling = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, name, receiver) => {
        const method: unknown = Reflect.get(target, name, receiver);
        if (typeof method !== "function" || !unknownWords || !MUTATIONS.includes(String(name))) return method;
        return async (...args: unknown[]) => {
          const answer = (await Reflect.apply(method, target, args)) as unknown;
          estate.faults.add({ kind: "unknown-enum", times: 3 });
          return answer;
        };
      },
    });
  return {
    estate,
    createClients: (wrap: WrapPort): InfraClients =>
      Object.fromEntries(
        Object.entries(clients).map(([name, port]: [string, unknown]) => [
          name,
          typeof port === "function"
            ? (region?: string) => wrap(mumbling((port as (at?: string) => object)(region)))
            : wrap(mumbling(port as object)),
        ]),
      ) as unknown as InfraClients,
    effects: () => estate.effects({ outcome: "applied" }).map((effect) => line(effect)),
    speakUnknownWords: () => {
      unknownWords = true;
    },
  };
}
