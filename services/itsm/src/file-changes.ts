/** Events to changes: an approval that is waited for becomes a change, and what happens becomes notes on it. */
import { ACTS_ON, ENDS, type Integration, type LaneMemory, type MappingInput, type Performed, type Send } from "@dr/delivery";
import { bindingLine, correlationOf, type Binding } from "./binding.ts";
import type { Change, ChangeSystem } from "./change-system.ts";
import type { Followed, FollowedChanges } from "./followed-changes.ts";
import type { StoodBefore } from "./judge-change.ts";

/** What it needs. `open` connects to a receiver's system; requests go by `send`. */
export interface FileChangesDeps {
  readonly kind: string;
  readonly open: (input: Pick<MappingInput, "receiver">, send: Send) => Promise<ChangeSystem>;
  readonly changes: FollowedChanges;
}

/** An execution that has ended: its changes are no longer followed. */
const ENDED: ReadonlySet<string> = new Set(ENDS);
/** Types that are noted on the change, but for the pause that files it. */
const NOTED: ReadonlySet<string> = new Set(ACTS_ON.servicenow.filter((type) => type !== "ExecutionPaused"));

/** The integration. It looks before it creates, so a lost answer is found again: at most one change for each pause, but for two processes at the very same moment. */
export function fileChanges({ kind, open, changes }: FileChangesDeps): Integration {
  return {
    kind,
    toRequests: () => [],
    perform: async (input, send) => {
      const { event, memory } = input;
      const done = (more: LaneMemory = {}): Performed => ({ verdict: { kind: "sent" }, wanted: true, memory: { ...memory, ...more } });
      const binding = bindingOf(input);
      const changeId = memory["changeId"];
      if (!binding && (changeId === undefined || !NOTED.has(event.type))) return { ...done(), wanted: false };
      const system = await open(input, send);
      if (binding) {
        const { changeId: filed, number, key } = await followOne(changes, system, input, binding);
        return done({ changeId: filed, number, key });
      }
      // A note cannot be taken back: its end names the event, and one that stands already is not written again.
      if (memory["noted"] !== event.id) await system.note(changeId ?? "", `${wordsFor(input)}\n[dr:${event.id}]`);
      if (ENDED.has(event.type) && memory["key"] !== undefined) await changes.remove(memory["key"]);
      return done({ noted: event.id });
    },
  };
}

async function followOne(changes: FollowedChanges, system: ChangeSystem, input: MappingInput, binding: Binding): Promise<Followed> {
  const { receiverId } = input.receiver;
  const { change, isOurs } = await fileOne(system, input, binding);
  const last = (await changes.list()).find(({ key, changeId }) => key === input.memory["key"] && changeId === change.id);
  const goesOn = last !== undefined && isSame(last.binding, binding);
  const before = isOurs ? undefined : goesOn ? last.before : await standsBefore(system, change);
  const about = { key: `${receiverId}#${change.correlationId}`, receiverId, changeId: change.id, number: change.number, binding };
  const followed: Followed = { ...about, ...(before === undefined ? {} : { before }), told: "" };
  await changes.put(followed);
  // A change that people named serves every pause: as what it was before it is not taken for edited.
  if (last && last.key !== followed.key) await changes.remove(last.key);
  return followed;
}

/** The change of a pause. `isOurs`: it said from its first moment what it approves. */
interface Filed {
  readonly change: Change;
  readonly isOurs: boolean;
}

async function fileOne(system: ChangeSystem, { context, event }: MappingInput, binding: Binding): Promise<Filed> {
  const correlationId = correlationOf(binding.pauseId);
  const kind = context.executionType === "drill" ? "[DRILL] " : "";
  const title = `${kind}DR ${context.executionType} of ${context.planId} (${binding.mode})`;
  const description = `${title}\nExecution ${binding.executionId}, requested at ${event.time}.\nApproving this change approves exactly this:\n${bindingLine(binding)}`;
  const [standing] = await system.find(correlationId);
  if (standing) return { change: standing, isOurs: standing.description === description };
  const named = context.tags["ChangeNumber"];
  const theirs = named === undefined ? undefined : await system.findNumber(named);
  if (!theirs) return { change: await system.create({ correlationId, title, description }), isOurs: true };
  const bound = await system.bind(theirs.id, { correlationId, description: `${theirs.description}\n${description}` });
  return { change: bound, isOurs: false };
}

/** Who approved before the change said what it approves approved something else. Read after it was written: a vote in between has to be given again, and none too many counts. */
async function standsBefore(system: ChangeSystem, change: Change): Promise<StoodBefore> {
  const votes = (await system.votes(change.id)).filter(({ decision }) => decision === "approved").map(({ id }) => id);
  const approved = change.approval === "approved";
  if (approved || votes.length > 0)
    await system.note(
      change.id,
      "What was approved before this change said what it approves does not count: please approve it again.\n[dr:before]",
    );
  return { approved, votes };
}

/** The same execution, plan, resources and mode: whoever approved of one pause approved of what the next one asks. */
function isSame(one: Binding, other: Binding): boolean {
  return (["executionId", "planHash", "manifestHash", "mode"] as const).every((name) => one[name] === other[name]);
}

function bindingOf({ event }: MappingInput): Binding | undefined {
  const { approval, pauseId, expiresAt } = event.data as {
    approval?: Omit<Binding, "executionId" | "pauseId" | "expiresAt"> | null;
    pauseId?: string;
    expiresAt?: string;
  };
  if (event.type !== "ExecutionPaused" || !approval || pauseId === undefined) return undefined;
  const { planHash, manifestHash, mode } = approval;
  return { executionId: event.subject, pauseId, planHash, manifestHash, mode, expiresAt: expiresAt ?? "" };
}

function wordsFor({ event: { type, data, time } }: MappingInput): string {
  const said = ["waveNumber", "taskId", "decision", "approver", "by", "reason"].flatMap((name) => {
    const value = data[name];
    if (Array.isArray(value)) return [`${name} ${value.join(", ")}`];
    return typeof value === "string" || typeof value === "number" ? [`${name} ${value}`] : [];
  });
  return `${type} at ${time}${said.length > 0 ? `: ${said.join(", ")}` : ""}`;
}
