// The requirements' own calls of single technologies over signed HTTP: SQL Server, ONTAP and S3, each to its results, read by the technology's paths.
import { expect, it } from "vitest";
import { untilStatus } from "../support/runtime.ts";
import { runtimeOfFile } from "../support/runtime-of-file.ts";

const runtime = runtimeOfFile(["--speed", "600"]);

interface Started {
  readonly operationId: string;
  readonly executionId: string;
  readonly statusUrl: string;
  readonly resultsUrl: string;
}

interface Results {
  readonly status: string;
  readonly results: readonly { readonly result: { readonly resources: readonly { readonly after: Record<string, unknown> }[] } }[];
}

const BODIES = {
  sql_always_on: {
    availabilityGroup: "ProductionAG",
    targetReplica: "SQL-DR-01",
    databases: ["ProductionDB", "UserDB"],
    validationChecks: true,
  },
  netapp_ontap: {
    sourceCluster: "ontap-prod-01",
    destinationCluster: "ontap-dr-01",
    volumes: ["vol_database_prod", "vol_application_data"],
    updateDNS: true,
  },
  s3_replication: {
    sourceBuckets: ["prod-application-data", "prod-user-uploads"],
    destinationRegion: "us-west-2",
    cloudfrontDistributions: ["E1234567890ABC"],
  },
};

/** Fields that results have to carry, by technology. */
const FIELDS = {
  sql_always_on: ["newPrimary", "failoverTime", "dataLoss", "replicaStatus", "databaseStatus", "downtime"],
  netapp_ontap: ["activeCluster", "volumesFailedOver", "failoverTime"],
  s3_replication: ["activeRegion", "bucketsFailedOver", "cloudfrontUpdated", "replicationMetrics"],
};

it.each(["sql_always_on", "netapp_ontap", "s3_replication"] as const)(
  "POST /technologies/%s/failover",
  { timeout: 240_000 },
  async (technology) => {
    const operator = runtime().as("DRRecoveryManager");
    const body = BODIES[technology];
    const started = await operator<Started>({ method: "POST", path: `/api/v1/technologies/${technology}/failover`, body });
    expect([technology, started.status, started.body]).toEqual([
      technology,
      202,
      expect.objectContaining({ technology, operation: "failover" }),
    ]);
    const { executionId, operationId, resultsUrl, statusUrl } = started.body;
    const ended = await untilStatus(operator, executionId, ["completed", "failed", "paused", "rolled_back"], 200_000);
    expect(ended.status).toBe("completed");
    const status = await operator<{ status: string }>({
      method: "GET",
      path: `/api/v1/technologies/${technology}/operations/${operationId}/status`,
    });
    expect([status.status, status.body.status, statusUrl]).toEqual([200, "completed", expect.stringContaining(operationId)]);
    const results = await operator<Results>({ method: "GET", path: resultsUrl });
    expect([results.status, results.body.status]).toEqual([200, "completed"]);
    const told = results.body.results.flatMap(({ result }) => result.resources).flatMap(({ after }) => Object.keys(after));
    expect(FIELDS[technology].filter((field) => !told.includes(field))).toEqual([]);
  },
);
