// The simulated S3: buckets with versioning, rules and policies, objects that are replicated in their time.
import { defineService, type ServiceErrors } from "../../service.ts";
import { sdkProtocol } from "../../wire/sdk-protocol.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import {
  deleteBucketPolicy,
  deleteBucketReplication,
  getBucketPolicy,
  getBucketReplication,
  getBucketVersioning,
  putBucketPolicy,
  putBucketReplication,
  putBucketVersioning,
} from "./bucket-operations.ts";
import { CONFIGURATION, REPLICATION } from "./durations.ts";
import { deleteObject, getObject, headObject, putObject } from "./object-operations.ts";
import { nameOldValues, s3Resources } from "./plan.ts";
import { bucketKind, objectKind } from "./records.ts";
import { s3Seed } from "./seed.ts";

const errors: ServiceErrors = {
  invalidInput: "InvalidRequest",
  unknownAction: "NotImplemented",
  malformed: "MalformedXML",
  throttled: { code: "SlowDown", status: 503 },
  internal: { code: "InternalError", status: 500 },
};

/** Amazon S3. Buckets are addressed in the path. */
export const s3 = defineService({
  service: "s3",
  errors,
  wire: async () => {
    const module = await import("@aws-sdk/client-s3");
    return sdkProtocol(module, module.S3Client, errors);
  },
  operations: {
    GetBucketVersioning: getBucketVersioning,
    PutBucketVersioning: putBucketVersioning,
    GetBucketReplication: getBucketReplication,
    PutBucketReplication: putBucketReplication,
    DeleteBucketReplication: deleteBucketReplication,
    GetBucketPolicy: getBucketPolicy,
    PutBucketPolicy: putBucketPolicy,
    DeleteBucketPolicy: deleteBucketPolicy,
    PutObject: putObject,
    GetObject: getObject,
    HeadObject: headObject,
    DeleteObject: deleteObject,
  },
  seed: s3Seed,
  nameTasks: nameOldValues,
  planResources: s3Resources,
  view: (world, { nowMs }) => ({
    buckets: world.list(bucketKind, GLOBAL_REGION),
    objects: world.list(objectKind, GLOBAL_REGION).filter(({ seenMs }) => seenMs <= nowMs),
  }),
  quotas: {},
  durations: { configuration: CONFIGURATION, replication: REPLICATION },
  events: [],
});
