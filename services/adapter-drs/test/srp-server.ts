/** Cognito's side of the secure remote password, written from the protocol alone: it knows a verifier and no password. */
import { createHash, createHmac, hkdfSync } from "node:crypto";
import { GROUP, padded, power } from "../src/solution/srp.ts";

const N = BigInt(`0x${GROUP}`);
const hash = (hex: string): string => createHash("sha256").update(Buffer.from(hex, "hex")).digest("hex");
const SALT = "8f3a5c77aa01d2";
const BLOCK = Buffer.from("a block that only the server reads").toString("base64");

/** A user whose password it can check. */
export function createSrpServer({
  poolId,
  userId,
  password,
}: {
  readonly poolId: string;
  readonly userId: string;
  readonly password: string;
}) {
  const pool = poolId.split("_")[1] ?? "";
  const identity = createHash("sha256").update(`${pool}${userId}:${password}`).digest("hex");
  const verifier = power(2n, BigInt(`0x${hash(padded(BigInt(`0x${SALT}`)) + identity)}`));
  const k = BigInt(`0x${hash(padded(N) + padded(2n))}`);
  const b = 0x1234567890abcdefn;
  const publicB = (k * verifier + power(2n, b)) % N;
  let publicA = 0n;
  return {
    challenge: (parameters: Readonly<Record<string, string>>) => {
      publicA = BigInt(`0x${parameters["SRP_A"] ?? "0"}`);
      return { USER_ID_FOR_SRP: userId, USERNAME: userId, SALT, SRP_B: publicB.toString(16), SECRET_BLOCK: BLOCK };
    },
    accepts: (responses: Readonly<Record<string, string>>): boolean => {
      const u = BigInt(`0x${hash(padded(publicA) + padded(publicB))}`);
      const shared = power((publicA * power(verifier, u)) % N, b);
      const key = Buffer.from(
        hkdfSync("sha256", Buffer.from(padded(shared), "hex"), Buffer.from(padded(u), "hex"), "Caldera Derived Key", 16),
      );
      const timestamp = responses["TIMESTAMP"] ?? "";
      const claim = createHmac("sha256", key)
        .update(pool)
        .update(userId)
        .update(Buffer.from(BLOCK, "base64"))
        .update(timestamp)
        .digest("base64");
      return (
        /^[A-Z][a-z]{2} [A-Z][a-z]{2} \d{1,2} \d\d:\d\d:\d\d UTC \d{4}$/.test(timestamp) && responses["PASSWORD_CLAIM_SIGNATURE"] === claim
      );
    },
  };
}
