/** A resource as the program asked for it. */

/** `type` is Pulumi's, e.g. `aws:sqs/queue:Queue`; `name` is the logical name; `inputs` are resolved. */
export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  /** Name of what exists already and is taken over. */
  readonly importId?: string;
  /** True if it stays when its app is removed. */
  readonly kept?: boolean;
}

/** Where the program believes to be deployed. */
export const SYNTH_ACCOUNT = { partition: "aws", region: "us-east-1", accountId: "123456789012", dnsSuffix: "amazonaws.com" } as const;
