/** The smallest adapter that has everything: lamps that are switched, slowly, by a call that toggles. */
import { resourceName } from "@dr/events";
import * as z from "zod";
import { defineAdapter, type Effect, type InverseContext, type Operation, type TaskContext } from "../src/index.ts";
import { awsError, type FakeWorld, type WrapPort } from "../src/testing/index.ts";
import type { VirtualClock } from "@dr/runtime";

/** What the adapter acts on. `toggle` is the dangerous kind: called twice, it undoes itself. */
export interface LampPort {
  readonly read: (lamp: string) => Promise<{ readonly on: boolean; readonly status: string }>;
  readonly toggle: (lamp: string) => Promise<void>;
  readonly stop: (lamp: string) => Promise<boolean>;
}

/** The clients of the lamp adapter. */
export interface LampClients {
  readonly lamps: LampPort;
}

type Resources = { readonly lamps: readonly string[] };
type Config = { readonly timeout?: number | undefined };
type Pre = { readonly on: boolean };
type Handle = { readonly toggled: true };
type Context = TaskContext<LampClients, Resources, Config>;
type Inverse = InverseContext<LampClients, Resources, Config, Pre, Handle>;

function toggling<C extends Context>(want: (context: C) => boolean): Effect<C, Pre, Handle> {
  return {
    prepare: async (context, lamp) => {
      const { on, status } = await context.clients.lamps.read(lamp);
      if (status === "broken") return { state: "failed", failure: { code: "lamp.broken", message: lamp, retryable: false } };
      if (status !== "steady") return { state: "not_ready", message: status };
      if (on === want(context)) return { state: "noop", evidence: { after: { on } } };
      return { state: "ready", pre: { on } };
    },
    act: async ({ clients }, lamp) => {
      await clients.lamps.toggle(lamp);
      return { toggled: true };
    },
    poll: async ({ clients }, lamp, pre) => {
      const { on, status } = await clients.lamps.read(lamp);
      if (status === "stopped") return { state: "failed", failure: { code: "lamp.stopped", message: lamp, retryable: true } };
      if (status !== "steady" || on === pre.on) return { state: "in_progress", message: status, percent: 50 };
      return { state: "completed", evidence: { after: { on }, rpo: { seconds: 3, method: "guess", confidence: "estimate" } } };
    },
    discover: async ({ clients }, lamp, pre) => {
      const { on, status } = await clients.lamps.read(lamp);
      if (on !== pre.on) return { state: "found", handle: { toggled: true } };
      return status === "steady" ? { state: "not_started" } : { state: "unclear", message: status };
    },
  };
}

const base: Operation<LampClients, Resources, Config, Pre, Handle> = {
  ...toggling<Context>(() => true),
  description: "Switches lamps on",
  reversibility: "reversible",
  drill: { kind: "skipped" },
  defaults: { timeoutSeconds: 600, heartbeatSeconds: 60 },
  pollSeconds: 5,
  settleSeconds: () => 20,
  resources: z.strictObject({ lamps: z.array(resourceName("opaque")).min(1) }),
  config: z.strictObject({ timeout: z.number().optional() }),
  listTargets: ({ resources }) => resources.lamps,
  timeoutSeconds: ({ timeout }) => timeout,
  rollback: toggling<Inverse>(({ originals }) => originals.at(-1)?.pre.on ?? false),
};

const oneAfterTheOther: typeof base = {
  ...base,
  after: (lamp, { resources: { lamps } }) => lamps.slice(0, lamps.indexOf(lamp)).slice(-1),
};

/** `switch_on` cannot be stopped; `dim` can; `burn` cannot be taken back; `string` switches one lamp after the other. */
export const lampAdapter = defineAdapter<LampClients>({
  technology: "lamp",
  version: "1.0.0",
  operations: {
    switch_on: base,
    dim: { ...base, cancel: ({ clients }, lamp) => clients.lamps.stop(lamp) },
    burn: (({ rollback: _none, ...rest }) => ({ ...rest, reversibility: "irreversible" as const }))(base),
    string: oneAfterTheOther,
  },
  createClients: () => {
    throw new Error("lamps exist in tests only");
  },
});

/** With `copy` beside: it switches in a drill, too, and is taken back by a rollback and by a clean-up. */
export const copyingLamps = defineAdapter<LampClients>({
  ...lampAdapter,
  operations: {
    ...lampAdapter.operations,
    copy: { ...base, drill: { kind: "isolated_copy" }, cleanup: toggling<Inverse>(() => false) },
  },
});

const LAG_MS = 3_000;
const SWITCH_MS = 30_000;

/** Lamps by name and whether they are on. Effects read `toggle a`. */
export function createFakeLamps(lamps: Readonly<Record<string, "on" | "off" | "broken">>, clock: VirtualClock): FakeWorld<LampClients> {
  const effects: string[] = [];
  const toggles = new Map<string, number[]>();
  const stopped = new Set<string>();
  let unknownWords = false;
  const read = (lamp: string): { on: boolean; status: string } => {
    const first = lamps[lamp];
    if (first === undefined) throw awsError("LampNotFoundFault", 404);
    if (first === "broken") return { on: false, status: "broken" };
    const times = toggles.get(lamp) ?? [];
    const ageMs = clock.nowMs() - (times.at(-1) ?? Number.NEGATIVE_INFINITY);
    const turned = times.length - (ageMs < SWITCH_MS ? 1 : 0);
    const on = (first === "on") !== (Math.max(0, turned) % 2 === 1);
    if (stopped.has(lamp)) return { on: first === "on", status: "stopped" };
    const moving = ageMs >= LAG_MS && ageMs < SWITCH_MS;
    return { on, status: moving ? (unknownWords ? "glimmering" : "switching") : "steady" };
  };
  const port: LampPort = {
    read: async (lamp) => read(lamp),
    toggle: async (lamp) => {
      read(lamp);
      effects.push(`toggle ${lamp}`);
      toggles.set(lamp, [...(toggles.get(lamp) ?? []), clock.nowMs()]);
    },
    stop: async (lamp) => {
      stopped.add(lamp);
      return true;
    },
  };
  return {
    createClients: (wrap: WrapPort) => ({ lamps: wrap(port) }),
    effects: () => effects,
    touched: () => effects.map((effect) => [effect.slice("toggle ".length)]),
    speakUnknownWords: () => {
      unknownWords = true;
    },
  };
}
