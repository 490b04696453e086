// How long AWS Backup takes, in estate seconds. Assumed: small resources within minutes.
export const RESTORE = { from: 60, to: 240 };
export const COPY = { from: 60, to: 180 };
