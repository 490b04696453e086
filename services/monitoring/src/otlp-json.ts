/** What traces and figures share in OTLP's JSON. */

/** A text as an attribute. */
export function attribute(key: string, value: string): object {
  return { key, value: { stringValue: value } };
}

/** Nanoseconds since the epoch: more than a number holds. */
export function nano(ms: number): string {
  return `${ms}000000`;
}

/** Who tells it. */
export const resource = { attributes: [attribute("service.name", "dr-orchestrator")] };

/** What measured it. */
export const scope = { name: "dr-orchestrator" };
