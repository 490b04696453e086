/** Events to changes: an approval that is waited for becomes a change, and what happens becomes notes on it. */
import type { Integration, LaneMemory, MappingInput, Performed, Send } from "@dr/delivery";
import { bindingLine, correlationOf, type Binding } from "./binding.ts";
import type { Change, ChangeSystem } from "./change-system.ts";
import type { FollowedChanges } from "./followed-changes.ts";

/** What it needs. `open` connects to a receiver's system; requests go by `send`. */
export interface FileChangesDeps {
  readonly kind: string;
  readonly open: (input: Pick<MappingInput, "receiver">, send: Send) => Promise<ChangeSystem>;
  readonly changes: FollowedChanges;
}

/** Types that end an execution: its changes are no longer followed. */
const ENDS = new Set(["ExecutionCompleted", "ExecutionFailed", "ExecutionCancelled"]);
/** Types that are noted on the change. */
const NOTED = new Set([
  "ExecutionStarted",
  "ApprovalRecorded",
  "ChangeBypassed",
  "ExecutionResumed",
  "WaveStarted",
  "WaveCompleted",
  "WaveFailed",
  "TechnologyFailed",
  "ExecutionModeSwitched",
  "ExecutionRedriven",
  ...ENDS,
]);

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
        const change = await fileOne(system, input, binding);
        // A change that people named serves every pause: as what it was before it is not taken for edited.
        if (memory["key"] !== undefined && changeId === change.id) await changes.remove(memory["key"]);
        await changes.put({
          key: `${input.receiver.receiverId}#${change.correlationId}`,
          receiverId: input.receiver.receiverId,
          changeId: change.id,
          number: change.number,
          binding,
          told: "",
        });
        return done({ changeId: change.id, number: change.number, key: `${input.receiver.receiverId}#${change.correlationId}` });
      }
      // A note cannot be taken back: its end names the event, and one that stands already is not written again.
      if (memory["noted"] !== event.id) await system.note(changeId ?? "", `${wordsFor(input)}\n[dr:${event.id}]`);
      if (ENDS.has(event.type) && memory["key"] !== undefined) await changes.remove(memory["key"]);
      return done({ noted: event.id });
    },
  };
}

async function fileOne(system: ChangeSystem, { context, event }: MappingInput, binding: Binding): Promise<Change> {
  const correlationId = correlationOf(binding.pauseId);
  const kind = context.executionType === "drill" ? "[DRILL] " : "";
  const title = `${kind}DR ${context.executionType} of ${context.planId} (${binding.mode})`;
  const description = `${title}\nExecution ${binding.executionId}, requested at ${event.time}.\nApproving this change approves exactly this:\n${bindingLine(binding)}`;
  const [standing] = await system.find(correlationId);
  if (standing) return standing;
  const named = context.tags["ChangeNumber"];
  const theirs = named === undefined ? undefined : await system.findNumber(named);
  return theirs
    ? await system.bind(theirs.id, { correlationId, description: `${theirs.description}\n${description}` })
    : await system.create({ correlationId, title, description });
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
