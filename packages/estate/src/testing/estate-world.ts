// The estate as the world of an adapter's conformance run: the adapter's own ports on real SDK clients, no sockets, in the run's time.
import type { Estate } from "../estate.ts";
import type { Effect } from "../world/effect.ts";
import { createTestEstate, type SdkConfig } from "./test-estate.ts";

/** Where the clients of an adapter connect. A call is sent once: whoever acts looks again by himself, in the run's time. */
export type EstateConnection = Pick<SdkConfig, "region" | "credentials" | "requestHandler"> & { readonly readAttempts: 1 };

/** Puts crashes and faults around a port. */
type WrapPort = <Port extends object>(port: Port) => Port;

/** What a world is made of. */
export type EstateWorldDeps<Clients> = {
  readonly seed: Parameters<Estate["seed"]>[0];
  readonly clock: { readonly nowMs: () => number };
  /** Estate seconds in one of the clock's, 1 if absent: less looks at what takes long. */
  readonly speed?: number;
  /** The adapter's clients there. Each member is a port, or gives the port of a Region. */
  readonly createClients: (connection: EstateConnection) => Clients;
  /** What is told of an effect, by default its action and all that it names; nothing for a call that asks and changes nothing, several lines for a batch. */
  readonly line?: (effect: Effect) => string | readonly string[] | undefined;
};

/** A world for the adapter kit's conformance suite. */
export type EstateWorld<Clients> = {
  readonly estate: Estate;
  readonly createClients: (wrap: WrapPort) => Clients;
  readonly effects: () => readonly string[];
  readonly touched: () => readonly (readonly string[])[];
  readonly speakUnknownWords: () => void;
};

/** Status words of so many looks after an effect: those of what is under way, not of what rests. */
const UNKNOWN_WORDS = 6;

/** A world with this seed. */
export const createEstateWorld = <Clients extends object>({
  seed,
  clock,
  speed = 1,
  createClients,
  line = ({ action, resources }) => [action, ...resources].join(" "),
}: EstateWorldDeps<Clients>): EstateWorld<Clients> => {
  const { estate, sdkConfig } = createTestEstate({ clock: clock.nowMs, speed });
  estate.seed(seed);
  // A client that takes the first page for all there is goes red in every test of its adapter.
  estate.faults.add({ kind: "thin-pages" });
  const { region, credentials, requestHandler } = sdkConfig();
  const clients = createClients({ region, credentials, requestHandler, readAttempts: 1 });
  const applied = () => estate.effects({ outcome: "applied" });
  const told = () => applied().map(({ resources, ...effect }) => ({ resources, lines: [line({ resources, ...effect }) ?? []].flat() }));
  let unknownWords = false;

  const mumbling: WrapPort = (port) =>
    new Proxy(port, {
      get: (target, name, receiver) => {
        const method: unknown = Reflect.get(target, name, receiver);
        if (typeof method !== "function" || !unknownWords) return method;
        return async (...args: unknown[]) => {
          const before = applied().length;
          const answer: unknown = await Reflect.apply(method, target, args);
          if (applied().length > before) estate.faults.add({ kind: "unknown-enum", times: UNKNOWN_WORDS });
          return answer;
        };
      },
    });

  return {
    estate,
    createClients: (wrap) => {
      const wrapped = Object.entries(clients).map(([name, member]: [string, unknown]) => {
        if (typeof member !== "function") return [name, wrap(mumbling(member as object))];
        return [name, (at?: string) => wrap(mumbling((member as (at?: string) => object)(at)))];
      });
      return Object.fromEntries(wrapped) as Clients;
    },
    effects: () => told().flatMap(({ lines }) => lines),
    touched: () => told().flatMap(({ resources, lines }) => (lines.length === 0 ? [] : [resources])),
    speakUnknownWords: () => {
      unknownWords = true;
    },
  };
};
