// A certificate authority of the simulation: what is reached over TLS shows a certificate that it signed.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generate } from "selfsigned";

/** A key with its certificate, PEM. */
export type KeyPair = { readonly key: string; readonly cert: string };

/** Signs certificates of servers. */
export type Authority = {
  /** Its own certificate, PEM: what a client has to trust. */
  readonly ca: string;
  /** Key and certificate of a server by its name; `127.0.0.1` and `localhost` are always among the names. */
  certificateFor(name: string): Promise<KeyPair>;
};

const YEARS_MS = 10 * 365 * 24 * 3_600 * 1000;

/** The authority of a data folder, made when it is missing; without a folder, one for this process. */
export const openAuthority = async (dataDir?: string): Promise<Authority> => {
  const own = await keyPairOf(dataDir === undefined ? undefined : join(dataDir, "authority.json"));
  const made = new Map<string, Promise<KeyPair>>();
  return {
    ca: own.cert,
    certificateFor(name) {
      const known = made.get(name) ?? sign(own, name);
      made.set(name, known);
      return known;
    },
  };
};

const keyPairOf = async (file: string | undefined): Promise<KeyPair> => {
  if (file !== undefined && existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as KeyPair;
  const { private: key, cert } = await generate([{ name: "commonName", value: "simulated authority" }], {
    keyType: "ec",
    algorithm: "sha256",
    notAfterDate: new Date(Date.now() + YEARS_MS),
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  if (file !== undefined) {
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, JSON.stringify({ key, cert }), { mode: 0o600 });
  }
  return { key, cert };
};

const sign = async ({ key, cert }: KeyPair, name: string): Promise<KeyPair> => {
  const made = await generate([{ name: "commonName", value: name }], {
    keyType: "ec",
    algorithm: "sha256",
    notAfterDate: new Date(Date.now() + YEARS_MS),
    ca: { key, cert },
    extensions: [
      { name: "basicConstraints", cA: false },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: name },
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  return { key: made.private, cert: made.cert };
};
