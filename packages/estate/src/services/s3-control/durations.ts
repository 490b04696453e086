// How long S3's control plane takes, in estate seconds. Routes: at most two minutes; jobs: assumed.
export const JOB = { from: 20, to: 90 };
export const ROUTES = { from: 5, to: 60 };
