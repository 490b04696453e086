// The EventBridge events that AWS services send to the default bus of an account.

/** An EventBridge event as a rule matches it: the envelope of `aws.*` events. */
export type AwsEvent = {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601 with whole seconds, as AWS writes it; estate time. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
};

/** What a service says happened; the estate adds the envelope. */
export type AwsEventBody = Pick<AwsEvent, "detail-type" | "source" | "region" | "resources" | "detail">;
