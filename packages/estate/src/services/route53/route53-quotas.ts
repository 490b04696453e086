// The limits of Route 53 on requests and on change batches.

/** AWS's published limits: requests a second per account; records and characters of record values in one batch (an UPSERT counts twice). */
export const ROUTE53_QUOTAS = { requestsPerSecond: 5, recordsPerBatch: 1000, valueCharactersPerBatch: 32_000 };
