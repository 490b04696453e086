/** A Patroni cluster behind a node, and a cluster behind a function: both stateful, with a virtual clock. Effects read `pg-1 -> pg-2`. */
import type { FakeWorld, WrapPort } from "@dr/adapter-kit/testing";
import type { VirtualClock } from "@dr/runtime";
import type { DatabaseClients } from "../src/clients.ts";
import type { OnPremisesPort } from "../src/on-premises-client.ts";

/** A cluster. A member without `lag` replicates nothing behind. */
export interface FakeCluster {
  readonly primary: string | null;
  readonly members: readonly { readonly name: string; readonly ready?: boolean; readonly lag?: number | "unknown" }[];
}

const MOVE_MS = 20_000;

/** The world of one cluster. */
export interface OnPremisesWorld extends FakeWorld<DatabaseClients> {
  readonly commands: () => readonly string[];
}

/** One cluster, however it is asked. */
export function createFakeOnPremises({ primary, members }: FakeCluster, clock: VirtualClock): OnPremisesWorld {
  const effects: string[] = [];
  const commands: string[] = [];
  let move = { from: primary, to: primary, atMs: 0 };
  let strange = false;
  const now = (): string | null => (clock.nowMs() - move.atMs < MOVE_MS ? move.from : move.to);
  const act = (action: string, target: string): void => {
    commands.push(action);
    effects.push(`${now() ?? "nobody"} -> ${target}`);
    move = { from: now(), to: target, atMs: clock.nowMs() };
  };
  const word = (ready: boolean): string => (strange && effects.length > 0 ? "meditating" : ready ? "streaming" : "stopped");
  const port: OnPremisesPort = {
    askNode: async ({ command }) => {
      commands.push(command);
      const lines = members.map(({ name, ready = true, lag = 0 }) =>
        name === now() ? { name, role: "leader", state: "running" } : { name, role: "replica", state: word(ready), lag },
      );
      return JSON.stringify({ members: lines });
    },
    tellNode: async ({ command }) => {
      commands.push(command);
      const { candidate } = JSON.parse(/\{.*\}/.exec(command)?.[0] ?? "{}") as { candidate: string };
      act(command.endsWith("/switchover") ? "switchover" : "failover", candidate);
      return `command-${effects.length}`;
    },
    askFunction: async () => ({
      primary: now(),
      members: members.map(({ name, ready = true, lag = 0 }) => ({
        name,
        ready: ready && !(strange && effects.length > 0),
        lagSeconds: lag === "unknown" ? null : lag,
      })),
    }),
    tellFunction: async (_name, payload) => {
      const { action, config } = payload as { action: string; config: { target: string; credentialsSecret?: string } };
      if (config.credentialsSecret !== undefined) commands.push(`with ${config.credentialsSecret}`);
      act(action, config.target);
      return { status: "succeeded" };
    },
  };
  return {
    createClients: (wrap: WrapPort) => {
      const wrapped = wrap(port);
      return { onPremises: () => wrapped } as unknown as DatabaseClients;
    },
    effects: () => effects,
    commands: () => commands,
    // A cluster is known by the name that the plan gives it.
    touched: () => effects.map(() => ["billing"]),
    speakUnknownWords: () => {
      strange = true;
    },
  };
}
