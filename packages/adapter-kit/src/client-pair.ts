/** The two clients of a service: reads may be repeated, mutations never. */
import { awsClientConfig, parseEnv, type AwsClientConfig, type FunctionEnv } from "@dr/runtime";
import { connectionOf, type Connection } from "./connection.ts";
import { namingWhoDidNotAnswer } from "./unanswered.ts";

/** `read` tries 5 times, adaptively; `mutate` once, because the SDK would re-send an effect whose answer was lost. */
export interface ClientPair<Client> {
  readonly read: Client;
  readonly mutate: Client;
}

/** What a client is made with: where it connects, how often it tries, and who it is if that is not the function's own role. */
export type ClientConfig = Omit<AwsClientConfig, "requestHandler"> & {
  readonly requestHandler: AwsClientConfig["requestHandler"] | NonNullable<Connection["requestHandler"]>;
} & Pick<Connection, "credentials">;

/** Makes both clients of a service, for the function's own Region or another one; a `connectedThrough` environment leads elsewhere. Throws `env.invalid`. */
export function createClientPair<Client>(env: FunctionEnv, make: (config: ClientConfig) => Client, region?: string): ClientPair<Client> {
  const base = parseEnv(env, []);
  const { readAttempts, region: elsewhere, ...connection } = connectionOf(env);
  const chosen = region ?? elsewhere;
  const at = (kind: "read" | "mutate"): Client =>
    namingWhoDidNotAnswer(
      make({
        ...awsClientConfig(base, kind),
        ...connection,
        ...(chosen === undefined ? {} : { region: chosen }),
        ...(kind === "read" && readAttempts !== undefined ? { maxAttempts: readAttempts } : {}),
      }),
    );
  return { read: at("read"), mutate: at("mutate") };
}

/** Client ports by Region, each made once; without a Region, that of the function itself. */
export function createRegionalClients<Port>(make: (region: string | undefined) => Port): (region?: string) => Port {
  const made = new Map<string, Port>();
  return (region) => {
    const key = region ?? "";
    const port = made.get(key) ?? make(region);
    made.set(key, port);
    return port;
  };
}

/** All items of a paginated answer, page by page. */
export async function collectPages<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(itemsOf(page) ?? []));
  return items;
}

/** The first item of a paginated answer: a page may be empty and have a successor. No page after its own is asked for. */
export async function firstInPages<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<Item | undefined> {
  for await (const page of pages) {
    const [first] = itemsOf(page) ?? [];
    if (first !== undefined) return first;
  }
  return undefined;
}
