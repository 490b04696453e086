/** Two Regions: which tables are one in both, what is decided there, and who joins whom. */
import { classOf, keyAlias } from "../../src/model/key-policy.ts";
import { isGlobal, isJoining, recordOf } from "../../src/model/regions.ts";
import { KEY_ROOT, REGIONS_PARAMETER } from "../../src/model/settings.ts";
import { SYNTH_ACCOUNT } from "../program/resource.ts";
import { breaking, removing, type Check } from "./check.ts";
import { FUNCTION, inputsOf, KEY, KEY_ALIAS, PARAMETER, REPLICA_KEY, TABLE, type FunctionInputs, type TableInputs } from "./types.ts";

interface ParameterInputs {
  readonly name: string;
  readonly region?: string;
  readonly value: string;
}

const globalTablesAreStrong: Check = {
  name: "in two Regions, every table is one with strong consistency, restorable and under its class's key there too, or stays in its Region; with a witness in the third; none that expires is global",
  find: (app) => {
    const { replica, witness } = app.regions;
    const declared = new Map(app.manifests.flatMap(({ tables }) => tables.map((table) => [table.name, table] as const)));
    const there = inputsOf<ParameterInputs>(app, PARAMETER).filter(({ region }) => region === replica);
    const shares = replica !== undefined && !isJoining(app.regions, SYNTH_ACCOUNT.region);
    return inputsOf<TableInputs>(app, TABLE).flatMap((found) => {
      const table = declared.get(found.name);
      if (!shares || table === undefined || !isGlobal(table)) {
        return (found.replicas ?? []).length > 0 ? [`${found.name} is global without being asked`] : [];
      }
      const key = there.find((parameter) => parameter.name === `${KEY_ROOT}/${classOf(table)}`)?.value;
      return differences(found, { regionName: replica, consistencyMode: "STRONG", kmsKeyArn: key, witness });
    });
  },
  faults: [
    breaking<TableInputs>("a log in one Region alone", TABLE, (table) => delete table.replicas, isReplicated),
    breaking<TableInputs>(
      "a log of which the other Region sees the past",
      TABLE,
      (table) => (table.replicas = (table.replicas ?? []).map((replica) => ({ ...replica, consistencyMode: "EVENTUAL" }))),
      isReplicated,
    ),
    breaking<TableInputs>("no witness", TABLE, (table) => delete table.globalTableWitness, isReplicated),
    breaking<TableInputs>(
      "a global table that expires",
      TABLE,
      (table) => (table.ttl = { attributeName: "expiresAt", enabled: true }),
      isReplicated,
    ),
    breaking<TableInputs>(
      "a global table nobody asked for",
      TABLE,
      (table) => (table.replicas = [{ regionName: "us-west-2" }]),
      ({ replicas = [] }) => replicas.length === 0,
    ),
  ],
};

interface Elsewhere {
  readonly regionName: string;
  readonly consistencyMode: string;
  readonly kmsKeyArn: string | undefined;
  readonly witness: string | undefined;
}

function differences({ name, replicas = [], globalTableWitness, ttl }: TableInputs, { witness, ...wanted }: Elsewhere): string[] {
  const [other] = replicas;
  const safe = { pointInTimeRecovery: true, deletionProtectionEnabled: true };
  const wrong = Object.entries({ ...wanted, ...safe }).filter(([part, value]) => other?.[part as keyof typeof other] !== value);
  return [
    ...wrong.map(([part, value]) => `${name} in ${wanted.regionName}: ${part} is not ${String(value)}`),
    ...(replicas.length === 1 ? [] : [`${name} has ${replicas.length} replicas`]),
    ...(globalTableWitness?.regionName === witness ? [] : [`${name} has no witness in ${witness}`]),
    ...(ttl === undefined ? [] : [`${name} expires, which a table of two Regions cannot`]),
  ];
}

function isReplicated({ replicas = [] }: TableInputs): boolean {
  return replicas.length > 0;
}

const theChoiceIsRecorded: Check = {
  name: "the home Region records the Regions in both, so that the other one joins and never begins with an empty log",
  find: (app) => {
    if (inputsOf(app, KEY).length === 0) return [];
    const records = inputsOf<ParameterInputs>(app, PARAMETER).filter(({ name }) => name === REGIONS_PARAMETER);
    const { replica } = app.regions;
    if (isJoining(app.regions, SYNTH_ACCOUNT.region)) return records.map(() => "a deployment that joins says where it belongs");
    const where = records.map(({ region }) => region ?? SYNTH_ACCOUNT.region).toSorted();
    const wanted = [SYNTH_ACCOUNT.region, ...(replica === undefined ? [] : [replica])].toSorted();
    return [
      ...(where.join() === wanted.join() ? [] : [`recorded in ${where.join(", ") || "no Region"}, not in ${wanted.join(", ")}`]),
      ...records.filter(({ value }) => value !== recordOf(app.regions)).map(({ value }) => `recorded is ${value}`),
    ];
  },
  faults: [
    {
      what: "Regions that nobody recorded",
      plant: ({ resources }) => {
        const index = resources.findLastIndex(({ type, inputs }) => type === PARAMETER && inputs["name"] === REGIONS_PARAMETER);
        if (index !== -1) resources.splice(index, 1);
        return index !== -1;
      },
    },
  ],
};

const keysAreSharedOnce: Check = {
  name: "keys of global tables are made in the home Region with a replica in the other; a deployment that joins makes those of its own Region alone",
  find: (app) => {
    const made = new Set(inputsOf<{ name: string }>(app, KEY_ALIAS).map(({ name }) => name));
    const shared = (["evidence", "state", "outside"] as const).map((dataClass) => keyAlias(dataClass));
    if (made.size === 0) return [];
    if (isJoining(app.regions, SYNTH_ACCOUNT.region)) {
      return shared.filter((alias) => made.has(alias)).map((alias) => `${alias} is made a second time`);
    }
    const copies = inputsOf<{ region?: string }>(app, REPLICA_KEY);
    const wanted = app.regions.replica === undefined ? 0 : shared.length;
    return [
      ...shared.filter((alias) => !made.has(alias)).map((alias) => `${alias} is missing`),
      ...(copies.length === wanted ? [] : [`${copies.length} keys have replicas, not ${wanted}`]),
      ...copies
        .filter(({ region }) => region !== app.regions.replica)
        .map(({ region }) => `a replica is in ${region ?? "the home Region"}`),
    ];
  },
  faults: [
    removing("a table whose key is not there", REPLICA_KEY),
    breaking<{ name: string }>(
      "a second key for the log",
      KEY_ALIAS,
      (alias) => (alias.name = alias.name === keyAlias("evidence") ? "alias/other" : keyAlias("evidence")),
      ({ name }) => name === keyAlias("evidence") || name === keyAlias("messages"),
    ),
  ],
};

const theWitnessNeverLeads: Check = {
  name: "functions are told the two Regions that may lead, also where nobody says them again, and never the witness",
  find: (app) => {
    const { home, replica, witness } = app.regions;
    return inputsOf<FunctionInputs>(app, FUNCTION).flatMap(({ name, environment: { variables } }) => {
      const told = variables["DR_REGIONS"];
      if (told === undefined) return [];
      return told === (replica === undefined ? "" : `${home},${replica}`)
        ? []
        : [`${name} is told ${told || "nothing"}; the witness is ${witness}`];
    });
  },
  faults: [
    breaking<FunctionInputs>(
      "a witness that may lead",
      FUNCTION,
      (fn) => (fn.environment = { variables: { ...fn.environment.variables, DR_REGIONS: "us-east-1,us-west-2,us-east-2" } }),
      ({ environment }) => environment.variables["DR_REGIONS"] !== undefined,
    ),
  ],
};

/** The checks of Regions. */
export const regionChecks: readonly Check[] = [globalTablesAreStrong, theChoiceIsRecorded, keysAreSharedOnce, theWitnessNeverLeads];
