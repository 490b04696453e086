/** A simulated availability group as a world of the conformance suite: the real port, no sockets, in virtual time. */
import { createTestEstate, type TestEstate } from "@dr/estate/testing";
import type { FakeWorld } from "@dr/adapter-kit/testing";
import type { VirtualClock } from "@dr/runtime";
import { createReplicaPort } from "../src/api/replica-client.ts";
import type { SqlRow, SqlRunner } from "../src/api/runner.ts";
import type { SqlClients } from "../src/clients.ts";

/** A world, and the estate behind it. */
export interface SqlWorld extends FakeWorld<SqlClients> {
  readonly estate: TestEstate["estate"];
}

/** ProductionAG: SQL-PROD-01 in us-east-1 is the primary, SQL-DR-01 in us-west-2 follows asynchronously. */
export function productionGroup(more: Record<string, unknown> = {}) {
  return {
    sqlserver: {
      instances: [
        { name: "SQL-PROD-01", site: "us-east-1" },
        { name: "SQL-DR-01", site: "us-west-2" },
      ],
      groups: [
        {
          name: "ProductionAG",
          primary: "SQL-PROD-01",
          replicas: [{ name: "SQL-PROD-01" }, { name: "SQL-DR-01" }],
          databases: ["ProductionDB", "UserDB"],
          ...more,
        },
      ],
    },
  };
}

/** Runs statements as the TDS listener hands them on. Errors are those of the driver. */
function inProcess({ handle }: Pick<TestEstate["estate"], "handle">, instance: string): SqlRunner {
  return async (statements) => {
    const results: (readonly SqlRow[])[] = [];
    for (const { sql, params = {} } of statements) {
      const body = JSON.stringify({ login: { user: "dr_orchestration", password: "Simulated-1" }, sql, params });
      const answer = await handle({ method: "POST", url: "/sql", headers: { host: instance }, body });
      if (answer === "reset") throw Object.assign(new Error("socket hang up"), { name: "RequestError", code: "ECONNCLOSED" });
      const { error, rows } = JSON.parse(answer.body, (_key, value: unknown) => (isTime(value) ? new Date(value.$time) : value)) as {
        readonly error?: { readonly number: number; readonly message: string };
        readonly rows: readonly SqlRow[];
      };
      if (error) throw Object.assign(new Error(error.message), { name: "RequestError", code: "EREQUEST", number: error.number });
      results.push(rows);
    }
    return results;
  };
}

const isTime = (value: unknown): value is { readonly $time: string } => typeof value === "object" && value !== null && "$time" in value;

/** Effects read `PlannedFailover ProductionAG SQL-DR-01`: the action and what it names. */
export function createSqlWorld(seed: Parameters<TestEstate["estate"]["seed"]>[0], clock: VirtualClock): SqlWorld {
  const { estate } = createTestEstate({ clock: clock.nowMs });
  estate.seed(seed);
  const applied = () => estate.effects({ outcome: "applied" });
  let unknownWords = false;
  return {
    estate,
    effects: () => applied().map(({ action, resources }) => [action, ...resources].join(" ").replaceAll(/_drill_\w+/g, "_drill")),
    touched: () => applied().map(({ resources }) => [...resources, "ProductionAG"]),
    speakUnknownWords: () => {
      unknownWords = true;
    },
    createClients: (wrap) => ({
      instance: async (name) => {
        const run = inProcess(estate, name);
        return wrap(
          createReplicaPort(async (statements) => {
            // Words change while a role changes hands: a group that rests says what the manual says.
            if (unknownWords && statements.some(({ sql }) => /FAILOVER|RESUME|SNAPSHOT/.test(sql)))
              estate.faults.add({ kind: "unknown-enum", service: "sqlserver", times: 4 });
            return run(statements);
          }),
        );
      },
    }),
  };
}
