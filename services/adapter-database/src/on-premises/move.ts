/** A database outside AWS gets another primary, by a declared command or function; what its own cluster tells afterwards is the proof. */
import { createHash } from "node:crypto";
import { block, refuseWith, wait, type Finding, type TaskContext } from "@dr/adapter-kit";
import { DrError } from "@dr/events";
import type { DatabaseClients } from "../clients.ts";
import { lagFindings, lossOf, lossWindow } from "../lag-gate.ts";
import type { Lag } from "../lag-client.ts";
import { effects } from "../transitions.ts";
import { askNode } from "./ask-node.ts";
import { toClusterState, type ClusterState } from "./facts.ts";
import type { OnPremisesConfig, OnPremisesDatabase, OnPremisesResources } from "./input.ts";
import { filled, ownCommands, PRESETS, type Preset } from "./presets.ts";

type Context = TaskContext<DatabaseClients, OnPremisesResources, OnPremisesConfig>;
interface Facts extends ClusterState {
  readonly name: string;
  readonly lag: Lag;
}
interface Wanted {
  readonly primary: string;
}

/** The move, and the way back to the former primary. */
export const onPremisesMove = effects({
  settleSeconds: 60,
  read: async (context: Context, name): Promise<Facts> => {
    const database = databaseOf(context, name);
    const { askedAt, ...state } = await unlessForbidden(context, name, () => stateOf(context, database));
    const seconds = state.members.find((one) => isSame(one.name, database.target))?.lagSeconds ?? null;
    return { ...state, name, lag: { seconds, sampledAt: seconds === null ? null : askedAt } };
  },
  fit: (facts: Facts, context, name) => [...roleFindings(facts, context, databaseOf(context, name).target), ...gate(facts, context)],
  want: (facts, context, name): Wanted => {
    const { target } = databaseOf(context, name);
    return { primary: facts.members.find((one) => isSame(one.name, target))?.name ?? target };
  },
  reached: ({ primary }, wanted) => primary !== null && isSame(primary, wanted.primary),
  act: (context, name, { before, wanted }) => move(context, databaseOf(context, name), { leader: before.primary, target: wanted.primary }),
  missing: async (context, name) => {
    const { healthy } = await stateOf(context, databaseOf(context, name));
    return healthy ? undefined : `${name} has its primary, and its cluster is not healthy yet`;
  },
  describe: ({ name, primary, healthy }) => `${name} is ${healthy ? "healthy" : "not healthy"}, ${primary ?? "nobody"} writes`,
  wouldDo: ({ before, wanted }) => ({ primary: before.primary, members: before.members, wouldMakePrimary: wanted.primary }),
  evidence: (facts, { before, wanted }, commandId: string | null) => {
    const window = lossWindow(before.primary === null ? before.lag : null);
    return {
      before: { primary: before.primary, members: before.members },
      after: { primary: facts.primary, healthy: facts.healthy, ...(window === undefined ? {} : { dataLossWindow: window }) },
      externalIds: { primary: wanted.primary, ...(commandId === null || commandId === "" ? {} : { commandId }) },
      rpo:
        before.primary === null ? lossOf(before.lag) : { seconds: 0, method: "switchover_of_the_cluster", confidence: "estimate" as const },
    };
  },
  undo: (before): Wanted => {
    if (before.primary !== null) return { primary: before.primary };
    throw refuseWith(block("database.former_writer_gone", "nobody wrote before: there is no primary to go back to"));
  },
});

function roleFindings({ name, primary, members, healthy }: Facts, { mode }: Context, target: string): readonly Finding[] {
  const found = members.find((one) => isSame(one.name, target));
  if (found === undefined)
    return [block("database.unknown_target", `${target} is no member of ${name}`, { members: members.map((one) => one.name) })];
  if (primary !== null && isSame(primary, target)) return [];
  if (mode === "planned" && primary === null)
    return [block("database.switchover_needs_primary", `${name} has no primary: a switchover needs one, an unplanned failover does not`)];
  if (found.ready && (mode !== "planned" || healthy)) return [];
  const message = `${target} of ${name} is ${found.ready ? "ready, its cluster is not healthy" : "not ready"}`;
  return [wait("database.target_not_ready", message)];
}

function gate({ name, lag }: Facts, { config, mode }: Context): readonly Finding[] {
  return lagFindings(lag, { config, mode }, { id: name, losesIt: mode !== "planned" });
}

async function stateOf(context: Context, database: OnPremisesDatabase): Promise<ClusterState & { readonly askedAt: string }> {
  const { clients, config, now } = context;
  const port = clients.onPremises(config.region);
  if (database.function !== undefined) {
    const answer = await port.askFunction(database.function, payload(context, database, "status"));
    return { ...toClusterState(answer), askedAt: now };
  }
  const { commands, read } = presetOf(config);
  const command = filled(commands.status, { leader: null, target: database.target });
  const comment = commentOf(command);
  const { stdout, askedAt } = await askNode(port, { node: nodeOf(database), document: config.document, command, comment }, now);
  return { ...read(stdout), askedAt };
}

/** Who answers questions over HTTP may run no command and no function, for either may do anything: that says nothing of the database. */
async function unlessForbidden<Answer>({ taskId }: Context, name: string, asked: () => Promise<Answer>): Promise<Answer> {
  try {
    return await asked();
  } catch (error) {
    if (taskId !== "readiness" || !(error instanceof Error) || !error.name.startsWith("AccessDenied")) throw error;
    throw new DrError(
      "database.only_the_task_looks",
      `${name}: whoever answers this question runs no commands; the task looks before it acts`,
      {
        retryable: true,
      },
    );
  }
}

/** Which question it is, whoever asks it: what readiness has asked a minute ago is an answer for the task. Comments hold 100 characters (SSM API reference, SendCommand). */
function commentOf(command: string): string {
  return `dr status ${createHash("sha256").update(command).digest("hex")}`;
}

async function move(
  context: Context,
  database: OnPremisesDatabase,
  names: { readonly leader: string | null; readonly target: string },
): Promise<string> {
  const { clients, config, mode, resourceOperationId } = context;
  const port = clients.onPremises(config.region);
  const action = mode === "planned" && names.leader !== null ? "switchover" : "failover";
  if (database.function !== undefined) {
    await port.tellFunction(database.function, payload(context, { ...database, target: names.target }, action));
    return "";
  }
  const command = filled(presetOf(config).commands[action], names);
  return port.tellNode({ node: nodeOf(database), document: config.document, command, comment: `dr ${resourceOperationId}` });
}

/** The contract of recovery functions: what is asked, of what, in which mode. `operationId` lets the function tell a repetition. */
function payload(context: Context, { name, target }: OnPremisesDatabase, action: "failover" | "status" | "switchover"): object {
  const { executionId, resourceOperationId, mode, executionType, attempt, deadlineAt, environment } = context;
  const about = { executionId, operationId: resourceOperationId, mode, executionType, attempt, deadline: deadlineAt };
  // Where its credentials stand, by name: the function reads them itself, and no password goes through a payload.
  const config = {
    target,
    ...(environment === undefined ? {} : { credentialsSecret: `dr-orchestration/${environment}/database/${name}` }),
  };
  return { schemaVersion: 1, action, ...about, resources: [name], config };
}

function presetOf({ preset, commands }: OnPremisesConfig): Preset {
  if (commands !== undefined) return ownCommands(commands);
  if (preset !== undefined) return PRESETS[preset];
  throw refuseWith(block("database.no_commands", "a node has no commands of its own: say config.preset or config.commands"));
}

function nodeOf({ node = "" }: OnPremisesDatabase): string {
  return node.split("/").at(-1) ?? node;
}

function databaseOf({ resources: { databases } }: Context, name: string): OnPremisesDatabase {
  const found = databases.find((one) => one.name === name);
  if (found) return found;
  throw new DrError("database.unknown_target", `no database ${name} in this task`);
}

/** Oracle tells names in another case than they were written in. */
function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
