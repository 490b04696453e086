// Which SSM documents exist: Amazon's own, and those that were seeded.
import type { WorldView } from "../../world/world.ts";
import { defineKind } from "../../world/kind.ts";

/** A parameter of a document; it is required when it has no default. */
export type DocumentParameterRecord = { readonly name: string; readonly type?: string | undefined; readonly default?: string | undefined };

/** A document of the account. */
export type DocumentRecord = {
  readonly name: string;
  readonly type: "Command" | "Automation";
  readonly platforms?: readonly ("Linux" | "Windows")[] | undefined;
  readonly parameters?: readonly DocumentParameterRecord[] | undefined;
};

/** Documents by name. */
export const documentKind = defineKind<DocumentRecord>("ssm.document");

/** The name at the end of an ARN, or the name as it is. */
export const documentName = (nameOrArn: string): string =>
  nameOrArn.startsWith("arn:") ? (nameOrArn.split("/").at(-1) ?? nameOrArn) : nameOrArn;

const AMAZONS_OWN = /^AWS(?:Support|EC2)?-\w/u;

/** What every script document of Amazon's takes. */
const SCRIPT_PARAMETERS: readonly DocumentParameterRecord[] = [
  { name: "commands", type: "StringList" },
  { name: "workingDirectory", type: "String", default: "" },
  { name: "executionTimeout", type: "String", default: "3600" },
];

/** A document by name or ARN. Amazon's own (`AWS-…`, `AWSSupport-…`) are taken to exist, of the kind that is asked for. */
export const findDocument = (
  world: WorldView,
  region: string,
  nameOrArn: string,
  type?: DocumentRecord["type"],
): (DocumentRecord & { readonly owner: string }) | undefined => {
  const name = documentName(nameOrArn);
  if (!AMAZONS_OWN.test(name)) {
    const own = world.get(documentKind, region, name);
    return own && (type === undefined || own.type === type) ? { ...own, owner: "123456789012" } : undefined;
  }
  const isScript = /^AWS-Run(?:Shell|PowerShell)Script$/u.test(name);
  return {
    name,
    owner: "Amazon",
    type: type ?? (isScript ? "Command" : "Automation"),
    platforms: name === "AWS-RunPowerShellScript" ? ["Windows", "Linux"] : ["Linux"],
    parameters: isScript ? SCRIPT_PARAMETERS : [],
  };
};

/** Whether a document can be run. */
export const documentExists = (world: WorldView, region: string, type: DocumentRecord["type"], nameOrArn: string): boolean =>
  findDocument(world, region, nameOrArn, type) !== undefined;
