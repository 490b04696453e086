import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exportText, parseHeadKey, verifyText } from "@dr/event-log";
import { verifyExecution } from "@dr/evidence";
import { createKeyReader, parseEnv } from "@dr/runtime";
import { createRecordedTelemetry } from "@dr/runtime/testing";
import { createTestApi } from "../../test/api.ts";
import { startTwoWaves } from "../../test/plans.ts";
import { createExportSigner } from "./export-signer.ts";

const secret = "a shared secret of more than thirty-two bytes";
const head = { streamId: "EXEC#exec-1", version: 20, hash: "ab".repeat(32) };
const env = (more: object) => parseEnv({ AWS_REGION: "eu-central-1", ...more }, []);

test("an export is signed with the key of the file, and verifies with it alone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dr-key-"));
  try {
    const file = join(folder, "export.key");
    writeFileSync(file, `${secret}\n`);
    const signExport = createExportSigner(createKeyReader(env({}), { file, secretId: undefined }), createRecordedTelemetry());
    const api = createTestApi({ signExport });
    const executionId = await startTwoWaves(api);
    const { body } = await api.call(`GET /api/v1/executions/${executionId}/export`);
    expect(verifyExecution(body, { key: parseHeadKey(secret) })).toMatchObject({
      ok: true,
      signature: "verified",
      view: "verified",
      decisions: "verified",
      eventCount: 1,
    });
    expect(verifyExecution(body, { key: parseHeadKey(`another ${secret}`) })).toMatchObject({ ok: false, signature: "invalid" });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a private key signs so that the public one verifies; it is read once", async () => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  let reads = 0;
  const readKey = () => {
    reads += 1;
    return Promise.resolve(privateKey.export({ type: "pkcs8", format: "pem" }).toString());
  };
  const sign = createExportSigner(readKey, createRecordedTelemetry());
  const [first, second] = [await sign(head), await sign({ ...head, version: 21 })];
  const key = parseHeadKey(publicKey.export({ type: "spki", format: "pem" }).toString());
  expect(first && verifyText(exportText(head), first, key)).toBe(true);
  expect(second && verifyText(exportText(head), second, key)).toBe(false);
  expect(reads).toBe(1);
});

test("without a key the export is unsigned, the log says so, and it is counted", async () => {
  const telemetry = createRecordedTelemetry();
  expect(await createExportSigner(undefined, telemetry)(head)).toBeUndefined();
  expect([...telemetry.counts]).toEqual([["ExportUnsigned", 1]]);
  expect(telemetry.lines).toMatchObject([{ level: "warn", fields: { stream: "EXEC#exec-1" } }]);
});

test("a key that cannot be read or used leaves it unsigned, is never repeated, and is read again at the next export", async () => {
  const telemetry = createRecordedTelemetry();
  const { lines, counts } = telemetry;
  const answers = [() => Promise.reject(new Error("denied")), () => Promise.resolve("short-secret"), () => Promise.resolve(secret)];
  const sign = createExportSigner(() => answers.shift()?.() ?? Promise.reject(new Error("read once too often")), telemetry);
  expect([await sign(head), await sign(head)]).toEqual([undefined, undefined]);
  expect(lines.map(({ level, fields }) => [level, String(fields["error"]).includes("short-secret")])).toEqual([
    ["warn", false],
    ["warn", false],
  ]);
  expect(await sign(head)).toMatchObject({ algorithm: "hmac-sha256" });
  expect(counts.get("ExportUnsigned")).toBe(2);
});

test("a local run never asks AWS for the secret", () => {
  const noKey = { file: undefined, secretId: undefined };
  expect(createKeyReader(env({}), noKey)).toBeUndefined();
  expect(createKeyReader(env({ DR_DYNAMODB_ENDPOINT: "http://127.0.0.1:1" }), { ...noKey, secretId: "k" })).toBeUndefined();
  expect(createKeyReader(env({}), { ...noKey, secretId: "k" })).toBeTypeOf("function");
});
