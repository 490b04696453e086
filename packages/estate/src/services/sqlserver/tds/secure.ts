// TLS inside TDS (MS-TDS 2.2.6.5): the handshake travels in PRELOGIN packets, everything after it as TLS records of its own.
import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { createSecureContext, TLSSocket } from "node:tls";
import type { Authority } from "../../../fronts/authority.ts";
import { createReader, PACKET, toPackets } from "./packets.ts";

/** First byte of a TLS record that carries application data. */
const APPLICATION_DATA = 0x17;

/** What the handshake is made with; a name that a client asks for becomes the name in the certificate. */
export const secureServer = async (socket: Socket, authority: Authority, usual: string): Promise<TLSSocket> => {
  const read = createReader();
  let isRaw = false;
  const carrier = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      socket.write(chunk[0] === APPLICATION_DATA ? chunk : toPackets(PACKET.prelogin, chunk), () => done());
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
    SNICallback: (name, done) => void contextFor(name).then((context) => done(null, context)),
  });
};
