// How long ONTAP takes, in estate seconds. Assumed: the vendor names no figures.
export const JOB = { from: 1, to: 3 };
export const QUIESCE = { from: 3, to: 10 };
export const BREAK = { from: 5, to: 15 };
export const RESYNC = { from: 30, to: 90 };
export const TRANSFER = { from: 15, to: 60 };
export const SVM = { from: 4, to: 12 };
export const CLONE = { from: 3, to: 8 };
/** Seconds after its end during which a job can still be asked for. */
export const JOB_KEPT_SECONDS = 300;
