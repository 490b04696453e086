/** The client's side of Cognito's secure remote password: the password is proven and never sent. No client of AWS does it for a server, and its libraries bring crypto-js and jsbn. */
import { createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";

/** The 3072-bit group of RFC 5054, appendix A, in hexadecimal digits; its generator is 2. */
export const GROUP =
  "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF";
const N = BigInt(`0x${GROUP}`);
const G = 2n;
const K = BigInt(`0x${sha256(Buffer.from(padded(N) + padded(G), "hex"))}`);

/** What Cognito answers to the first step. */
export interface Challenge {
  readonly userId: string;
  readonly salt: string;
  readonly serverPublic: string;
  readonly secretBlock: string;
}

/** Who proves to know the password. `poolId` is the whole id, with its Region. */
export interface Secret {
  readonly poolId: string;
  readonly password: string;
}

/** One proof: `clientPublic` goes with the first step, `claim` with the second. Throws when the server's part is none. */
export function createProof(secretBytes: Buffer = randomBytes(128)) {
  const a = BigInt(`0x${secretBytes.toString("hex")}`) % N;
  const publicA = power(G, a);
  return {
    clientPublic: publicA.toString(16),
    /** `timestamp` as `timestampOf` writes it. */
    claim: ({ poolId, password }: Secret, { userId, salt, serverPublic, secretBlock }: Challenge, timestamp: string): string => {
      const publicB = BigInt(`0x${serverPublic}`);
      if (publicB % N === 0n) throw new Error("the server's public value is none");
      const pool = poolId.split("_")[1] ?? poolId;
      const u = BigInt(`0x${sha256(Buffer.from(padded(publicA) + padded(publicB), "hex"))}`);
      const identity = sha256(Buffer.from(`${pool}${userId}:${password}`, "utf8"));
      const x = BigInt(`0x${sha256(Buffer.from(padded(BigInt(`0x${salt}`)) + identity, "hex"))}`);
      const shared = power((((publicB - K * power(G, x)) % N) + N) % N, a + u * x);
      const key = Buffer.from(
        hkdfSync("sha256", Buffer.from(padded(shared), "hex"), Buffer.from(padded(u), "hex"), "Caldera Derived Key", 16),
      );
      return createHmac("sha256", key)
        .update(pool)
        .update(userId)
        .update(Buffer.from(secretBlock, "base64"))
        .update(timestamp)
        .digest("base64");
    },
  };
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `Mon Nov 23 04:00:00 UTC 2026`: the day without a leading zero, as Cognito wants it. */
export function timestampOf(ms: number): string {
  const at = new Date(ms);
  return `${DAYS[at.getUTCDay()]} ${MONTHS[at.getUTCMonth()]} ${at.getUTCDate()} ${at.toISOString().slice(11, 19)} UTC ${at.getUTCFullYear()}`;
}

/** An even number of digits, and a leading zero octet where the first bit is set: Cognito hashes signed integers. */
export function padded(value: bigint): string {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return /^[89a-f]/.test(even) ? `00${even}` : even;
}

/** `base` to the power of `exponent`, in the group. */
export function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % N;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
}

function sha256(data: Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}
