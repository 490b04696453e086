// A database with cluster software of its own, behind a node of Systems Manager (Patroni's REST API by curl) or behind a recovery function (its contract).
import * as z from "zod";

/** What a seed says of it. `moveSeconds` is how long another primary takes. */
export const databaseClusterSchema = z.strictObject({
  primary: z.string().min(1).nullable(),
  members: z
    .array(
      z.strictObject({ name: z.string().min(1), ready: z.boolean().default(true), lagSeconds: z.number().min(0).nullable().default(0) }),
    )
    .min(1),
  moveSeconds: z.number().min(0).default(20),
});

/** A cluster: who writes, and who will from when on. */
export type DatabaseCluster = z.output<typeof databaseClusterSchema> & { readonly move?: { readonly to: string; readonly atMs: number } };

/** What a cluster says to a call, and the cluster after it if the call changed it. */
type Answered = { readonly cluster: DatabaseCluster; readonly answer: unknown };

const primaryOf = ({ primary, move }: DatabaseCluster, nowMs: number): string | null =>
  move !== undefined && nowMs >= move.atMs ? move.to : primary;

const moved = (cluster: DatabaseCluster, to: string, nowMs: number): DatabaseCluster => ({
  ...cluster,
  primary: primaryOf(cluster, nowMs),
  move: { to, atMs: nowMs + cluster.moveSeconds * 1000 },
});

/** The script's outcome; undefined for a script that does not speak to Patroni. */
export const askPatroni = (cluster: DatabaseCluster, script: string, nowMs: number): Answered | undefined => {
  const path = /localhost:8008\/(cluster|switchover|failover)/u.exec(script)?.[1];
  if (path === undefined) return undefined;
  if (path === "cluster") return { cluster, answer: { members: membersOf(cluster, nowMs) } };
  const candidate = /"candidate":"([^"]+)"/u.exec(script)?.[1] ?? "";
  return { cluster: moved(cluster, candidate, nowMs), answer: "Successfully switched over" };
};

// Patroni counts the lag in bytes; one that nobody knows is told as such (REST API, GET /cluster).
const membersOf = (cluster: DatabaseCluster, nowMs: number) =>
  cluster.members.map(({ name, ready, lagSeconds }) =>
    name === primaryOf(cluster, nowMs)
      ? { name, role: "leader", state: "running" }
      : { name, role: "replica", state: ready ? "streaming" : "stopped", lag: lagSeconds ?? "unknown" },
  );

/** The answer of a recovery function; undefined for an action that it does not know. */
export const askRecoveryFunction = (cluster: DatabaseCluster, event: unknown, nowMs: number): Answered | undefined => {
  const { action, config } = (typeof event === "object" && event !== null ? event : {}) as {
    readonly action?: unknown;
    readonly config?: { readonly target?: string };
  };
  if (action === "status") return { cluster, answer: { primary: primaryOf(cluster, nowMs), members: cluster.members } };
  if (action !== "switchover" && action !== "failover") return undefined;
  return { cluster: moved(cluster, config?.target ?? "", nowMs), answer: { status: "succeeded" } };
};
