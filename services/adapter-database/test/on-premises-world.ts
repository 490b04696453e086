/** Databases outside AWS on the simulated estate: Patroni behind a node of Systems Manager, or a recovery function. Effects read `pg to pg-2`. */
import { connectedThrough } from "@dr/adapter-kit";
import { createEstateWorld, type EstateConnection } from "@dr/estate/testing";
import type { VirtualClock } from "@dr/runtime";
import { createDatabaseClients, type DatabaseClients } from "../src/clients.ts";

/** A cluster as the estate is seeded with it; a member without `lagSeconds` replicates nothing behind. */
export interface Cluster {
  readonly primary: string | null;
  readonly members: readonly { readonly name: string; readonly ready?: boolean; readonly lagSeconds?: number | null }[];
}

/** The node and the function that know the cluster. */
export const NODE = "mi-0123456789abcdef0";
export const FUNCTION = "db-recovery-billing";

/** The world of one cluster, asked either way; `commands` are what was sent, questions among them. */
export function createOnPremisesWorld({ primary, members }: Cluster, clock: VirtualClock) {
  const database = { primary, members: members.map((member) => ({ ...member })) };
  const world = createEstateWorld<DatabaseClients>({
    clock,
    seed: { ssm: { nodes: [{ id: NODE, database }] }, lambda: { functions: [{ name: FUNCTION, database }] } },
    createClients: connect,
    line: ({ request }) => {
      const { action, target } = moveIn(request);
      return action === "status" ? undefined : `pg to ${target ?? ""}`;
    },
  });
  const requests = () => world.estate.effects({ outcome: "applied" }).map(({ request }) => request);
  return {
    ...world,
    // A cluster is known by the name that the plan gives it, and stands behind a node or a function.
    touched: () => world.effects().map(() => ["billing"]),
    commands: () => requests().flatMap((request) => (request as Request).Parameters?.commands ?? []),
    payloads: () => requests().flatMap((request) => (request as Request).Payload ?? []),
  };
}

interface Move {
  readonly action: string;
  readonly target?: string;
}
interface Request {
  readonly Parameters?: { readonly commands?: readonly string[] };
  readonly Payload?: Move & { readonly credentialsSecret?: string };
}

/** What a call of either kind asks for. */
function moveIn(request: unknown): Move {
  const { Parameters, Payload } = request as Request;
  if (Payload) return Payload;
  const [script = ""] = Parameters?.commands ?? [];
  const [, action = "status"] = /localhost:8008\/(switchover|failover)/.exec(script) ?? [];
  const [, target] = /"candidate":"([^"]+)"/.exec(script) ?? [];
  return { action, ...(target === undefined ? {} : { target }) };
}

function connect(connection: EstateConnection): DatabaseClients {
  return createDatabaseClients(connectedThrough({ AWS_REGION: connection.region }, connection));
}
