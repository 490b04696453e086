/** The two clients of a service: reads may be repeated, mutations never. */
import { awsClientConfig, parseEnv, type AwsClientConfig, type FunctionEnv } from "@dr/runtime";

/** `read` tries 5 times, adaptively; `mutate` once, because the SDK would re-send an effect whose answer was lost. */
export interface ClientPair<Client> {
  readonly read: Client;
  readonly mutate: Client;
}

/** Makes both clients of a service, for the function's own Region or another one. Throws `env.invalid`. */
export function createClientPair<Client>(env: FunctionEnv, make: (config: AwsClientConfig) => Client, region?: string): ClientPair<Client> {
  const base = parseEnv(env, []);
  const at = (kind: "read" | "mutate"): Client => make({ ...awsClientConfig(base, kind), ...(region === undefined ? {} : { region }) });
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
