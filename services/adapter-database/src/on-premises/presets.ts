/** Commands of three kinds of cluster software, and how what they print is read. Names in braces are filled in; the node runs them with its own rights. */
import { parseJson } from "@dr/runtime";
import { toClusterState, type ClusterState } from "./facts.ts";

/** Commands by what they are for. */
export interface Commands {
  readonly status: string;
  /** Both sides work: nothing is lost. */
  readonly switchover: string;
  /** The primary is lost. */
  readonly failover: string;
}

/** A kind of cluster software. */
export interface Preset {
  readonly commands: Commands;
  readonly read: (stdout: string) => ClusterState;
}

/** Patroni documentation, "REST API": cluster status, switchover and failover endpoints. */
const patroni: Preset = {
  commands: {
    status: "curl -fsS http://localhost:8008/cluster",
    switchover: post("switchover", '{"leader":"{leader}","candidate":"{target}"}'),
    failover: post("failover", '{"candidate":"{target}"}'),
  },
  read: (stdout) => {
    const { members } = json(stdout) as { members?: readonly { name?: string; role?: string; state?: string; lag?: unknown }[] };
    if (members === undefined) return toClusterState(null);
    const isLeader = ({ role }: { role?: string }): boolean => role === "leader" || role === "master";
    const works = ({ state }: { state?: string }): boolean => state === "running" || state === "streaming";
    return toClusterState({
      primary: members.find((one) => isLeader(one) && works(one))?.name ?? null,
      healthy: members.some((one) => isLeader(one) && works(one)),
      // Patroni counts the lag in bytes: only none at all is a time.
      members: members.map((one) => ({ name: one.name, ready: works(one), lagSeconds: isLeader(one) || one.lag === 0 ? 0 : null })),
    });
  },
};

/** Oracle Data Guard broker guide, DGMGRL commands SHOW CONFIGURATION, SHOW DATABASE, SWITCHOVER and FAILOVER. */
const dataGuard: Preset = {
  commands: {
    status: 'dgmgrl -silent / "show configuration"; dgmgrl -silent / "show database {target}"',
    switchover: 'dgmgrl -silent / "switchover to {target}"',
    failover: 'dgmgrl -silent / "failover to {target}"',
  },
  read: (stdout) => {
    const found = [...stdout.matchAll(/^\s*(\S+)\s+-\s+(Primary|Physical standby|Logical standby) database/gim)];
    if (found.length === 0) return toClusterState(null);
    const healthy = /Configuration Status:\s*SUCCESS/i.test(stdout);
    const lag = toSeconds(/Apply Lag:\s*([^(\n]+)/i.exec(stdout)?.[1]);
    const members = found.map(([, name, role = ""]) => {
      const isPrimary = role.toLowerCase() === "primary";
      return { name, isPrimary, ready: isPrimary || healthy, lagSeconds: isPrimary ? 0 : lag };
    });
    return toClusterState({ primary: members.find(({ isPrimary }) => isPrimary)?.name ?? null, healthy, members });
  },
};

/** MySQL Shell documentation, AdminAPI: Cluster.status(), setPrimaryInstance(), forceQuorumUsingPartitionOf(). */
const innodbCluster: Preset = {
  commands: {
    status: shell("print(JSON.stringify(dba.getCluster().status()))"),
    switchover: shell('dba.getCluster().setPrimaryInstance("{target}")'),
    failover: shell('var c = dba.getCluster(); c.forceQuorumUsingPartitionOf("{target}"); c.setPrimaryInstance("{target}")'),
  },
  read: (stdout) => {
    const line = stdout.split("\n").find((one) => one.trimStart().startsWith("{")) ?? "";
    const { defaultReplicaSet } = json(line) as {
      defaultReplicaSet?: {
        primary?: string;
        status?: string;
        topology?: Record<string, { memberRole?: string; status?: string; replicationLag?: string | null }>;
      };
    };
    if (defaultReplicaSet === undefined) return toClusterState(null);
    const { primary = null, status = "", topology = {} } = defaultReplicaSet;
    return toClusterState({
      primary,
      healthy: status.startsWith("OK"),
      members: Object.entries(topology).map(([name, one]) => ({
        name,
        ready: one.status === "ONLINE",
        lagSeconds: name === primary || one.replicationLag === "applier_queue_applied" ? 0 : clock(one.replicationLag),
      })),
    });
  },
};

/** By the name that plans use. */
export const PRESETS = { patroni, data_guard: dataGuard, innodb_cluster: innodbCluster } as const;

/** Commands of a plan's own: their status prints the contract itself, as its last line. */
export function ownCommands(commands: Commands): Preset {
  return { commands, read: (stdout) => toClusterState(json(stdout.trimEnd().split("\n").at(-1) ?? "")) };
}

/** A command with its names. Only names that have the form of a member's get in. */
export function filled(command: string, names: { readonly leader: string | null; readonly target: string }): string {
  return command.replaceAll("{target}", names.target).replaceAll("{leader}", names.leader ?? "");
}

function post(path: string, body: string): string {
  return `curl -fsS -X POST -H 'Content-Type: application/json' -d '${body}' http://localhost:8008/${path}`;
}

function shell(script: string): string {
  return `mysqlsh --no-wizard --login-path=dr --js -e '${script}'`;
}

function json(text: string): object {
  const value = parseJson(text);
  return typeof value === "object" && value !== null ? value : {};
}

/** `1 minute 5 seconds`. */
function toSeconds(written: string | undefined): number | null {
  const factors: Readonly<Record<string, number>> = { day: 86_400, hour: 3_600, minute: 60, second: 1 };
  const parts = [...(written ?? "").matchAll(/(\d+)\s+(day|hour|minute|second)s?/gi)];
  if (parts.length === 0) return null;
  return parts.reduce((sum, [, count, unit = ""]) => sum + Number(count) * (factors[unit.toLowerCase()] ?? 0), 0);
}

/** `00:00:05.25`. */
function clock(written: string | null | undefined): number | null {
  const [, hours, minutes, seconds] = /^(\d+):(\d{2}):(\d{2}(?:\.\d+)?)$/.exec(written ?? "") ?? [];
  return seconds === undefined ? null : Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
}
