// Names a sort of simulated resource together with the type of its record.

/** A typed key: `name` separates the records on disk, `Body` is only known to the compiler. */
export type Kind<Body> = { readonly name: string; readonly body?: Body };

/** Declares a kind. Records must be plain JSON: they are written to disk as they are. */
export const defineKind = <Body>(name: string): Kind<Body> => ({ name });

/** The Region under which resources of global services (Route 53) and of the estate itself are kept. */
export const GLOBAL_REGION = "global";
