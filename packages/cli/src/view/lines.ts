/** An execution in lines: its state, its waves and tasks, what it waits for, and what the reader may type. */
import { namesInLine } from "@dr/client/names-in-line";
import { isOver, type ExecutionView } from "./execution.ts";

/** One line; `status` is the word that is coloured, `key` says which line of an earlier look it replaces. */
export interface Line {
  readonly key: string;
  readonly text: string;
  readonly status?: string;
}

type Wave = ExecutionView["waves"][number];
type Task = Wave["technologies"][number];

const NAME_WIDTH = 34;
const TASK_WIDTH = 62;

/** Commands by action; `retry_task` and `skip_task` name a task. Actions without a command of their own are not offered. */
const COMMANDS: Readonly<Record<string, string>> = {
  approve: "approve",
  decline: "decline",
  pause: "pause",
  withdraw_pause: "pause --withdraw",
  resume: "resume",
  cancel: "cancel",
  retry_task: "retry",
  complete_task: "complete",
  skip_task: "skip",
  redrive: "redrive",
  rollback: "rollback",
};

/** These go without a reason. */
const DECISIONS = new Set(["approve", "decline", "complete_task"]);

/** Every line, the whole plan. */
export function toLines(view: ExecutionView): readonly Line[] {
  return [
    headLine(view),
    ...view.waves.flatMap((wave) => [waveLine(wave), ...wave.technologies.map(taskLine)]),
    ...resultLines(view),
    ...waitLines(view),
  ];
}

/** The first line: what it is and how it stands. */
function headLine({ planName, executionId, executionType, mode, status }: ExecutionView): Line {
  return { key: "head", text: `${planName}  ${executionId}  ${executionType}, ${mode}  ${status}`, status };
}

function waveLine({ waveNumber, name, status }: Wave): Line {
  return { key: `wave ${waveNumber}`, text: `wave ${waveNumber}  ${name.padEnd(NAME_WIDTH)} ${status}`, status };
}

function taskLine({ taskId, type, operation, resources, status, progress, failure }: Task): Line {
  const percent = status === "in_progress" && typeof progress?.percent === "number" ? ` ${progress.percent} %` : "";
  const why = failure ? `: ${failure.message}` : "";
  return {
    key: taskId,
    text: `    ${`${taskId}  ${type} ${operation} [${namesInLine(resources)}]`.padEnd(TASK_WIDTH)} ${status}${percent}${why}`,
    status,
  };
}

/** What came of it, once it is over: each figure with its verdict, as the log proves it. */
function resultLines(view: ExecutionView): readonly Line[] {
  if (!isOver(view)) return [];
  const { rto, rpo, estimate, exercised, leftovers } = view;
  const { worst } = rpo;
  const loss = worst
    ? `${worst.seconds === null ? "unknown" : `${worst.seconds} s`} (${worst.method}, ${worst.confidence})`
    : "nothing that could lose data was exercised";
  return [
    {
      key: "rto",
      text: `RTO ${rto.actualSeconds === null ? "not reached" : `${rto.actualSeconds} s, ${rto.pausedSeconds} s of it paused`}${against(rto)}`,
    },
    { key: "rpo", text: `RPO ${loss}${against(rpo)}` },
    ...(estimate ? [{ key: "estimate", text: expectation(estimate) }] : []),
    ...(exercised ? [{ key: "exercised", text: `exercised ${exercised.effects} of ${exercised.of} effects` }] : []),
    ...leftovers.map(({ taskId, resource }) => ({ key: `left ${resource}`, text: `LEFT BEHIND by ${taskId}: ${resource}` })),
  ];
}

function expectation({ rtoSeconds, atLeast, workedSeconds, differenceSeconds }: NonNullable<ExecutionView["estimate"]>): string {
  const expected = `expected ${atLeast ? "at least " : ""}${rtoSeconds} s`;
  if (workedSeconds === null || differenceSeconds === null) return expected;
  return `${expected}, took ${workedSeconds} s without pauses: ${Math.abs(differenceSeconds)} s ${differenceSeconds < 0 ? "less" : "more"}`;
}

/** What a figure is held against, and how it stands; empty without a target. */
export function against({ targetSeconds, verdict }: Pick<ExecutionView["rto"], "targetSeconds" | "verdict">): string {
  return targetSeconds === null ? "" : `; target ${targetSeconds} s: ${(verdict ?? "unknown").replaceAll("_", " ")}`;
}

/** What it waits for, and the commands that the caller may give now. */
export function waitLines({ executionId, next, failure }: Pick<ExecutionView, "executionId" | "next" | "failure">): readonly Line[] {
  const failed = failure ? [{ key: "failure", text: `why: ${failure.message} (${failure.code})` }] : [];
  if (!next) return failed;
  const { why, waitingFor, until, nextActions } = next;
  const waits =
    waitingFor === "nothing"
      ? []
      : [{ key: "wait", text: `waits for ${waitingFor.replaceAll("_", " ")}: ${why}${until ? `; until ${until}` : ""}` }];
  const mine = nextActions.filter(({ youMay }) => youMay === true).flatMap((action) => toCommandLine(executionId, action) ?? []);
  // Where it may simply be resumed, an approval is possible and nobody has to ask for one.
  const others = nextActions.filter(({ youMay, action }) => youMay !== true && action === "approve" && waitingFor !== "resume");
  return [
    ...failed,
    ...waits,
    ...(mine.length > 0 ? [{ key: "you", text: `you may: ${mine.join(" | ")}` }] : []),
    ...others.map(({ whoMay }): Line => ({ key: "others", text: `may approve: ${whoMay.join(", ")}, who did not ask for it` })),
  ];
}

function toCommandLine(
  executionId: string,
  { action, taskIds }: NonNullable<ExecutionView["next"]>["nextActions"][number],
): string | undefined {
  const command = COMMANDS[action];
  if (command === undefined) return undefined;
  const rest = [...(taskIds?.[0] === undefined ? [] : [taskIds[0]]), ...(DECISIONS.has(action) ? [] : ['--reason "…"'])];
  return ["dr", command, executionId, ...rest].join(" ");
}
