// How long EFS takes, in estate seconds. Assumed: a failover takes minutes, a first copy longer than that.
export const ENABLE = { from: 60, to: 180 };
export const DELETE = { from: 30, to: 120 };
export const PROTECTION = { from: 5, to: 15 };
