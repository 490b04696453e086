/** A port of the world as one process sees it: every call travels, and may fail on the way. */
import type { CallKind, SimProcess } from "./process.ts";

type AsyncMethod = (...args: never[]) => Promise<unknown>;

/** How each method of a port may fail. A method that is not named is a read. */
export type CallKinds<Port> = { readonly [Name in keyof Port]?: CallKind };

/** `port` behind the network of `process`. Every method of it must answer with a promise. */
export function wrapPort<Port extends object>(process: SimProcess, name: string, port: Port, kinds: CallKinds<Port>): Port {
  const wrapped = Object.entries(port as Record<string, AsyncMethod>).map(([method, perform]): [string, AsyncMethod] => {
    const kind = (kinds as Record<string, CallKind | undefined>)[method] ?? "read";
    const label = `${name}.${method}`;
    return [method, (...args) => process.call(label, kind, () => perform(...args))];
  });
  return Object.fromEntries(wrapped) as unknown as Port;
}
