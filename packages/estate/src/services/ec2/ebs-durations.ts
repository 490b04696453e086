// How long EBS takes, in estate seconds. Assumed for small volumes; fast snapshot restore takes an hour for a TiB (EBS user guide).
export const SNAPSHOT = { from: 60, to: 180 };
export const COPY_SNAPSHOT = { from: 90, to: 240 };
export const CREATE_VOLUME = { from: 3, to: 10 };
export const ATTACH = { from: 3, to: 10 };
export const FAST_RESTORE = { from: 120, to: 300 };
