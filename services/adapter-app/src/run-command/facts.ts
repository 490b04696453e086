/** What Run Command tells, and what it is told: plain data, no SDK. */

/** A node with an agent. `ping` is Systems Manager's own word: `Online`, `ConnectionLost`, `Inactive`, or a new one. */
export interface NodeFacts {
  readonly instanceId: string;
  readonly ping: string;
  readonly platform: string;
}

/** A document that can be run. A parameter is required when it has no default. */
export interface DocumentFacts {
  readonly name: string;
  readonly version: string;
  readonly status: string;
  readonly type: string;
  readonly owner: string;
  readonly platforms: readonly string[];
  readonly parameters: readonly { readonly name: string; readonly required: boolean }[];
}

/** Nodes by one tag: any of the values. */
export interface TagTarget {
  readonly tag: string;
  readonly values: readonly string[];
}

/** What is run. Seconds: `delivery` until an agent takes it, `execution` until the document ends itself. */
export interface CommandOrder {
  readonly document: string;
  readonly documentVersion?: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly deliverySeconds: number;
  readonly output?: { readonly bucket: string; readonly prefix: string };
}

/** An order with its receivers (ids, or tags) and the mark by which it is found again. */
export interface CommandRequest extends CommandOrder {
  readonly instanceIds: readonly string[];
  readonly targets: readonly TagTarget[];
  readonly comment: string;
}

/** A command on one node. `details` says more than `status`, in words with spaces: `Delivery Timed Out`. */
export interface InvocationFacts {
  readonly instanceId: string;
  readonly status: string;
  readonly details: string;
  readonly exitCode: number | undefined;
}

/** A command on all of its nodes. */
export interface CommandFacts {
  readonly status: string;
  readonly details: string;
  readonly targets: number;
  readonly ended: number;
}
