/** Region, account and bus of this machine. */

/** Where the ring believes it runs. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
  readonly busName: string;
}

/** This machine's place; the account is that of the local SQS. */
export const localPlace: Place = { region: "us-east-1", accountId: "000000000000", busName: "dr-orchestration" };

/** Regions that this machine plays; the first one leads until another takes over. */
export const localRegions = ["us-east-1", "us-west-2"] as const;
