/** The name of the rule that brings facts to the intake, for the manifest and for whoever switches it. */
export const FACT_RULE = "webhooks-facts";
