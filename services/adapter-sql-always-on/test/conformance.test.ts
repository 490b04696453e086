/** Failover, drill, failback and resume under the kit's conformance suite, on a simulated availability group. */
import { adapterConformance } from "@dr/adapter-kit/testing";
import { sqlAdapter } from "../src/adapter.ts";
import { createSqlWorld, productionGroup } from "./sql-world.ts";

const sampled = process.env["DR_SOAK"] !== "1";
const resources = {
  availabilityGroup: "ProductionAG",
  primaryReplica: "SQL-PROD-01",
  secondaryReplica: "SQL-DR-01",
  databases: ["ProductionDB", "UserDB"],
};
const [DR, PROD] = ["ProductionAG SQL-DR-01", "ProductionAG SQL-PROD-01"];
const raised = [`ModifyReplica ${DR} SYNCHRONOUS_COMMIT`, `ModifyReplica ${PROD} SYNCHRONOUS_COMMIT`];
const restored = [`ModifyReplica ${DR} ASYNCHRONOUS_COMMIT`, `ModifyReplica ${PROD} ASYNCHRONOUS_COMMIT`];

adapterConformance({
  adapter: sqlAdapter,
  mutations: ["setMode", "failover", "forceFailover", "resume", "createSnapshot", "dropSnapshot"],
  invalidResources: { availabilityGroup: "" },
  scenarios: [
    {
      name: "failover, planned: commit mode raised and restored",
      operation: "failover",
      resources,
      createWorld: (clock) => createSqlWorld(productionGroup(), clock),
      effects: [...raised, `PlannedFailover ${DR}`, ...restored],
      rollbackEffects: [...raised, `PlannedFailover ${PROD}`, ...restored],
      takesAtLeastSeconds: 15,
      staged: true,
      sampled,
    },
    {
      name: "failover, unplanned: forced, the primary's site is lost",
      operation: "failover",
      resources: { availabilityGroup: "ProductionAG", targetReplica: "SQL-DR-01" },
      config: { allowDataLoss: true, oldPrimaryFenced: true },
      mode: "unplanned",
      createWorld: (clock) => {
        const world = createSqlWorld(productionGroup(), clock);
        world.estate.faults.add({ kind: "region-down", region: "us-east-1" });
        return world;
      },
      effects: [`ForcedFailover ${DR}`],
      takesAtLeastSeconds: 8,
      staged: true,
      sampled,
    },
    {
      name: "failback to the former primary",
      operation: "failback",
      resources: { availabilityGroup: "ProductionAG", targetReplica: "SQL-PROD-01" },
      createWorld: (clock) => createSqlWorld(productionGroup({ primary: "SQL-DR-01" }), clock),
      effects: [...raised, `PlannedFailover ${PROD}`, ...restored],
      rollbackEffects: [...raised, `PlannedFailover ${DR}`, ...restored],
      takesAtLeastSeconds: 15,
      staged: true,
      sampled,
    },
    {
      name: "a drill takes a snapshot of each database, and drops them",
      operation: "failover",
      resources,
      executionType: "drill",
      createWorld: (clock) => createSqlWorld(productionGroup(), clock),
      effects: ["CreateSnapshot ProductionDB_drill ProductionDB SQL-DR-01", "CreateSnapshot UserDB_drill UserDB SQL-DR-01"],
      cleanupEffects: ["DropDatabase ProductionDB_drill ProductionDB SQL-DR-01", "DropDatabase UserDB_drill UserDB SQL-DR-01"],
      takesAtLeastSeconds: 1,
      staged: true,
      sampled,
    },
    {
      name: "resume of two suspended databases",
      operation: "resume",
      resources: { availabilityGroup: "ProductionAG", replica: "SQL-DR-01", databases: ["ProductionDB", "UserDB"] },
      config: { acceptLogLoss: true },
      createWorld: (clock) => createSqlWorld(productionGroup({ suspendedOn: ["SQL-DR-01"] }), clock),
      effects: ["ResumeDatabase ProductionDB SQL-DR-01", "ResumeDatabase UserDB SQL-DR-01"],
      takesAtLeastSeconds: 10,
      sampled,
    },
  ],
});
