/** The S3 adapter. */
import { defineAdapter } from "@dr/adapter-kit";
import { createS3Clients, type S3Clients } from "./s3-client.ts";
import { operations } from "./operations/all.ts";
import { queries } from "./queries.ts";

/** Technology `s3_replication`. */
export const s3Adapter = defineAdapter<S3Clients>({
  technology: "s3_replication",
  version: "1.0.0",
  operations,
  queries,
  createClients: createS3Clients,
});
