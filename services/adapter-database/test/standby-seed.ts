/** An Oracle pair: `ledger` in us-east-1 is the primary, `ledger-west` in us-west-2 its standby. */
import type { Seed } from "./estate-world.ts";

/** ARN of the primary. */
export const PRIMARY = "arn:aws:rds:us-east-1:123456789012:db:ledger";
/** ARN of the standby. */
export const STANDBY = "arn:aws:rds:us-west-2:123456789012:db:ledger-west";

/** The pair. `lag` is in seconds; null: nothing measures it; absent: the estate's usual one. */
export function standbySeed({
  lag,
  engine = "oracle-ee",
  status,
}: { readonly lag?: number | null; readonly engine?: string; readonly status?: string } = {}): Seed {
  const shared = { engine, engineVersion: "19.0.0.0.ru-2024-10.rur-2024-10.r1", multiAz: false };
  const metric = { namespace: "AWS/RDS", name: "ReplicaLag", region: "us-west-2", dimensions: { DBInstanceIdentifier: "ledger-west" } };
  return {
    rds: {
      instances: [
        { ...shared, identifier: "ledger", ...(status === undefined ? {} : { status }) },
        { ...shared, identifier: "ledger-west", region: "us-west-2", replicaOf: PRIMARY },
        { ...shared, identifier: "alone", region: "us-west-2" },
      ],
    },
    monitoring: { metrics: lag === undefined ? [] : [{ ...metric, value: lag }] },
  };
}
