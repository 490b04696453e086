/** Plans for scenarios: every name is made unique by a suffix, so that runs on one estate do not meet. */

/** Two databases, then servers, then DNS: three waves over all three technologies. */
export function threeWavePlan(suffix: string, overrides: Record<string, unknown> = {}): Record<string, unknown> & { planId: string } {
  return {
    planId: `three-waves-${suffix}`,
    name: `Three waves ${suffix}`,
    waves: [
      {
        waveNumber: 1,
        name: "Databases",
        technologies: [
          { type: "database", operation: "failover", resources: { clusters: [`aurora-${suffix}`], instances: [`rds-${suffix}`] } },
        ],
        dependencies: [],
      },
      {
        waveNumber: 2,
        name: "Servers",
        technologies: [{ type: "drs", operation: "recovery", resources: { sourceServers: [`i-app-${suffix}`] } }],
        dependencies: [1],
      },
      {
        waveNumber: 3,
        name: "DNS",
        technologies: [{ type: "infrastructure", operation: "dns_update", resources: { route53Records: [record(suffix)] } }],
        dependencies: [2],
      },
    ],
    ...overrides,
  };
}

/** Waves of one database failover each, one after the other. */
export function chainPlan(suffix: string, waves: number): Record<string, unknown> & { planId: string } {
  return {
    planId: `chain-${suffix}`,
    name: `Chain ${suffix}`,
    waves: Array.from({ length: waves }, (_, index) => ({
      waveNumber: index + 1,
      name: `Database ${index + 1}`,
      technology: "database",
      operation: "failover",
      resources: { clusters: [`aurora-${suffix}-${index + 1}`] },
      dependencies: index === 0 ? [] : [index],
    })),
  };
}

function record(suffix: string): Record<string, string> {
  return {
    hostedZoneId: `Z${suffix.replaceAll(/[^A-Za-z0-9]/g, "").toUpperCase()}`,
    recordName: `app-${suffix}.example.com`,
    newValue: `standby-${suffix}.us-west-2.elb.amazonaws.com`,
  };
}
