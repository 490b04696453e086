/** Adapters that are broken in one way each, and the test of the suite that has to say so. */
import * as z from "zod";
import type { Effect, InverseContext, Operation, TaskContext } from "../../src/index.ts";
import { adapterConformance } from "../../src/testing/index.ts";
import { createFakeLamps, lampAdapter, type LampClients } from "../lamp.ts";
import { createFakeValves, valveAdapter } from "../valve.ts";

type LampOperation = Operation<LampClients>;
type Context = TaskContext<LampClients>;
type Inverse = InverseContext<LampClients, unknown, unknown, unknown, unknown>;

/** One way to be broken. */
export interface Broken {
  /** What is wrong with it: the name under which it is run. */
  readonly fault: string;
  /** Beginning of the name of a test that must fail. */
  readonly caughtBy: string;
  /** Runs the suite on it. */
  readonly suite: () => void;
}

const sound = lampAdapter.operations["switch_on"]!;
const rollback: Effect<Inverse, unknown, unknown> = sound.rollback!;
const preOf = (pre: unknown): boolean => (pre as { readonly on: boolean }).on;

function broken(fault: string, caughtBy: string, change: Partial<LampOperation>): Broken {
  return { fault, caughtBy, suite: () => lampSuite({ ...sound, ...change }) };
}

function lampSuite(operation: LampOperation): void {
  adapterConformance({
    adapter: { ...lampAdapter, operations: { switch_on: operation } },
    mutations: ["toggle", "stop"],
    invalidResources: { lamps: [] },
    scenarios: [
      {
        name: "two lamps",
        operation: "switch_on",
        resources: { lamps: ["a", "b"] },
        createWorld: (clock) => createFakeLamps({ a: "off", b: "off" }, clock),
        effects: ["toggle a", "toggle b"],
        rollbackEffects: ["toggle a", "toggle b"],
        takesAtLeastSeconds: 30,
      },
    ],
  });
}

type ValveOperation = Operation<ReturnType<typeof valveAdapter.createClients>>;
const soundValve = valveAdapter.operations["set_position"] as ValveOperation;

function valveSuite(change: Partial<ValveOperation>, effects: readonly string[]): void {
  adapterConformance({
    adapter: { ...valveAdapter, operations: { set_position: { ...soundValve, ...change } } },
    mutations: ["set"],
    invalidResources: { valves: [] },
    scenarios: [
      {
        name: "a valve",
        operation: "set_position",
        resources: { valves: ["a"] },
        config: { position: 50 },
        createWorld: (clock) => createFakeValves({ a: { position: 0 }, b: { position: 0 } }, clock),
        effects,
        takesAtLeastSeconds: 30,
      },
    ],
  });
}

const acts = (context: Context, lamp: string): Promise<unknown> => sound.act(context, lamp, undefined);

/** All of them. */
export const brokenAdapters: readonly Broken[] = [
  broken("sends an act again when its answer is lost", "a reset after the act was accepted", {
    act: async (context, lamp) => acts(context, lamp).catch(() => acts(context, lamp)),
  }),
  broken("acts before anything is written down", "a reset and then stale reads", {
    prepare: async (context, lamp) => {
      const seen = await sound.prepare(context, lamp);
      if (seen.state === "ready") await acts(context, lamp);
      return seen;
    },
    act: async () => ({ toggled: true }),
  }),
  broken("never finds what it did", "500 after the act was accepted", { discover: async () => ({ state: "not_started" }) }),
  broken("believes in acts that never took place", "a throttled act", {
    discover: async () => ({ state: "found", handle: { toggled: true } }),
  }),
  broken("believes reads that may still be stale", "a reset and then stale reads", { settleSeconds: () => 0 }),
  broken("trusts the status word", "while reads show the world as it was", {
    poll: async ({ clients }, lamp) => {
      const { on, status } = await clients.lamps.read(lamp);
      return status === "steady" ? { state: "completed", evidence: { after: { on } } } : { state: "in_progress", message: status };
    },
  }),
  broken("takes an accepted request for a done one", "past its deadline it fails", {
    poll: async () => ({ state: "completed", evidence: { after: { on: true } } }),
  }),
  broken("fails on a word that it does not know", "status words that nobody knows", {
    poll: async (context, lamp, pre, handle) => {
      const { status } = await context.clients.lamps.read(lamp);
      if (status !== "steady" && status !== "switching")
        return { state: "failed", failure: { code: "lamp.strange", message: status, retryable: false } };
      return sound.poll(context, lamp, pre, handle);
    },
  }),
  broken("gives up when it is throttled", "throttled reads", {
    classify: () => ({ errorClass: "permanent", failure: { code: "lamp.error", message: "an error", retryable: false } }) as never,
  }),
  broken("does a part and calls it all", "completes with each effect once", {
    listTargets: (input) => sound.listTargets(input).slice(0, 1),
  }),
  broken("does the neighbours' part as well", "completes with each effect once", {
    act: async (context, lamp) => {
      for (const one of sound.listTargets(context)) await acts(context, one);
      return lamp;
    },
  }),
  broken("takes any input", "invalid input fails", {
    resources: z.any(),
  }),
  broken("takes nothing back and says that it did", "TechnologyRollbackRequested: waits for an effect", {
    rollback: { ...rollback, prepare: async () => ({ state: "noop", evidence: { after: { on: false } } }) },
  }),
  broken("takes back what was never done", "TechnologyRollbackRequested: of an effect whose answer was lost", {
    rollback: {
      ...rollback,
      act: async (context, lamp) => {
        await context.clients.lamps.toggle(lamp);
        await context.clients.lamps.toggle(lamp);
        return {};
      },
    },
  }),
  {
    fault: "declares nothing of what it acts on",
    caughtBy: "acts on what its schemas declare",
    suite: () => valveSuite({ resources: z.strictObject({ valves: z.array(z.string()).min(1) }) }, ["set a 50"]),
  },
  {
    fault: "acts on something else besides",
    caughtBy: "acts on what its schemas declare",
    suite: () =>
      valveSuite(
        {
          act: async (context, valve, pre) => {
            await context.clients.valves.set("b", 50);
            return soundValve.act(context, valve, pre);
          },
        },
        ["set a 50", "set b 50"],
      ),
  },
  broken("compares what it journaled as text", "completes with each effect once", {
    prepare: async (context, lamp) => {
      const seen = await sound.prepare(context, lamp);
      return seen.state === "ready" ? { state: "ready", pre: { lamp, on: preOf(seen.pre) } } : seen;
    },
    poll: async (context, lamp, pre, handle) =>
      JSON.stringify(pre) === JSON.stringify({ lamp, on: preOf(pre) })
        ? sound.poll(context, lamp, pre, handle)
        : { state: "in_progress", message: "not what was journaled" },
  }),
  broken("never comes to an end", "completes with each effect once", {
    poll: async (_context, _lamp, pre) => ({ state: "in_progress", message: `was ${String(preOf(pre))}` }),
  }),
];

/** The same, unbroken: nothing may be said against them. */
export const soundAdapters: readonly Omit<Broken, "caughtBy">[] = [
  { fault: "sound lamps", suite: () => lampSuite(sound) },
  { fault: "sound valves", suite: () => valveSuite({}, ["set a 50"]) },
];
