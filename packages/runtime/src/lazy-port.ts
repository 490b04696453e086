/** A port whose module, and the SDK client in it, is loaded with its first call: a cold start reads no client that the task at hand does not need. */

/** A port as adapters have them: every member is asked and answers later. */
type Asked<Port> = { readonly [Name in keyof Port]: (...input: never[]) => Promise<unknown> };

/**
 * The port that `load` gives. Every member may be called at once; the first call loads, all others use what it loaded. A load that failed rejects the
 * calls that waited for it, before anything was sent, and is tried again by the next call. Its members can be taken one by one, not spread: it does not know them.
 */
export function lazyPort<Port extends Asked<Port>>(load: () => Promise<Port>): Port {
  let loaded: Promise<Port> | undefined;
  const portOf = (): Promise<Port> => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
  return new Proxy({} as Port, {
    // Not a promise itself: `await port` must not ask for a member `then`.
    get: (_, name) => (name === "then" || typeof name === "symbol" ? undefined : callOf(portOf, name as keyof Port)),
  });
}

function callOf<Port extends Asked<Port>>(portOf: () => Promise<Port>, name: keyof Port): (...input: never[]) => Promise<unknown> {
  return async (...input) => (await portOf())[name](...input);
}
