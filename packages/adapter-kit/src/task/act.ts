/** Does the one thing that changes the world, after its intent is in the ledger. */
import type { LedgerStep } from "../ledger/item.ts";
import type { InverseContext } from "../operation.ts";
import type { Run } from "./run.ts";

/** The step after the act. What cannot be told from the answer stays an INTENT, and is looked up before anything else is done. */
export async function actStep<Clients>(
  run: Run<Clients>,
  target: string,
  context: InverseContext<Clients, unknown, unknown, unknown, unknown>,
  step: LedgerStep,
): Promise<LedgerStep> {
  try {
    return { ...step, state: "SUBMITTED", handle: (await run.effect.act(context, target, step.pre)) ?? null };
  } catch (error) {
    const { class: errorClass, failure } = run.classify(error);
    const noted = { ...step, lastError: failure, message: `${failure.code}: ${failure.message}` };
    if (errorClass === "UNKNOWN_OUTCOME") return noted;
    if (errorClass === "THROTTLED" || errorClass === "TRANSIENT" || errorClass === "CONFLICT" || errorClass === "ALREADY")
      return { ...noted, refused: true };
    return { ...step, state: "TERMINAL", failure, acts: step.acts - 1 };
  }
}
