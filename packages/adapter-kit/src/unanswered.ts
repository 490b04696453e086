/** Errors of the network say that nobody answered; of many services in several Regions people have to know who. */

type Send = (args: { readonly request?: unknown }) => Promise<unknown>;
interface Stack {
  readonly add: (middleware: (next: Send) => Send, options: { readonly step: "deserialize"; readonly name: string }) => void;
}

const SCOPE = /Credential=[^/]+\/\d+\/(?<region>[^/]+)\/(?<service>[^/]+)\//;

/** The same client; where no answer came, the error says which service of which Region was asked. Names and codes stay. */
export function namingWhoDidNotAnswer<Client>(client: Client): Client {
  const { middlewareStack } = client as { readonly middlewareStack?: Stack };
  middlewareStack?.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw named(error, scopeOf(args.request));
      }
    },
    { step: "deserialize", name: "drWhoDidNotAnswer" },
  );
  return client;
}

/** Service and Region that a request was signed for. */
function scopeOf(request: unknown): string | undefined {
  const { headers = {} } = (request ?? {}) as { readonly headers?: Readonly<Record<string, string>> };
  const { region, service } = SCOPE.exec(headers["authorization"] ?? "")?.groups ?? {};
  return region === undefined ? undefined : `${service ?? ""} in ${region}`;
}

function named(error: unknown, scope: string | undefined): unknown {
  // What a service answered carries its response.
  if (!(error instanceof Error) || scope === undefined || "$response" in error || "$metadata" in error) return error;
  if (!error.message.startsWith(scope)) error.message = `${scope} does not answer: ${error.message}`;
  return error;
}
