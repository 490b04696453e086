/** A server of us-east-1 that was recovered to us-west-2, at several steps of its way home. */

/** The server's id in us-west-2, and that of the one that replicates it back, in us-east-1. */
export const SERVER = "s-00000000000000001";
/** The reversed server. */
export const REVERSED = "s-00000000000000002";
/** Its instance in us-west-2. */
export const RECOVERED = "i-0000000000000001a";
/** The instance that was brought home, in us-east-1. */
export const HOME = "i-0000000000000002b";

/** What of these stands for the server that a task names. */
export const OF_SERVER: Readonly<Record<string, string>> = { [RECOVERED]: SERVER, [REVERSED]: SERVER, [HOME]: SERVER };

interface Step {
  readonly isDrill?: boolean;
  readonly reversed?: boolean;
  /** What was launched at home of the reversed server; `null` = nothing. */
  readonly home?: { readonly isDrill?: boolean } | null;
  readonly onPremises?: boolean;
}

/** The seed. */
export function failbackSeed({ isDrill = false, reversed = false, home = null, onPremises = false }: Step = {}) {
  const server = {
    id: SERVER,
    region: "us-west-2",
    originRegion: "us-east-1",
    onPremises,
    recovered: {
      instanceId: RECOVERED,
      isDrill,
      ...(reversed ? { reversed: REVERSED, ...(home ? { home: { instanceId: HOME, ...home } } : {}) } : {}),
    },
  };
  return { drs: { sourceServers: [server] } };
}
