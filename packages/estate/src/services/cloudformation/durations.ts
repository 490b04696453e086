// How long CloudFormation takes, in estate seconds. Assumed: a plan of changes takes seconds, a network a minute.
export const REVIEW = { from: 5, to: 15 };
export const APPLY = { from: 40, to: 90 };
export const REMOVE = { from: 30, to: 60 };
