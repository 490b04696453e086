/** Separation: nobody speaks for another, adapters do not know the log, and nobody rewrites it. */
import type { AdapterManifest, ServiceManifest } from "@dr/runtime";
import { arnOf } from "../../src/model/arns.ts";
import { roleNameOf } from "../../src/model/names.ts";
import { SYNTH_ACCOUNT } from "../program/resource.ts";
import { isAdapter, type Check, type PlantedFault, type SynthesizedApp } from "./check.ts";
import { granting } from "./granting.ts";
import { covers, statementsOf, type Statement } from "./policy.ts";

/** The statements of a service's functions. A role is called after its function, or as the manifest says. */
function statementsOfService(app: SynthesizedApp, { functions }: ServiceManifest): readonly Statement[] {
  const roles = new Set(functions.map((declared) => roleNameOf(declared, SYNTH_ACCOUNT.region)));
  return statementsOf(app).filter(({ role }) => roles.has(role));
}

const everyoneSpeaksForThemselves: Check = {
  name: "a function puts events on our bus only, and only under the source of its own service",
  find: (app) =>
    app.manifests.flatMap((manifest) =>
      statementsOfService(app, manifest)
        .filter(({ actions }) => actions.some((action) => covers(action, "events:PutEvents")))
        .flatMap(({ role, resources, conditions }) => {
          const own = sourcesOf(manifest);
          const sources = conditions["ForAllValues:StringEquals"]?.["events:source"] ?? [];
          const isBound = conditions["Null"]?.["events:source"]?.join() === "false";
          return [
            ...(isBound && sources.length === 1 && sources.every((source) => own.includes(source))
              ? []
              : [`${role} may speak as ${sources.join(", ") || "anyone"}`]),
            ...(resources.join() === arnOf(SYNTH_ACCOUNT, "bus", "dr-orchestration")
              ? []
              : [`${role} may put events on ${resources.join(", ")}`]),
          ];
        }),
    ),
  faults: [
    granting("SST's link to a bus", {
      Action: ["events:*"],
      Resource: ["arn:aws:events:us-east-1:123456789012:event-bus/dr-orchestration"],
    }),
    granting("an adapter that speaks for the log", putEventsAs("dr.orchestration"), isAdapter),
    granting(
      "an adapter that speaks to monitoring as that of DRS",
      putEventsAs("enterprise.dr.drs"),
      (manifest) => isAdapter(manifest) && manifest.service !== "adapter-drs",
    ),
    granting("an API that speaks for the log", putEventsAs("dr.orchestration"), ({ service }) => service === "api"),
    granting("a planner that speaks at all", putEventsAs("dr.orchestration"), ({ service }) => service === "planner"),
    granting("a condition that an entry without source passes", withoutNull(), isAdapter),
  ],
};

/** What the API and the services that send put on the bus is for auditors. */
const AUDITED = new Set(["api", "webhooks", "connectors", "itsm", "monitoring", "audit"]);

/**
 * The publisher alone speaks for the log, an adapter for itself, the API and the senders for auditors, and nobody else at all. That of DRS has a second source, which nothing of
 * ours hears.
 */
function sourcesOf(manifest: ServiceManifest): readonly string[] {
  if (AUDITED.has(manifest.service)) return ["dr.audit"];
  if (!isAdapter(manifest)) return manifest.service === "publisher" ? ["dr.orchestration"] : [];
  return [`dr.adapter.${manifest.technology}`, ...(manifest.service === "adapter-drs" ? ["enterprise.dr.drs"] : [])];
}

function putEventsAs(source: string): object {
  return {
    ...withoutNull(source),
    Condition: { "ForAllValues:StringEquals": { "events:source": [source] }, Null: { "events:source": ["false"] } },
  };
}

function withoutNull(source = "dr.adapter.database"): object {
  return {
    Action: ["events:PutEvents"],
    Resource: ["arn:aws:events:us-east-1:123456789012:event-bus/dr-orchestration"],
    Condition: { "ForAllValues:StringEquals": { "events:source": [source] } },
  };
}

const adaptersKnowTheirOwnTables: Check = {
  name: "no role of an adapter reaches a table that is not the adapter's own (but for looking an account up), the log least of all",
  find: (app) =>
    app.manifests
      .filter(isAdapter)
      .flatMap((manifest) =>
        statementsOfService(app, manifest).flatMap(({ role, actions, resources }) =>
          resources
            .filter(
              (resource) => mayMeanATable(resource, actions) && !isOwnTable(resource, manifest) && !looksUpAccounts(resource, actions),
            )
            .map((resource) => `${role}: ${actions.join(", ")} on ${resource}`),
        ),
      ),
  faults: [
    ...["dr-event-log", "dr-*", "dr-event-log/index/TimeFeed", "dr-event-log/stream/*"].map((table) => reaching(table, "dynamodb:Query")),
    reaching("dr-cross-account-config", "dynamodb:PutItem"),
  ],
};

function reaching(table: string, action: string): PlantedFault {
  return granting(
    `an adapter with ${action} on ${table}`,
    { Action: [action], Resource: [`arn:aws:dynamodb:us-east-1:123456789012:table/${table}`] },
    isAdapter,
  );
}

function mayMeanATable(resource: string, actions: readonly string[]): boolean {
  return resource.includes(":dynamodb:") || actions.some((action) => action.startsWith("*") || action.startsWith("dynamodb:"));
}

function isOwnTable(resource: string, { tables }: AdapterManifest): boolean {
  return tables.some(
    ({ name }) => resource === arnOf(SYNTH_ACCOUNT, "table", name) || resource === `${arnOf(SYNTH_ACCOUNT, "table", name)}/index/*`,
  );
}

/** Which account has which role: an item of one table, and nothing but reading it. */
function looksUpAccounts(resource: string, actions: readonly string[]): boolean {
  return resource === arnOf(SYNTH_ACCOUNT, "table", "dr-cross-account-config") && actions.every((action) => action === "dynamodb:GetItem");
}

/** PutItem is there to append; the condition that keeps it from overwriting is in the code, as IAM cannot see it. */
const REWRITES = ["UpdateItem", "DeleteItem", "BatchWriteItem", "PartiQLUpdate", "PartiQLDelete", "DeleteTable", "UpdateTable"];

const theLogIsAppendOnly: Check = {
  name: "no role may change or delete what the log holds",
  find: (app) => {
    const log = arnOf(SYNTH_ACCOUNT, "table", "dr-event-log");
    return statementsOf(app).flatMap(({ role, actions, resources }) =>
      REWRITES.map((verb) => `dynamodb:${verb}`)
        .filter((verb) => actions.some((action) => covers(action, verb)) && resources.some((resource) => covers(resource, log)))
        .map((verb) => `${role}: ${verb} on ${log}`),
    );
  },
  faults: [
    granting("a role that deletes commits", {
      Action: ["dynamodb:DeleteItem"],
      Resource: [`arn:aws:dynamodb:us-east-1:123456789012:table/dr-*`],
    }),
  ],
};

/** The checks of separation. */
export const separationChecks: readonly Check[] = [everyoneSpeaksForThemselves, adaptersKnowTheirOwnTables, theLogIsAppendOnly];
