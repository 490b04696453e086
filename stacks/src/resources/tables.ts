/** Tables: encrypted, with point-in-time recovery, and in production not to be deleted. */
import type { TableManifest } from "@dr/runtime";
import { logicalName } from "../model/names.ts";
import type { Site } from "../model/site.ts";
import { tableArgs } from "../model/table-args.ts";

/** Creates a table under its manifest's name. SST keeps it when the stage is removed (`removal: retain`). */
export function createTable(table: TableManifest, site: Site): sst.aws.Dynamo {
  return new sst.aws.Dynamo(logicalName(table.name), {
    ...tableArgs(table),
    deletionProtection: site.protect,
    transform: {
      table: { name: table.name, serverSideEncryption: { enabled: true }, pointInTimeRecovery: { enabled: true } },
    },
  });
}
