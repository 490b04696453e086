// One line of the journal of effects: a mutating call and what became of it.

/**
 * A mutating call that reached the simulated estate. `applied` calls changed the world even when the caller got no
 * answer or a 500 (see `fault`); `rejected` calls changed nothing.
 */
export type Effect = {
  /** Position in the journal, from 1, without gaps; also orders the calls. */
  readonly seq: number;
  /** Estate time, ISO 8601. */
  readonly at: string;
  /** Wall time, ISO 8601. */
  readonly wallAt: string;
  readonly service: string;
  readonly action: string;
  readonly region: string;
  /** Identifiers first, then the other names a plan may use for the same things (`i-app01` of a DRS source server). */
  readonly resources: readonly string[];
  /** The request as the service read it, trimmed and without secrets. */
  readonly request: unknown;
  readonly outcome: "applied" | "rejected";
  readonly error?: { readonly code: string; readonly message: string };
  /** The injected fault that decided the answer, if any. */
  readonly fault?: string;
  readonly requestId: string;
  readonly userAgentTag?: string;
  /** Session of the role in whose name it was sent, and the source identity that goes with it; absent for the simulated user. */
  readonly session?: { readonly arn: string; readonly sourceIdentity?: string };
};
