/** A global database `orders` with a cluster in three Regions, us-east-1 writing. */
const REGIONS = ["us-east-1", "us-west-2", "eu-west-1"] as const;

/** ARN of its cluster in a Region. */
export function arnOf(region: string): string {
  return `arn:aws:rds:${region}:123456789012:cluster:orders-${region}`;
}

/** The seed; `versions` and `members` differ by Region where told. */
export function globalSeed({
  engine = "aurora-postgresql",
  versions = {},
  lagMs,
}: {
  readonly engine?: string;
  readonly versions?: Readonly<Record<string, string>>;
  readonly lagMs?: number | null;
} = {}) {
  return {
    rds: {
      clusters: REGIONS.map((region) => ({
        identifier: `orders-${region}`,
        region,
        engine,
        ...(versions[region] === undefined ? {} : { engineVersion: versions[region] }),
      })),
      globalClusters: [{ identifier: "orders", engine, memberArns: REGIONS.map(arnOf) }],
    },
    monitoring: {
      metrics:
        lagMs === undefined
          ? []
          : [
              {
                namespace: "AWS/RDS",
                name: "AuroraGlobalDBReplicationLag",
                dimensions: { DBClusterIdentifier: "orders-us-west-2" },
                region: "us-west-2",
                value: lagMs,
              },
            ],
    },
  };
}
