// How long SQL Server takes, in estate seconds. Assumed: role change and recovery depend on the machine and the redo queue.
export const ROLE_CHANGE = { from: 5, to: 15 };
export const RECOVERY = { from: 3, to: 10 };
export const SYNCHRONIZE = { from: 10, to: 30 };
