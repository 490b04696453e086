// The TDS listener in front of all simulated instances: the name that a client asks for in TLS is the instance, else the server of its login.
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { Front, FrontContext } from "../../fronts/front.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { instanceKind } from "./records.ts";
import { createReader, PACKET, toPackets } from "./tds/packets.ts";
import { type Login, readBatch, readCall, readLogin, type Statement } from "./tds/requests.ts";
import { secureServer } from "./tds/secure.ts";
import { calledOff, failed, loginAccepted, prelogin, table } from "./tds/tokens.ts";
import type { Row } from "./views.ts";

/** Listens; a client has to encrypt, to trust the authority and to name the instance. */
export const sqlFront = async (context: FrontContext): Promise<Front> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    greet(context, socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    secrets: () =>
      context
        .view()
        .list(instanceKind, GLOBAL_REGION)
        .map(({ name, username, password }) => ({
          // No secret's name may hold the backslash of a named instance.
          name: `dr-orchestration/sql-always-on/${name.replaceAll("\\", "/")}`,
          value: JSON.stringify({ host: "127.0.0.1", port, serverName: hostOf(name), username, password, ca: context.authority.ca }),
        })),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
};

/** What a named instance (`HOST\INSTANCE`) is called in its certificate: no name of a host holds a backslash. */
const hostOf = (instance: string): string => instance.replaceAll("\\", ".");

/** Answers the first message, then goes on inside TLS. */
const greet = (context: FrontContext, socket: Socket): void => {
  const read = createReader();
  const onData = (chunk: Buffer): void => {
    const [first] = read(chunk);
    if (!first) return;
    socket.off("data", onData);
    if (first.type !== PACKET.prelogin) return void socket.destroy();
    secureServer(socket, context.authority, "sqlserver.simulated").then(
      (secure) => {
        // The answer is a reply like any other; only what TLS says to begin with goes in packets of the prelogin (MS-TDS 2.2.3.1.1).
        socket.write(toPackets(PACKET.reply, prelogin()));
        serve(context, secure, () => socket.destroy());
      },
      () => socket.destroy(),
    );
  };
  socket.on("data", onData);
};

const serve = (context: FrontContext, secure: TLSSocket, hangUp: () => void): void => {
  const read = createReader();
  let login: Login | undefined;
  let turn = Promise.resolve();
  const reply = (payload: Buffer): void => void secure.write(toPackets(PACKET.reply, payload));
  const take = async (type: number, payload: Buffer): Promise<void> => {
    if (type === PACKET.attention) return reply(calledOff());
    if (type === PACKET.login) {
      login = readLogin(payload);
      const entered = await run(context, secure, login, { sql: "", params: {}, isProcedure: false });
      if (entered === "reset") return hangUp();
      return reply("error" in entered ? failed(entered.error, login.server) : loginAccepted());
    }
    const statement = type === PACKET.batch ? readBatch(payload) : type === PACKET.rpc ? readCall(payload) : undefined;
    if (login === undefined) return hangUp();
    if (statement === undefined)
      return reply(failed({ number: 2812, message: "Could not find stored procedure.", severity: 16 }, login.server));
    const answer = await run(context, secure, login, statement);
    if (answer === "reset") return hangUp();
    reply("error" in answer ? failed(answer.error, login.server) : table(answer.columns, answer.rows, statement.isProcedure));
  };
  secure.on("error", hangUp);
  secure.on("data", (chunk: Buffer) => {
    for (const { type, payload } of read(chunk)) turn = turn.then(() => take(type, payload)).catch(hangUp);
  });
};

type Outcome =
  | { readonly error: { readonly number: number; readonly message: string; readonly severity: number } }
  | { readonly columns: readonly string[]; readonly rows: readonly Row[] };

const run = async (
  { handle, view }: FrontContext,
  secure: TLSSocket,
  login: Login,
  { sql, params }: Statement,
): Promise<Outcome | "reset"> => {
  const asked = typeof secure.servername === "string" ? secure.servername : login.server;
  const instance =
    view()
      .list(instanceKind, GLOBAL_REGION)
      .find(({ name }) => hostOf(name) === asked)?.name ?? asked;
  const body = JSON.stringify({ login: { user: login.user, password: login.password }, sql, params });
  const answer = await handle({ method: "POST", url: "/sql", headers: { host: instance }, body });
  if (answer === "reset" || answer.status !== 200) return "reset";
  return JSON.parse(answer.body, (_key, value: unknown) => (isTime(value) ? new Date(value.$time) : value)) as Outcome;
};

const isTime = (value: unknown): value is { readonly $time: string } => typeof value === "object" && value !== null && "$time" in value;
