/** `manual.task`: asks people to do something, and reports what they say. */
import type { Effect, InverseContext, Operation, PollAnswer, TaskContext } from "@dr/adapter-kit";
import type { ManualClients } from "../clients.ts";
import type { OpenTask } from "../tasks.ts";
import { configSchema, resourcesSchema, type ManualConfig, type ManualResources } from "./input.ts";

type Context = TaskContext<ManualClients, ManualResources, ManualConfig>;
interface Pre {
  readonly title: string;
}
/** The attempt that asked: a later one that takes over goes on waiting for the same person. */
interface Handle {
  readonly operationId: string;
  readonly openedAt: string;
}
type Asking = Effect<Context, Pre, Handle>;

/** A person is one step, whatever the task is about. */
const TARGET = "people";

const asking: Omit<Asking, "prepare"> = {
  act: async ({ clients, operationId, now }, _target, { title }) => {
    await clients.tasks.open({ operationId, title, openedAt: now });
    return { operationId, openedAt: now };
  },
  poll: async (context, _target, _pre, { operationId, openedAt }) => toPollAnswer(context, openedAt, await find(context, operationId)),
  discover: async ({ clients, operationId }) => {
    const task = await clients.tasks.read(operationId);
    return task === undefined ? { state: "not_started" } : { state: "found", handle: { operationId, openedAt: task.openedAt } };
  },
  cancel: async ({ clients }, _target, _pre, { operationId }) => {
    await clients.tasks.withdraw(operationId);
    return true;
  },
};

const undoing: Effect<InverseContext<ManualClients, ManualResources, ManualConfig, Pre, Handle>, Pre, Handle> = {
  ...asking,
  prepare: async ({ config: { undo } }) =>
    undo === undefined
      ? { state: "noop", evidence: { after: { nothingToTakeBack: true } } }
      : { state: "ready", pre: { title: undo.title } },
};

/** Waits for a person; a drill asks them, too. */
export const task: Operation<ManualClients, ManualResources, ManualConfig, Pre, Handle> = {
  ...asking,
  description: "Asks people to do something, and waits for what they say of it",
  reversibility: "reversible",
  failback: { by: "manual.task" },
  drill: { kind: "safe" },
  defaults: { timeoutSeconds: 7 * 86_400, heartbeatSeconds: 60 },
  pollSeconds: 10,
  settleSeconds: () => 1,
  resources: resourcesSchema,
  config: configSchema,
  listTargets: () => [TARGET],
  howToCheck: () => "ask whoever the task was assigned to",
  prepare: async ({ config: { title } }) => ({ state: "ready", pre: { title } }),
  rollback: undoing,
};

/** The task as it was opened, or what was said to the attempt that counts now. */
async function find({ clients, operationId }: Pick<Context, "clients" | "operationId">, asked: string): Promise<OpenTask | undefined> {
  const opened = await clients.tasks.read(asked);
  if (opened?.answer || asked === operationId) return opened;
  const now = await clients.tasks.read(operationId);
  return now?.answer ? now : opened;
}

function toPollAnswer(
  { config, secondsSince }: Pick<Context, "config" | "secondsSince">,
  openedAt: string,
  task: OpenTask | undefined,
): PollAnswer {
  if (task?.answer) return toOutcome(task.answer);
  if (task?.withdrawn)
    return {
      state: "failed",
      failure: { code: "manual.withdrawn", message: "it was cancelled before anybody answered", retryable: false },
    };
  const { dueSeconds, onLate = "wait" } = config;
  const late = dueSeconds === undefined ? 0 : secondsSince(openedAt) - dueSeconds;
  const waits = `waits for ${whom(config)}`;
  if (late <= 0) return { state: "in_progress", message: waits };
  const told = `nobody answered within ${dueSeconds} seconds`;
  if (onLate === "fail") return { state: "failed", failure: { code: "manual.late", message: told, retryable: true } };
  if (onLate === "complete")
    return { state: "completed", evidence: { after: { answered: false }, warnings: [`${told}: it went on without an answer`] } };
  return { state: "in_progress", message: `${waits}, and is late: ${told}` };
}

function whom({ assignees = {} }: ManualConfig): string {
  const named = Object.values(assignees).flat();
  return named.length === 0 ? "a person" : named.join(" or ");
}

function toOutcome(answer: NonNullable<OpenTask["answer"]>): PollAnswer {
  const { outcome, note, evidence, answeredBy, person = answeredBy, at } = answer;
  const after = { answered: true, outcome, by: person, at, ...(note === undefined ? {} : { note }), evidence };
  if (outcome === "completed") return { state: "completed", evidence: { after, externalIds: { answeredBy } } };
  return {
    state: "failed",
    failure: { code: "manual.failed", message: note ?? `${person} says that it failed`, retryable: false, details: after },
  };
}
