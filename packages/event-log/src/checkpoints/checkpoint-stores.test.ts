// The stores of checkpoints against one suite: memory, a folder, and a bucket as S3 answers.
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { createMemoryCheckpointStore } from "../memory/memory-checkpoint-store.ts";
import { checkpointConformance } from "../testing/checkpoint-conformance.ts";
import { createFileCheckpointStore } from "./file-checkpoint-store.ts";
import { createS3CheckpointStore } from "./s3-checkpoint-client.ts";

const undo: (() => void)[] = [];
afterAll(() => undo.forEach((each) => each()));

checkpointConformance("memory", async () => createMemoryCheckpointStore());

checkpointConformance("a folder", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dr-checkpoints-"));
  undo.push(() => rmSync(folder, { recursive: true }));
  return createFileCheckpointStore(folder);
});

/** As much of S3's REST API as the store speaks (S3 API reference: PutObject with If-None-Match, GetObject, ListObjectsV2). */
async function startBucket(): Promise<string> {
  const objects = new Map<string, string>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://bucket");
    const key = decodeURIComponent(url.pathname.replace(/^\/checkpoints\/?/, ""));
    const answer = (status: number, body: string): void => void response.writeHead(status, { "content-type": "application/xml" }).end(body);
    const error = (code: string): string => `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`;
    if (request.method === "PUT") {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        if (request.headers["if-none-match"] === "*" && objects.has(key)) return answer(412, error("PreconditionFailed"));
        objects.set(key, body);
        return answer(200, "");
      });
    } else if (key === "") {
      const prefix = url.searchParams.get("prefix") ?? "";
      const keys = [...objects.keys()].filter((name) => name.startsWith(prefix)).toSorted();
      const shown = keys.slice(0, Number(url.searchParams.get("max-keys") ?? 1_000));
      answer(
        200,
        `<?xml version="1.0"?><ListBucketResult>${shown.map((name) => `<Contents><Key>${name}</Key></Contents>`).join("")}</ListBucketResult>`,
      );
    } else if (objects.has(key)) answer(200, objects.get(key) ?? "");
    else answer(404, error("NoSuchKey"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  undo.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

checkpointConformance("a bucket", async () => {
  const client = {
    endpoint: await startBucket(),
    region: "us-east-1",
    forcePathStyle: true,
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  };
  return createS3CheckpointStore({ bucket: "checkpoints", client: { ...client, requestChecksumCalculation: "WHEN_REQUIRED" } });
});
