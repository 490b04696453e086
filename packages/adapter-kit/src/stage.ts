/** Stages as targets: an operation of several steps on a thing lists each as a target of its own, `release:fs-0123`. */

/** The stage that a target of the ledger is, and the thing that it is on. */
export interface Stage {
  readonly stage: string;
  readonly name: string;
}

/** Takes a target apart at its first colon; the name may hold others. */
export function parseStage(target: string): Stage {
  const at = target.indexOf(":");
  return { stage: target.slice(0, at), name: target.slice(at + 1) };
}
