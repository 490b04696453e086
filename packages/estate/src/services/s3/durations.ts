// How long S3 takes, in estate seconds. Assumed: most replicas arrive within seconds, the service level of RTC is 15 minutes.
export const CONFIGURATION = { from: 5, to: 12 };
export const REPLICATION = { from: 5, to: 20 };
