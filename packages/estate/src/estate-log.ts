// The log that the caller provides.

/** Structured log lines of the estate. */
export type EstateLog = (entry: { readonly level: "info" | "warn" | "error"; readonly message: string } & Record<string, unknown>) => void;
