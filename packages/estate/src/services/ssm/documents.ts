// Which SSM documents exist: Amazon's own, and those that were seeded.
import type { WorldView } from "../../world/world.ts";
import { defineKind } from "../../world/kind.ts";

/** A document of the account. */
export type DocumentRecord = { readonly name: string; readonly type: "Command" | "Automation" };

/** Documents by name. */
export const documentKind = defineKind<DocumentRecord>("ssm.document");

/** The name at the end of an ARN, or the name as it is. */
export const documentName = (nameOrArn: string): string =>
  nameOrArn.startsWith("arn:") ? (nameOrArn.split("/").at(-1) ?? nameOrArn) : nameOrArn;

/** Whether a document can be run. Amazon's own (`AWS-…`, `AWSSupport-…`) are taken to exist. */
export const documentExists = (world: WorldView, region: string, type: DocumentRecord["type"], nameOrArn: string): boolean =>
  /^AWS(?:Support|EC2)?-\w/u.test(nameOrArn) || world.get(documentKind, region, documentName(nameOrArn))?.type === type;
