/** What an event says to people, in a line or two: the same words in every channel. */
import type { ACTS_ON, MappingInput } from "@dr/delivery";

/** What is said. `loud`: everybody in the channel should see it. `ends`: the execution is over. */
export interface Told {
  readonly title: string;
  readonly text: string;
  readonly tone: "good" | "info" | "warning" | "bad";
  readonly loud: boolean;
  readonly ends: boolean;
  /** Where somebody is asked for a decision. */
  readonly approval?: { readonly pauseId: string };
}

type Data = Readonly<Record<string, unknown>>;
interface Words extends Partial<Omit<Told, "title">> {
  readonly text: string;
}

const text = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");
const failureOf = (data: Data): string => {
  const { code, message } = (data["failure"] ?? {}) as Data;
  return `${text(code)}: ${text(message)}`;
};
/** Of an assumed role, role and session: `DROperator/olga`. */
const whoOf = (value: unknown): string => text(value).replace(/^arn:[^/]*assumed-role\//, "");
const because = (data: Data): string => (text(data["reason"]) === "" ? "" : `: ${text(data["reason"])}`);
const wave = (data: Data): string => `Wave ${text(data["waveNumber"])}`;

/** By type of event; what is not here is told to nobody. */
const WORDS: Readonly<Record<(typeof ACTS_ON.slack)[number], (data: Data) => Words | undefined>> = {
  ExecutionRequested: (data) => ({ text: `Requested by ${whoOf(data["requestedBy"]) || text(data["triggerSource"])}` }),
  ExecutionQueued: (data) => ({ text: `Queued${because(data)}` }),
  ExecutionStarted: () => ({ text: "Started" }),
  ExecutionPaused: (data) => paused(data),
  ApprovalRecorded: (data) => ({ text: `${data["decision"] === "approve" ? "Approved" : "Declined"} by ${whoOf(data["approver"])}` }),
  ChangeRecorded: (data) => ({
    text: `Change ${text(data["number"])} ${data["standing"] === "approved" ? "approves of it" : `approves no longer${because(data)}`}`,
    ...(data["standing"] === "approved" ? {} : { tone: "warning" as const, loud: true }),
  }),
  ChangeBypassed: (data) => ({
    text: `Goes on WITHOUT an approved change, by ${Array.isArray(data["by"]) ? data["by"].join(" and ") : ""}${because(data)}`,
    tone: "bad",
    loud: true,
  }),
  ExecutionResumed: (data) => ({ text: `Goes on (${text(data["by"])})` }),
  WaveStarted: (data) => (data["part"] === 1 ? { text: `${wave(data)} (${text(data["name"])}) started` } : undefined),
  WaveCompleted: (data) => ({ text: `${wave(data)} completed`, tone: "good" }),
  WaveFailed: (data) => ({ text: `${wave(data)} failed; what follows: ${text(data["policy"])}`, tone: "bad" }),
  WaveSkipped: (data) => ({ text: `${wave(data)} skipped${because(data)}`, tone: "warning" }),
  TechnologyFailed: (data) => ({
    text: `Task ${text(data["taskId"])} (${text(data["technology"])}) failed: ${failureOf(data)}`,
    tone: "bad",
  }),
  ExecutionCancelRequested: (data) => ({ text: `Is being cancelled${because(data)}`, tone: "warning" }),
  ExecutionCancelled: (data) => ({ text: `Cancelled${because(data)}`, tone: "warning", ends: true, loud: true }),
  RollbackStarted: (data) => ({ text: `Takes back what was done${because(data)}`, tone: "warning" }),
  RollbackCompleted: () => ({ text: "What was done is taken back" }),
  CleanupCompleted: (data) => cleaned(data),
  ExecutionCompleted: () => ({ text: "Completed", tone: "good", ends: true }),
  ExecutionFailed: (data) => ({ text: `Failed: ${failureOf(data)}`, tone: "bad", ends: true, loud: true }),
  ExecutionRedriven: (data) => ({ text: `Runs again from wave ${text(data["fromWave"])}${because(data)}`, tone: "warning" }),
  ExecutionModeSwitched: (data) => ({ text: `Mode ${text(data["from"])} became ${text(data["to"])}${because(data)}`, tone: "warning" }),
  LeadershipTaken: (data) => ({ text: `${text(data["region"])} has taken over${because(data)}`, tone: "warning" }),
};

function paused(data: Data): Words {
  const at = data["waveNumber"] === undefined ? "" : ` at wave ${text(data["waveNumber"])}`;
  if (data["approval"] === undefined || data["approval"] === null)
    return { text: `Paused${at} (${text(data["reason"])})`, tone: "warning", loud: true };
  const approval = { pauseId: text(data["pauseId"]) };
  return { text: `Waits for an approval${at}, until ${text(data["expiresAt"])}`, tone: "warning", loud: true, approval };
}

function cleaned(data: Data): Words {
  const left = Array.isArray(data["leftovers"]) ? data["leftovers"].length : 0;
  return left === 0
    ? { text: "Cleaned up, nothing is left", tone: "good" }
    : { text: `Cleaned up, ${left} resources are left`, tone: "bad" };
}

/** The words for an event; undefined for what people need not hear. A drill says so in every title. */
export function tell({ event, context }: Pick<MappingInput, "event" | "context">): Told | undefined {
  if (event.type.startsWith("Plan")) return undefined;
  const words = (WORDS as Readonly<Record<string, (data: Data) => Words | undefined>>)[event.type]?.(event.data);
  if (!words) return undefined;
  const kind = context.executionType === "drill" ? "[DRILL] " : "";
  return { tone: "info", loud: false, ends: false, ...words, title: `${kind}${context.planId} ${context.executionId}` };
}

/** Where a person decides: the receiver's `approvalUrl` with its places filled in, or the command. */
export function whereToDecide(
  { context, receiver }: Pick<MappingInput, "context" | "receiver">,
  pauseId: string,
): { readonly url?: string; readonly command: string } {
  const url = receiver.settings["approvalUrl"]
    ?.replaceAll("{executionId}", encodeURIComponent(context.executionId))
    .replaceAll("{pauseId}", encodeURIComponent(pauseId));
  return { command: `dr approve ${context.executionId}`, ...(url === undefined ? {} : { url }) };
}

/** The text, cut to so many characters. */
export function cut(words: string, max: number): string {
  return words.length <= max ? words : `${words.slice(0, max - 1)}…`;
}
