/** A request that comes too late to do anything: something newer was asked of its task before it arrived. Pure. */
import type { Failure, TaskRequest } from "@dr/events";
import type { OperationMember } from "../ledger/item.ts";

interface Undoing {
  readonly undoes?: string | undefined;
  readonly undoesEarlier?: readonly string[] | undefined;
}

/**
 * Why a request comes too late to do anything, or undefined. There is a newer attempt of its phase; or it is an attempt that a rollback or a
 * clean-up named as taken back; or it is a rollback or a clean-up of before the task ran again: what it knows of is not what stands there now,
 * and whoever asks for that one's end names it.
 */
export function overtakenBy(
  members: readonly OperationMember[],
  task: Pick<TaskRequest, "phase" | "attempt" | "operationId"> & Undoing,
): Failure | undefined {
  const newer = members.find(({ phase, attempt }) => phase === task.phase && attempt > task.attempt);
  if (newer) return superseded(newer);
  if (task.phase === "execute") {
    const inverse = members.find((member) => namesOf(member).includes(task.operationId));
    return inverse && tooLate(`the ${inverse.phase} ${inverse.operationId} took this attempt back before its request came`);
  }
  const [latest] = members.filter(({ phase }) => phase === "execute").toSorted((one, other) => other.attempt - one.attempt);
  if (task.undoes === undefined || latest === undefined || namesOf(task).includes(latest.operationId)) return undefined;
  return tooLate(`the task ran again since (attempt ${latest.attempt}), and this ${task.phase} does not know of it`);
}

/** The attempts that a rollback or a clean-up takes back. */
export function namesOf({ undoes, undoesEarlier = [] }: Undoing): readonly string[] {
  return undoes === undefined ? undoesEarlier : [undoes, ...undoesEarlier];
}

/** Code of every request that something newer came before. */
export const SUPERSEDED = "task.superseded";

/** The failure of an attempt that a newer one replaced. */
export function superseded({ attempt }: Pick<TaskRequest, "attempt">): Failure {
  return tooLate(`attempt ${attempt} of this task took over`);
}

function tooLate(message: string): Failure {
  return { code: SUPERSEDED, message, retryable: false };
}
