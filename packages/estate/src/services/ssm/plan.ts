// Nodes, documents and automations that a plan's tasks name. Instances of databases and protected servers are no nodes.
import type { PlanSeed } from "../../service.ts";
import { entriesIn, namesOf } from "../../seeding/plan-names.ts";
import type { PlanTask } from "../../seeding/plan-tasks.ts";
import { documentName } from "./documents.ts";
import type { SsmSeed } from "./seed.ts";

const MEMBERS = ["instanceIds", "managedNodes", "nodes", "instances"];
const PROCEDURES = ["undo", "start", "stop"];

/** An online node for every name that is an instance id, and every document that an application's tasks run; other names are somebody else's. */
export const planSsm = (tasks: readonly PlanTask[]): PlanSeed<SsmSeed> => {
  const others = tasks.filter(({ technology }) => technology !== "database" && technology !== "drs");
  const { names } = namesOf(MEMBERS.flatMap((member) => entriesIn(others, member)));
  const nodes = names.filter(({ name }) => /^(?:i-(?:\w{8}|\w{17})|mi-\w{17})$/u.test(name));
  const applications = tasks.filter(({ technology }) => technology === "application");
  const [automating, running] = [true, false].map((automates) =>
    applications.filter(({ operation }) => (operation === "run_automation") === automates),
  ) as [PlanTask[], PlanTask[]];
  const runbooks = namesOf(entriesIn(automating, "documents")).names.map(({ name, ...region }) => ({
    document: documentName(name),
    ...region,
  }));
  const undone = automating
    .flatMap(({ config, region }) => documentIn(config["undo"], region))
    .map(({ name, ...rest }) => ({ document: name, ...place(rest) }));
  const documents = running.flatMap(({ config, region }) =>
    [config, ...PROCEDURES.map((member) => config[member])].flatMap((one) => documentIn(one, region)),
  );
  return {
    seed: { nodes: nodes.map(({ name, ...region }) => ({ id: name, ...region })), documents, automations: [...runbooks, ...undone] },
  };
};

const place = ({ region }: { readonly region?: string }) => (region === undefined ? {} : { region });

/** A document with the parameters that it will be given, and a limit of its own. Amazon's are there anyway. */
const documentIn = (config: unknown, region: string | undefined) => {
  const members = new Map(typeof config === "object" && config !== null ? Object.entries(config) : []);
  const name: unknown = members.get("ssmDocument");
  if (typeof name !== "string" || documentName(name).startsWith("AWS")) return [];
  const given = Object.keys((members.get("parameters") ?? {}) as object).filter((one) => one !== "executionTimeout");
  const parameters = [...given.map((one) => ({ name: one })), { name: "executionTimeout", default: "3600" }];
  return [{ name: documentName(name), parameters, ...(region === undefined ? {} : { region }) }];
};
