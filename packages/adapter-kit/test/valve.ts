/** A complete operation in one file: valves that are set to a position. Its README example, and the transition's own test subject. */
import type { VirtualClock } from "@dr/runtime";
import { resourceName } from "@dr/events";
import * as z from "zod";
import { block, defineAdapter, statusWords, transitionsOn, warn } from "../src/index.ts";
import { awsError, type FakeWorld, type WrapPort } from "../src/testing/index.ts";

/** The narrow port; in an adapter it lives in `valve-client.ts`, the only file that knows the SDK. */
export interface ValvePort {
  readonly read: (valve: string) => Promise<{ readonly position: number; readonly status: string; readonly pressure: number }>;
  readonly set: (valve: string, position: number) => Promise<{ readonly orderId: string }>;
}

interface ValveClients {
  readonly valves: ValvePort;
}

const { transition } = transitionsOn<ValveClients>();
const valveStatus = statusWords({ code: "valve.unusable", serving: ["ok", "lubricating"], lasting: ["seized"] });

/** `valve.set_position`: sets valves to a position, and puts them back. */
const setPosition = transition({
  description: "Sets valves to a position",
  drill: { kind: "skipped" },
  defaults: { timeoutSeconds: 600, heartbeatSeconds: 60 },
  pollSeconds: 5,
  settleSeconds: 20,
  resources: z.strictObject({ valves: z.array(resourceName("opaque")).min(1) }),
  config: z.strictObject({ position: z.int().min(0).max(100) }),
  listTargets: ({ resources }) => resources.valves,
  read: async ({ clients }, valve) => ({ valve, ...(await clients.valves.read(valve)) }),
  status: ({ status }) => valveStatus(status),
  fit: ({ valve, pressure }, { executionType, mode }) => {
    if (pressure > 90) return [block("valve.over_pressure", `${valve} is at ${pressure} bar`, { pressure })];
    const isRehearsed = executionType === "drill" || mode === "planned";
    return isRehearsed && pressure > 70 ? [warn("valve.high_pressure", `${valve} is at ${pressure} bar`, { pressure })] : [];
  },
  want: (_facts, { config }) => ({ position: config.position }),
  reached: ({ position }, wanted) => position === wanted.position,
  act: ({ clients }, valve, { wanted }) => clients.valves.set(valve, wanted.position),
  describe: ({ valve, position, status }) => `${valve} is ${status} at ${position}`,
  evidence: ({ position }, { before }, order) => ({
    before: { position: before.position },
    after: { position },
    externalIds: order === null ? {} : { orderId: order.orderId },
    rpo: { seconds: 0, method: "no_data_touched", confidence: "exact" },
  }),
  undo: (before) => ({ position: before.position }),
});

export const valveAdapter = defineAdapter<ValveClients>({
  technology: "valve",
  version: "1.0.0",
  operations: { set_position: setPosition },
  createClients: () => {
    throw new Error("valves exist in tests only");
  },
});

const TRAVEL_MS = 30_000;

/** A valve of the fake. `restsAt` is the word that it says when it does not move. */
export interface FakeValve {
  readonly position: number;
  readonly restsAt?: string;
  readonly pressure?: number;
}

/** The fake, and a hand that turns a valve without telling anybody. */
export interface ValveWorld extends FakeWorld<ValveClients> {
  readonly turnByHand: (valve: string, position: number) => void;
}

/** Valves that travel slowly. Effects read `set a 50`. */
export function createFakeValves(valves: Readonly<Record<string, FakeValve>>, clock: VirtualClock): ValveWorld {
  const effects: string[] = [];
  const moves = new Map<string, { from: number; to: number; atMs: number }>();
  let unknownWords = false;
  const port: ValvePort = {
    read: async (valve) => {
      const fake = valves[valve];
      if (!fake) throw awsError("ValveNotFoundFault", 404);
      const move = moves.get(valve);
      const travels = move !== undefined && clock.nowMs() - move.atMs < TRAVEL_MS;
      const position = move ? (travels ? move.from : move.to) : fake.position;
      const status = travels ? (unknownWords ? "wriggling" : "travelling") : (fake.restsAt ?? "ok");
      return { position, status, pressure: fake.pressure ?? 10 };
    },
    set: async (valve, position) => {
      const { position: from } = await port.read(valve);
      effects.push(`set ${valve} ${position}`);
      moves.set(valve, { from, to: position, atMs: clock.nowMs() });
      return { orderId: `order-${effects.length}` };
    },
  };
  return {
    createClients: (wrap: WrapPort) => ({ valves: wrap(port) }),
    effects: () => effects,
    touched: () => effects.map((effect) => [effect.split(" ")[1] ?? ""]),
    turnByHand: (valve, position) => void moves.set(valve, { from: position, to: position, atMs: 0 }),
    speakUnknownWords: () => {
      unknownWords = true;
    },
  };
}
