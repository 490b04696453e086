// What Route 53 refuses about the size of a batch, before it looks at the changes.
import type { Change } from "./change-batch-input.ts";
import type { ROUTE53_QUOTAS } from "./route53-quotas.ts";

/** The complaint about a batch that is too large, if it is. An UPSERT counts twice, as on AWS. */
export const complaintsAboutSize = (changes: readonly Change[], quotas: typeof ROUTE53_QUOTAS): readonly string[] => {
  const records = total(changes, ({ ResourceRecords }) => Math.max(1, ResourceRecords?.length ?? 0));
  const characters = total(changes, ({ ResourceRecords = [] }) => ResourceRecords.reduce((sum, { Value }) => sum + Value.length, 0));
  return [
    ...(records > quotas.recordsPerBatch
      ? [`Number of records limit of ${quotas.recordsPerBatch} exceeded: the batch has ${records} records, UPSERTs counted twice`]
      : []),
    ...(characters > quotas.valueCharactersPerBatch
      ? [`Number of characters limit of ${quotas.valueCharactersPerBatch} exceeded: the values of the batch have ${characters}`]
      : []),
  ];
};

const total = (changes: readonly Change[], of: (set: Change["ResourceRecordSet"]) => number): number =>
  changes.reduce((sum, { Action, ResourceRecordSet }) => sum + (Action === "UPSERT" ? 2 : 1) * of(ResourceRecordSet), 0);
