/** What a change stands for: one pause of one execution, with the hashes of what is approved. A line in its description; edited, it no longer counts. */

/** The binding. */
export interface Binding {
  readonly executionId: string;
  readonly pauseId: string;
  readonly planHash: string;
  readonly manifestHash: string;
  readonly mode: string;
  readonly expiresAt: string;
}

/** Correlation of the change of a pause. */
export function correlationOf(pauseId: string): string {
  return `dr:${pauseId}`;
}

/** The line that the description has to hold, word for word. */
export function bindingLine({ executionId, pauseId, planHash, manifestHash, mode, expiresAt }: Binding): string {
  return `[dr-binding execution=${executionId} pause=${pauseId} planHash=${planHash} manifestHash=${manifestHash} mode=${mode} expiresAt=${expiresAt}]`;
}
