/** Servers that this machine's own programs ask: SDK clients of the functions, of tests, of people with a command line. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { isFromPage } from "@dr/estate";

/** Answers one request; what it throws ends this request's connection and nothing else. */
export type Answering = (incoming: IncomingMessage, outgoing: ServerResponse) => void | Promise<void>;

/** A server that answers no web page, whatever it asks, and outlives a request that breaks off or breaks `answer`. */
export function createOwnServer(answer: Answering): Server {
  const attempt = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => answer(incoming, outgoing);
  return createServer((incoming, outgoing) => {
    if (refusePage(incoming, outgoing)) return;
    // The SDK sees a dropped connection, as it would from a real endpoint, and retries by its own rules.
    attempt(incoming, outgoing).catch(() => outgoing.destroy());
  });
}

/** Keeps pages out of a server that somebody else wrote. */
export function keepPagesOut(server: Server): void {
  const emit = server.emit.bind(server);
  server.emit = (event: string, ...args: unknown[]): boolean => {
    if (event === "request" && refusePage(args[0] as IncomingMessage, args[1] as ServerResponse)) return true;
    return emit(event, ...args);
  };
}

function refusePage({ headers }: IncomingMessage, outgoing: ServerResponse): boolean {
  if (!isFromPage(headers)) return false;
  outgoing.writeHead(403).end();
  return true;
}
