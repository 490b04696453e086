// TLS inside TDS (MS-TDS 2.2.6.5): the handshake travels in PRELOGIN packets, everything after it as TLS records of its own.
import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { createSecureContext, type SecureContext, TLSSocket } from "node:tls";
import type { Authority } from "../../../fronts/authority.ts";
import { createReader, PACKET, toPackets } from "./packets.ts";

/** First byte of a TLS record that carries application data. */
const APPLICATION_DATA = 0x17;

/** What the handshake is made with; a name that a client asks for becomes the name in the certificate. */
export const secureServer = async (socket: Socket, authority: Authority, usual: string): Promise<TLSSocket> => {
  const read = createReader();
  let isRaw = false;
  // A record may come in pieces: what follows the first that carries data is raw, whatever it begins with.
  let sendsRaw = false;
  const carrier = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      sendsRaw ||= chunk[0] === APPLICATION_DATA;
      socket.write(sendsRaw ? chunk : toPackets(PACKET.prelogin, chunk), () => done());
    },
    final: (done) => void socket.end(done),
  });
  socket.on("data", (chunk: Buffer) => {
    isRaw ||= chunk[0] === APPLICATION_DATA;
    if (isRaw) carrier.push(chunk);
    else for (const { payload } of read(chunk)) carrier.push(payload);
  });
  socket.on("close", () => carrier.destroy());
  const contextFor = async (name: string) => createSecureContext({ ...(await authority.certificateFor(name)), maxVersion: "TLSv1.2" });
  return new TLSSocket(carrier, {
    isServer: true,
    secureContext: await contextFor(usual),
    SNICallback: (name, done) => void offer(contextFor(name), done),
  });
};

const offer = async (context: Promise<SecureContext>, done: (error: Error | null, context?: SecureContext) => void): Promise<void> =>
  done(null, await context);
