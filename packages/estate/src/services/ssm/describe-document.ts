// DescribeDocument: what a document is and which parameters it takes.
import type { DescribeDocumentResult } from "@aws-sdk/client-ssm";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { readOperation } from "../../operation.ts";
import { documentName, findDocument } from "./documents.ts";

/** One document by name or ARN. */
export const describeDocument = readOperation({
  input: z.object({ Name: z.string().regex(/^[\w.\-:/]{3,128}$/u), DocumentVersion: z.string().optional() }),
  resources: ({ Name }) => [documentName(Name)],
  run: ({ Name, DocumentVersion }, { world, region }): DescribeDocumentResult => {
    const found = findDocument(world, region, Name);
    if (found === undefined) throw awsError("InvalidDocument", `Document with name ${Name} does not exist.`);
    return {
      Document: {
        Name: found.name,
        Owner: found.owner,
        Status: "Active",
        DocumentType: found.type,
        DocumentVersion: DocumentVersion !== undefined && /^\d+$/u.test(DocumentVersion) ? DocumentVersion : "1",
        DefaultVersion: "1",
        LatestVersion: "1",
        SchemaVersion: found.type === "Command" ? "2.2" : "0.3",
        PlatformTypes: [...(found.platforms ?? ["Linux", "Windows"])],
        Parameters: (found.parameters ?? []).map(({ name, type = "String", default: byDefault }) => ({
          Name: name,
          Type: type as "String",
          ...(byDefault !== undefined && { DefaultValue: byDefault }),
        })),
      },
    };
  },
  withStatus: ({ Document }, status) => ({ Document: { ...Document, Status: status } }),
});
