// Limits of a service, by the names that its folder gives them.

/** `requestsPerSecond` (estate time, per account) is enforced before the operation; the others by the operations. */
export type Quotas = Readonly<Record<string, number>>;
