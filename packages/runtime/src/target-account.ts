/** Names that all who deal with target accounts share: the API registers them, adapters act in them, a template makes the role there. */

/** Table of the accounts, which the API writes and adapters read. */
export const ACCOUNT_TABLE = "dr-cross-account-config";

/** Role that target accounts deploy, by the requirements' name (stacks/target-account); no other name is ever taken, whatever the table says. */
export const TARGET_ROLE = "DR-Cross-Account-Target-Role";

/** Behind the name of that role, the one that only reads: who answers questions may take it, and never the one that acts. */
export const READ_ROLE_SUFFIX = "-ReadOnly";
