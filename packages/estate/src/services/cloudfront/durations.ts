// How long CloudFront takes, in estate seconds: changes reach the edges within minutes (3 to 15).
export const DEPLOY = { from: 180, to: 420 };
export const INVALIDATION = { from: 30, to: 120 };
